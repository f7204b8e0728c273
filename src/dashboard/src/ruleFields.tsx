import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Indicator } from './api.js';
import { readNumber } from './numbers.js';
import { say } from './texts/say.js';
import type { TextKey } from './texts/vi.js';
import { Choice, Input, type Options } from './view.js';
import { alphabet, nameOf } from './words.js';

export type Rule = { kind: string } & Record<string, unknown>;
export interface Hand { rule: Rule; recurrence: string }
interface Member { indicator: string; rule: Rule; baseline?: { value: number } | null; [member: string]: unknown }

// What each kind that stands for itself is made of.
const members: Record<string, string[]> = {
  atLeast: ['value'], atMost: ['value'], maintainAtLeast: ['value'], maintainAtMost: ['value'], raiseTo: ['value'], reduceTo: ['value'], raiseBy: ['amount'], reduceBy: ['amount'],
  raiseByPercent: ['percent'], reduceByPercent: ['percent'], multiplyBy: ['factor'], between: ['lower', 'upper'], within: ['lower', 'upper'], near: ['value', 'tolerance'],
  averageGrowth: ['ratePercent'], rankWithin: ['n'], achieve: ['level'], increase: [], decrease: [], asAssigned: ['issuer', 'share'], judged: [], unstated: [],
};
const texts = ['level', 'issuer'], kinds = Object.keys(members), ofFigures = kinds.filter(kind => !['asAssigned', 'judged', 'unstated'].includes(kind));
const levels = ['province', 'district', 'ward', 'commune', 'township', 'specialZone', 'neighbourhood'];

/** A typed number; null where there is none, or none that can be read in one way. */
export function numberOf(typed: string): number | null {
  const read = readNumber(typed);
  return read.kind === 'number' ? Number(read.text) : read.kind === 'either' ? Number(read.likely) : null;
}

const written = (value: unknown): string => value === undefined || value === null ? '' : typeof value === 'number' ? String(value).replace('.', ',') : String(value);
const membersOf = (rule: Rule): Member[] => rule['members'] as Member[] ?? [];

/** Whether nothing is left out that the rule cannot be without. */
export function isWhole(rule: Rule): boolean {
  if (rule.kind === 'composite') return membersOf(rule).length > 1 && membersOf(rule).every(one => one.indicator && isWhole(one.rule)) && (rule['mode'] !== 'atLeast' || typeof rule['least'] === 'number');
  if (rule.kind === 'everyUnit') return isWhole(rule['rule'] as Rule);
  return (members[rule.kind] ?? []).every(name => rule[name] !== null && rule[name] !== '');
}

const blank = (): Rule => ({ kind: 'atLeast', value: null });
const begin: Record<string, () => Rule> = {
  composite: () => ({ kind: 'composite', mode: 'all', members: [{ indicator: '', rule: blank() }, { indicator: '', rule: blank() }] }),
  everyUnit: () => ({ kind: 'everyUnit', level: 'ward', rule: blank() }),
};

/** What is asked, set by hand: a kind that stands for itself, several parts, or every unit below. */
export function ByHand({ hand, indicators, change }: { hand: Hand | null; indicators: Map<string, Indicator>; change: (hand: Hand) => void }): JSX.Element {
  const rule = hand?.rule ?? null, recurrence = hand?.recurrence ?? 'once', put = (next: Rule): void => change({ rule: next, recurrence });
  return <div class="controls">
    <RuleFields id="hand" rule={rule} kinds={[...kinds, ...Object.keys(begin)]} change={put} />
    <Choice id="hand-often" label={say('target.often')} value={recurrence} change={often => { if (rule) change({ rule, recurrence: often }); }} options={named('often.', ['once', 'eachYear', 'perYearAverage'])} />
    {rule?.kind === 'composite' ? <Parts rule={rule} indicators={indicators} change={put} /> : null}
    {rule?.kind === 'everyUnit' ? <>
      <Choice id="hand-level" label={say('hand.level')} value={rule['level'] as string ?? ''} options={named('level.', levels)} change={level => put({ ...rule, level })} />
      <fieldset class="part"><legend>{say('hand.each')}</legend><div class="controls"><RuleFields id="hand-each" rule={rule['rule'] as Rule} kinds={ofFigures} change={each => put({ ...rule, rule: each })} /></div></fieldset></> : null}
  </div>;
}

const named = (prefix: string, codes: string[]): Options => codes.map(code => [code, say(`${prefix}${code}` as TextKey)]);

/** The kind of a rule and the members of one that stands for itself; `id` tells the fields of several rules apart. */
function RuleFields({ id, rule, kinds, change }: { id: string; rule: Rule | null; kinds: string[]; change: (rule: Rule) => void }): JSX.Element {
  const [typed, setTyped] = useState<Record<string, string>>({}), kind = rule?.kind ?? '', text = (name: string): string => typed[name] ?? written(rule?.[name]);
  function put(next: string, values: Record<string, string>): void {
    // What the form does not show of a rule stays as it is while its kind does.
    const made: Rule = next === kind ? { ...rule!, kind } : begin[next]?.() ?? { kind: next };
    for (const name of members[next] ?? []) {
      const value = values[name] ?? text(name);
      made[name] = texts.includes(name) ? value : numberOf(value) ?? (name === 'share' ? 1 : null);
    }
    change(made);
  }
  return <>
    <Choice id={`${id}-kind`} label={say('target.kind')} value={kind} change={next => { if (next) put(next, typed); }} options={[...kind ? [] : [['', say('choose')] as [string, string]], ...named('rule.', kinds)]} />
    {(members[kind] ?? []).map(name => <Input key={name} id={`${id}-${name}`} label={say(`member.${name}` as TextKey)} value={text(name)} change={value => { const values = { ...typed, [name]: value }; setTyped(values); put(kind, values); }} />)}
  </>;
}

/** The parts of a target, each an indicator with what is asked of it. */
function Parts({ rule, indicators, change }: { rule: Rule; indicators: Map<string, Indicator>; change: (rule: Rule) => void }): JSX.Element {
  const parts = membersOf(rule), mode = rule['mode'] as string;
  const put = (next: Partial<Member>[]): void => change({ ...rule, members: next }), edit = (at: number, part: Partial<Member>): void => put(parts.map((one, i) => i === at ? { ...one, ...part } : one));
  const choices: Options = [['', say('choose')], ...[...indicators.values()].map((one): [string, string] => [one.code, `${nameOf(one, one.code)} (${one.measure})`]).sort((a, b) => alphabet.compare(a[1], b[1]))];
  return <>
    <Choice id="hand-mode" label={say('hand.mode')} value={mode} options={named('mode.', ['all', 'atLeast', 'anyForm'])} change={next => {
      const { least, percent, ...rest } = rule;
      change({ ...rest, kind: rule.kind, mode: next, ...next === 'atLeast' ? { least: least ?? null } : {}, ...next !== 'anyForm' && percent ? { percent } : {} });
    }} />
    {mode === 'atLeast' ? <Input id="hand-least" label={say('hand.least')} value={written(rule['least'])} change={text => change({ ...rule, least: numberOf(text) })} /> : null}
    {mode === 'anyForm' ? null : <Choice id="hand-percent" label={say('hand.percent')} value={rule['percent'] as string ?? 'none'} options={named('percent.', ['none', 'shareMet', 'meanOfCapped'])} change={percent => change({ ...rule, percent })} />}
    {parts.map((part, i) => <fieldset key={i} class="part"><legend>{say('hand.part', { n: i + 1 })}</legend><div class="controls">
      <Choice id={`hand-${i}-indicator`} label={say('hand.partOf')} value={part.indicator} options={choices} change={indicator => edit(i, { indicator })} />
      <RuleFields id={`hand-${i}`} rule={part.rule} kinds={ofFigures} change={next => edit(i, { rule: next })} />
      <Baseline id={`hand-${i}-baseline`} value={part.baseline?.value ?? null} change={value => edit(i, { baseline: value === null ? null : { value } })} />
    </div></fieldset>)}
    <div class="field"><button type="button" onClick={() => put([...parts, { indicator: '', rule: blank() }])}>{say('hand.addPart')}</button>{' '}
      {parts.length > 2 ? <button type="button" onClick={() => put(parts.slice(0, -1))}>{say('hand.dropPart', { n: parts.length })}</button> : null}</div>
  </>;
}

function Baseline({ id, value, change }: { id: string; value: number | null; change: (value: number | null) => void }): JSX.Element {
  const [text, setText] = useState(written(value));
  return <Input id={id} label={say('hand.baseline')} value={text} change={next => { setText(next); change(numberOf(next)); }} />;
}
