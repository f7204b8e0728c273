import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Change, Judged, Row } from './api.js';
import { StandingBadge, percentOf } from './charts.js';
import type { Typed } from './drafts.js';
import { figureText, levelWord, type FigureRow, type Theirs } from './figureRow.js';
import { readNumber, writeNumber } from './numbers.js';
import { say } from './texts/say.js';
import type { Options } from './view.js';
import { number, period as periodWords, phrase } from './words.js';

/** One figure of the form: what was asked, its fields, and what they would change. */
export function FigureFields({ row, isClosed, insist, source }: { row: FigureRow; isClosed: boolean; insist: (row: FigureRow) => void; source: string }): JSX.Element {
  const theirs = row.theirs.value;
  return <li id={`row-${row.id}`} class={row.isBad.value || theirs ? 'bad' : undefined}><fieldset disabled={isClosed}><legend>{row.name}</legend>
    <div class="asked">{row.targets.value.map(target => <Asked key={target.targetId} target={target} />)}<p class="quiet">{storedWords(row)}</p></div>
    <div class="typed"><div class="figures"><Main row={row} /></div><p class="reading"><Read row={row} /></p><LeftOut row={row} /><More row={row} /></div>
    <div class="outcome"><div class="effect" aria-live="polite"><Effect row={row} source={source} /></div>
      <div role="status">{theirs ? <Conflict row={row} theirs={theirs} insist={insist} /> : row.said.value}</div></div>
  </fieldset></li>;
}

function storedWords(row: FigureRow): string {
  const stored = row.stored.value;
  if (stored === null) return say('figure.noFigureForThis');
  const words = figureText(stored) + (row.levels || stored.numerator !== null ? '' : ` ${row.measure}`);
  return say('figure.stored', { words }) + (stored.status === 'provisional' ? say('common.provisional') : '');
}

const Asked = ({ target }: { target: Row }): JSX.Element => <p>{say('common.target')} ({periodWords(target.targetPeriod)}): <strong lang="vi">{target.targetText}</strong>
  {target.percent === null ? null : <> <span class="quiet">{say('figure.now')}</span>{percentOf(target)}</>}</p>;

interface Named { row: FigureRow; name: Exclude<keyof Typed, 'pair' | 'over'>; label: string; id: string }

const Text = ({ row, name, label, id, most }: Named & { most?: number }): JSX.Element => <label for={id}><span>{label}</span>
  <input id={id} autocomplete="off" value={row.typed.value[name]} maxLength={most} inputMode={most ? undefined : 'decimal'} aria-invalid={!most && readNumber(row.typed.value[name]).kind === 'wrong' ? 'true' : undefined}
    onInput={event => row.type({ [name]: event.currentTarget.value })} /></label>;

const Pick = ({ row, name, label, id, options }: Named & { options: Options }): JSX.Element => <label for={id}><span>{label}</span>
  <select id={id} value={row.typed.value[name]} onChange={event => row.type({ [name]: event.currentTarget.value })}>{options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}</select></label>;

function Main({ row }: { row: FigureRow }): JSX.Element {
  const first = `figure-${row.id}`, { pair } = row.typed.value;
  if (row.levels) return <Pick row={row} name="level" label={say('figure.level')} id={first} options={[['', say('common.none')], ...row.levels.map((level): [string, string] => [level, levelWord(level)])]} />;
  return <>
    {pair ? <><Text key="part" row={row} name="numerator" label={say('figure.part')} id={first} /><span class="measure">/</span><Text key="whole" row={row} name="denominator" label={say('figure.whole')} id={`whole-${row.id}`} /></>
      : <><Text key="value" row={row} name="value" label={row.isRatio ? say('figure.rate') : say('figure.figure')} id={first} /><span class="measure">{row.measure}</span></>}
    {row.isRatio ? <button type="button" class="plain" onClick={() => row.type({ pair: !pair })}>{pair ? say('figure.onlyTheRateIs') : say('figure.givePartAndWhole')}</button> : null}
  </>;
}

/** How what is typed is read, where that is not plain to see. */
function Read({ row }: { row: FigureRow }): JSX.Element | null {
  const typed = row.typed.value, names = typed.pair ? ['numerator', 'denominator'] as const : ['value'] as const;
  if (row.levels) return null;
  const said = names.map(name => readingOf(row, name)).filter(one => one !== null);
  const [part, whole] = [readNumber(typed.numerator), readNumber(typed.denominator)];
  if (typed.pair && !said.length && row.measure === '%' && part.kind === 'number' && whole.kind === 'number' && Number(whole.text) > 0) return <>= {number(Number(part.text) / Number(whole.text) * 100, 2)}%</>;
  return <>{said}</>;
}

function readingOf(row: FigureRow, name: 'value' | 'numerator' | 'denominator'): JSX.Element | null {
  const text = row.typed.value[name], found = readNumber(text);
  if (found.kind === 'nothing') return null;
  if (found.kind === 'wrong') return <span key={name} class="wrong">{say('figure.notANumber', { text })}</span>;
  if (found.kind === 'number') {
    const shown = number(Number(found.text), 8);
    return [shown, writeNumber(Number(found.text))].includes(text.trim()) ? null : <span key={name}>{say('figure.readAs', { shown })}</span>;
  }
  const pick = (value: string): JSX.Element => {
    const shown = number(Number(value), 8);
    return <button type="button" onClick={() => { row.type({ [name]: writeNumber(Number(value)) }); document.getElementById(`figure-${row.id}`)?.focus(); }}>{value.includes('.') ? say('figure.aDecimal', { shown }) : value}</button>;
  };
  return <span key={name}><span class="wrong">{say('figure.whichNumberIs', { text })}</span>{pick(found.likely)}{say('figure.or')}{pick(found.other)}</span>;
}

const LeftOut = ({ row }: { row: FigureRow }): JSX.Element | null => row.left.value ? <p class="carried">{say('figure.saidOfTheOld')}<q lang="vi">{row.left.value}</q>{' '}
  <button type="button" class="plain" onClick={() => row.keepAbout()}>{say('figure.keepForTheNew')}</button></p> : null;

function More({ row }: { row: FigureRow }): JSX.Element {
  const id = (name: string): string => `${name}-${row.id}`, isOpen = useSignal(false);
  // What is left out, and a number that is no number, lead to the fields that take them.
  const isNeeded = row.left.value !== '' || readNumber(row.typed.value.value).kind === 'wrong';
  useEffect(() => { if (isNeeded) isOpen.value = true; }, [isNeeded]);
  return <details class="more" open={isOpen.value} onToggle={event => { isOpen.value = event.currentTarget.open; }}>
    <summary>{say('figure.sourceNoteProvisionalAbout')}<span class="unseen"> – {row.name}</span></summary>
    <div class="fields">
      <Text row={row} name="source" label={say('common.source')} id={id('source')} most={1000} />
      <Text row={row} name="note" label={say('figure.note')} id={id('note')} most={2000} />
      <Pick row={row} name="status" label={say('figure.status')} id={id('status')} options={[['final', say('figure.final')], ['provisional', say('figure.provisional')]]} />
      <Pick row={row} name="bound" label={say('figure.theSourceOnlySays')} id={id('bound')} options={[
        ['', say('figure.thisVeryNumber')], ['atLeast', say('figure.overAtLeast')], ['atMost', say('figure.underAtMost')], ['about', say('common.about')]]} />
      <Text row={row} name="reason" label={say('figure.reasonForTheChange')} id={id('reason')} most={1000} />
    </div></details>;
}

/** What the figure does to the percents of this unit's targets, and what a person should look at again. */
function Effect({ row, source }: { row: FigureRow; source: string }): JSX.Element | null {
  const wish = row.wish(source), effect = row.effect.value;
  if (wish.kind === 'withdraw') return <p>{say('figure.savingWill')}<strong>{say('common.withdrawThisFigure')}</strong>{say('figure.itsHistoryIsKept')}</p>;
  if (effect === null || wish.kind !== 'figure') return null;
  const { change, warnings } = effect;
  return <><p class="quiet">{change.change === 'created' ? say('figure.willBeNew') : say('figure.willReplace', { figure: figureText(change.from) })}</p>
    {change.achievements.length ? change.achievements.map(one => <Becomes key={one.targetId} one={one} of={change} target={row.targets.value.find(target => target.targetId === one.targetId)} />)
      : <p>{say('figure.changesNoPercent')}</p>}
    {warnings.map((one, i) => <p key={i} class="carried">{say('figure.lookAgain')}{phrase(one.message)}</p>)}</>;
}

function Becomes({ one, of, target }: { one: Change['achievements'][number]; of: Change; target?: Row }): JSX.Element {
  const side = (judged: Judged | null, isMarked: boolean): JSX.Element => judged === null ? <>{say('common.none')}</>
    : <>{judged.percent === null ? '' : `${percentOf(judged)} `}{isMarked || judged.percent === null ? <StandingBadge judged={judged} /> : null}</>;
  return <p class="becomes"><OtherTarget one={one} of={of} /><span class="quiet">{periodWords(one.targetPeriod)}{target ? ` (${target.targetText})` : ''}: </span>
    {side(one.before, one.before?.verdict !== one.after?.verdict)}<span aria-hidden="true"> → </span><span class="unseen">{say('figure.becomes')}</span><strong>{side(one.after, true)}</strong></p>;
}

/** Someone else has changed the figure since it was read: both are shown and nobody's is lost. */
function Conflict({ row, theirs, insist }: { row: FigureRow; theirs: Theirs; insist: (row: FigureRow) => void }): JSX.Element {
  const typed = row.typed.value, mine = row.levels ? levelWord(typed.level) : typed.pair ? `${typed.numerator} / ${typed.denominator}` : typed.value, now = figureText(theirs.figure);
  return <><p class="wrong">{theirs.figure === null ? say('figure.someoneElseHasWithdrawn', { by: theirs.by, mine })
    : say('figure.someoneElseHasChanged', { now, by: theirs.by, mine })}
  {theirs.figure?.source ? <span class="quiet">{say('figure.theirSource')}{theirs.figure.source}</span> : null}</p>
  <p class="choice"><button type="button" onClick={() => row.take(theirs.figure)}>{say('figure.takeTheirs')}</button>{' '}
    <button type="button" class="main" onClick={() => { row.putOver(theirs.figure); insist(row); }}>{say('figure.saveMine')}</button></p></>;
}

/** Whose target a figure moves, where it is not the figure's own: the unit's above, or one that is made of several. */
export function OtherTarget({ one, of }: { one: Change['achievements'][number]; of: Change }): JSX.Element | null {
  const names = [one.orgUnit === of.orgUnit ? '' : one.orgUnitName, one.indicator === of.indicator ? '' : one.indicatorName].filter(Boolean);
  return names.length ? <span lang="vi">{names.join(', ')}: </span> : null;
}
