import type { JSX } from 'preact';
import type { Brief, Unit, Verdict } from './api.js';
import { go, link } from './state.js';
import { say } from './texts/say.js';
import { alphabet, nameOf, number, period as periodWords, shape, verdictWord, verdicts } from './words.js';

export type Counts = Record<Verdict, number>;
export function count(rows: { verdict: Verdict }[]): Counts {
  const counts: Counts = { exceeded: 0, met: 0, notMet: 0, noData: 0, notAssessable: 0 };
  for (const row of rows) counts[row.verdict]++;
  return counts;
}

/** Four big numbers; pressing one shows only its targets, where they are shown one by one. */
export const Tiles = ({ counts, pressed = '', press }: { counts: Counts; pressed?: string; press?: (verdict: string) => void }): JSX.Element => <ul class="tiles">{verdicts.map(verdict => {
  const kind = `tile ${counts[verdict] ? verdict : 'zero'}`;
  const said = <><strong>{number(counts[verdict])}</strong><span><span aria-hidden="true">{shape[verdict]} </span>{verdictWord(verdict)}</span></>;
  return <li key={verdict}>{press
    ? <button id={`tile-${verdict}`} type="button" class={kind} aria-pressed={pressed === verdict} onClick={() => press(pressed === verdict ? '' : verdict)}>{said}</button>
    : <div class={kind}>{said}</div>}</li>;
})}</ul>;

export const Stack = ({ counts }: { counts: Counts }): JSX.Element => <div class="stack" role="img" aria-label={verdicts.map(verdict => `${verdictWord(verdict)}: ${counts[verdict]}`).join(', ')}>
  {verdicts.map(verdict => counts[verdict] ? <span key={verdict} class={verdict} style={{ flex: String(counts[verdict]) }} /> : null)}
</div>;

/** The term that most resolutions are for, of the terms of all; while it runs, this year: against the whole term every target would only look unmet. */
export function usualPeriod(terms: string[]): string {
  const term = usualTerm(terms), year = String(new Date().getFullYear());
  return /^\d{4}-\d{4}$/.test(term) && term.slice(0, 4) <= year && year < term.slice(5) ? year : term;
}

function usualTerm(terms: string[]): string {
  const times = new Map<string, number>();
  for (const term of terms) times.set(term, (times.get(term) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1] || b[0].localeCompare(a[0]))[0]?.[0] ?? String(new Date().getFullYear());
}

/** The years of terms, the latest first. */
export const yearsOf = (terms: string[]): string[] => [...new Set(terms.flatMap(term => {
  const [from, to] = term.split('-').map(Number);
  return from && to && to - from < 12 ? Array.from({ length: to - from + 1 }, (_, i) => String(from + i)) : [];
}))].sort().reverse();

/** A choice of terms and their years; any other period of the address stays a choice. */
export function PeriodChoice({ all, now }: { all: string[]; now: string }): JSX.Element {
  const terms = [...new Set(all)].sort().reverse(), years = yearsOf(terms);
  // The group says that it is a term, so the choice fits its field.
  const option = (text: string): JSX.Element => <option key={text} value={text}>{/^\d{4}-\d{4}$/.test(text) ? text.replace('-', '–') : periodWords(text)}</option>;
  return <label for="period">{say('common.period')}<select id="period" value={now} onChange={event => go({ period: event.currentTarget.value })}>
    {[...terms, ...years].includes(now) ? null : option(now)}
    <optgroup label={say('part.terms')}>{terms.map(option)}</optgroup><optgroup label={say('part.years')}>{years.map(option)}</optgroup>
  </select></label>;
}

/** The unit to look within: one that has units below it. */
export function UnitChoice({ units, now, all }: { units: Map<string, Unit>; now: string; all: string }): JSX.Element {
  const parents = parentsOf(units);
  return <label for="unit">{say('part.within')}<select id="unit" value={now} onChange={event => go({ unit: event.currentTarget.value || null, wards: null })}>
    {all ? <option value="">{all}</option> : null}
    {[...units.values()].filter(unit => parents.has(unit.code) || unit.code === now).map(unit => <option key={unit.code} value={unit.code}>{nameOf(unit, unit.code)}</option>)}
  </select></label>;
}

/** The units that have units below them. */
export const parentsOf = (units: Map<string, Unit>): Set<string | null> => new Set([...units.values()].map(unit => unit.parent));

/** Several things chosen of many: the first of them to tick, any other by its name. */
export function Several({ id, legend, add, chosen, candidates, most, nameOf: name, change }: {
  id: string; legend: string; add: string; chosen: string[]; candidates: string[]; most: number; nameOf: (code: string) => string; change: (chosen: string[]) => void;
}): JSX.Element {
  const choose = (code: string, on: boolean): void => change(on ? [...chosen, code].slice(-most) : chosen.filter(one => one !== code));
  const few = [...new Set([...chosen, ...candidates.slice(0, 8)])], others = candidates.filter(code => !few.includes(code));
  const byName = new Map(others.map(code => [`${name(code)} (${code})`, code]));
  return <fieldset class="choices"><legend>{legend}</legend>
    {few.map(code => <label key={code} for={`${id}-${code}`}><input id={`${id}-${code}`} type="checkbox" checked={chosen.includes(code)} onChange={event => choose(code, event.currentTarget.checked)} />{name(code)}</label>)}
    {/* The browser filters the list as one types. */}
    {others.length ? <label for={`add-${id}`}>{add}
      <input id={`add-${id}`} list={`other-${id}`} autocomplete="off" onChange={event => { const code = byName.get(event.currentTarget.value); if (code) choose(code, true); }} />
      <datalist id={`other-${id}`}>{[...byName.keys()].sort(alphabet.compare).map(text => <option key={text} value={text} />)}</datalist></label> : null}
  </fieldset>;
}

/** The day to see the facts as they stood on. */
export const AsOfChoice = ({ now }: { now: string | null }): JSX.Element => <label for="asOf">{say('part.asItStoodOn')}
  <input id="asOf" type="date" value={now ?? ''} onChange={event => go({ asOf: event.currentTarget.value || null })} /></label>;

export const SearchField = ({ label, now, change }: { label: string; now: string; change: (text: string) => void }): JSX.Element => <label for="q">{label}
  <input id="q" type="search" autocomplete="off" value={now} onInput={event => change(event.currentTarget.value)} /></label>;

/** The end of that day, local time, as an instant. */
export const instant = (date: string | null): string | null => date && /^\d{4}-\d\d-\d\d$/.test(date) ? new Date(`${date}T23:59:59`).toISOString() : null;

export function ancestors(units: Map<string, Unit>, code: string): Unit[] {
  const found: Unit[] = [];
  for (let unit = units.get(code); unit?.parent && found.length < 12;) { unit = units.get(unit.parent); if (unit) found.unshift(unit); }
  return found;
}

export function Crumbs({ units, code }: { units: Map<string, Unit>; code: string }): JSX.Element | null {
  const above = ancestors(units, code);
  return above.length ? <nav class="crumbs" aria-label={say('part.partOf')}>{above.map(unit => <a key={unit.code} href={link([], { unit: unit.code })}>{nameOf(unit, unit.code)}</a>)}</nav> : null;
}

/** What a report said where we have no verdict, or another one. */
export function claimWord(row: Pick<Brief, 'claim'>): string {
  const claim = row.claim;
  if (!claim) return '';
  return [claim.percent === null ? '' : `${number(claim.percent)}%`, claim.verdict ? verdictWord(claim.verdict).toLowerCase() : ''].filter(Boolean).join(', ');
}

const tooSlow = ['behind', 'farBehind', 'movingAway'];

/** Whether a target that is still running is behind its path. */
export const behind = (row: Brief): boolean => row.verdict !== 'exceeded' && tooSlow.includes(row.pace?.class ?? '');

/** Whether a pace of this class leads to the target in time. */
export const isOnPath = (pace: string | null): boolean => pace !== null && !tooSlow.includes(pace);

/** Which target of its unit an address opens. */
export const placeOf = (row: Brief): string => row.indicator + (row.group ? `:${row.group}` : '');

/** Said after a target that is no single number for the whole time: 12 a year is 60 in five of them. */
export const howOften = (row: Brief): string => row.recurrence === 'eachYear' ? say('ward.eachYear') : row.recurrence === 'perYearAverage' ? say('ward.averageOfTheYears') : '';

/** Whether someone should look at it: short of its target at the due date, behind its path before, or called not met by a report. */
export function lagging(row: Brief): boolean {
  if (row.verdict === 'notMet') return row.due || row.pace === null || behind(row);
  return behind(row) || row.verdict === 'noData' && row.claim?.verdict === 'notMet';
}

/** Not met yet, and on its way: it has until its due date, so it does not look like a failure. */
export const running = (row: Brief): boolean => row.verdict === 'notMet' && !lagging(row);

/** Says how many of those not met are on their way, so that the big number does not alarm. */
export const StillRunning = ({ times }: { times: number }): JSX.Element | null => times
  ? <p>{say('part.ofThoseNotMet', { n: number(times) })}</p> : null;

/** The classes that give a row's mark its colour. */
export const tone = (row: Brief): string => row.verdict + (running(row) ? ' running' : '');

/** How far behind, in points of the percent; what has no percent comes after everything that has. */
export function gap(row: Brief): number {
  if (row.verdict === 'noData') return -2;
  if (row.percent === null) return -1;
  return Math.max(0, (row.due ? 100 : expectedPercent(row) ?? 100) - row.percent);
}

/** Where a linear path would stand, in percent of the whole target. */
export function expectedPercent(row: Pick<Brief, 'percent' | 'pace'>): number | null {
  const index = row.pace?.index;
  return row.percent !== null && index !== null && index !== undefined && index > 0 ? row.percent / index : null;
}

/** A value in its own unit. */
export function measured(value: number | null, measure: string, sign = false): string {
  return value === null ? '' : `${number(value, 2, sign)}${measure === '%' ? '%' : `\u00a0${measure}`}`;
}

/** A difference of two values: of percents it is told in points, since "0.5%" of a percent would be another number. */
export const apart = (by: number, measure: string): string => measure === '%' ? `${number(by)}\u00a0${by === 1 ? say('part.percentagePoint') : say('part.percentagePoints')}` : measured(by, measure);

/** How far an actual is from what was asked, said the way the target looks: a rate that is to fall is not "short". */
export function differenceWord(row: Pick<Brief, 'difference' | 'direction' | 'verdict'>, measure: string): string {
  const by = row.difference ?? 0, far = apart(Math.abs(by), measure);
  if (by === 0) return say('part.exactlyAsAsked');
  if (row.direction === 'within') return by > 0 ? say('part.insideTheRangeFrom', { far }) : say('part.outsideTheRangeBy', { far });
  if (row.direction === 'down') return by > 0 ? say('part.belowWhatWasAsked', { far }) : say('part.stillAboveWhatWas', { far });
  if (by < 0) return say('part.shortBy', { far });
  // A level that is to be kept can be above what was asked now and yet have been missed before.
  return row.verdict === 'notMet' ? say('part.nowAboveWhatWas', { far }) : say('part.beyondWhatWasAsked', { far });
}
