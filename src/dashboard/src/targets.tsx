import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { get, type Indicator, type Open, type Row, type Scorecard, type Series, type Unit } from './api.js';
import { Badge, Bar, Colour, RunningBadge, Sparkline, percentOf } from './charts.js';
import { Explanation } from './explanation.js';
import { CsvButton, type Twin } from './figure.js';
import { plans, reports } from './me.js';
import { Tiles, claimWord, count, differenceWord, expectedPercent, gap, howOften, lagging, measured, placeOf, running } from './parts.js';
import { Remedies, Shown, isAbout, type Remedy } from './remedies.js';
import { asked, here, place, quietly } from './state.js';
import { say } from './texts/say.js';
import { Choice, Controls, useAnswer } from './view.js';
import { headingWord, number, paceWord, period as periodWords, reasonWord, verdictWord } from './words.js';

/** The unit that is shown, with what its parts share. */
export interface Ward {
  code: string; name: string; period: string; at: string | null; boundaries: string | null; units: Map<string, Unit>; indicators: Map<string, Indicator>;
  card: Scorecard; titles: Map<string, string>; remedies: Remedy[]; nameOfRow: (row: Row) => string;
}

// A page of more targets than this begins with one line for each.
const few = 12;

/** The parts of a page in the order that was asked for: by document, by heading, or what lags first. */
function sections(of: Ward, rows: Row[], order: string): { key: string; title: string | null; rows: Row[] }[] {
  if (order === 'lag') return [{ key: '', title: null, rows: rows.map(row => ({ row, by: lagging(row) ? gap(row) : -3 })).sort((a, b) => b.by - a.by).map(one => one.row) }];
  const isField = order === 'field', part = (row: Row): string => isField ? headingWord(of.indicators.get(row.indicator)?.group ?? null) : row.resolution;
  // Every part stays where a verdict is chosen, and says when it has none.
  return [...new Set(of.card.items.map(part))].map(key => ({ key, title: isField ? key : of.titles.get(key) ?? key, rows: rows.filter(row => part(row) === key) }));
}

export function Targets({ of }: { of: Ward }): JSX.Element {
  const all = of.card.items, verdict = asked('verdict'), board = of.card.scoreboard, rows = all.filter(row => !verdict || row.verdict === verdict);
  const order = asked('order'), isBrief = (asked('rows') || (all.length > few ? 'brief' : 'full')) === 'brief';
  const list = (some: Row[]): JSX.Element => some.length
    ? <>{isBrief ? <Heads /> : null}<ol class={isBrief ? 'targets short' : 'targets'}>{some.map(row => <Target key={row.targetId} row={row} of={of} isBrief={isBrief} isMixed={order !== ''} />)}</ol></>
    : <p>{say('ward.noneOfVerdict')}</p>;
  return <>
    <p class="lead" role="status">{say('ward.ofTargetsMetOr', { reached: board.metOrExceeded, total: board.applicable })}</p>
    <Tiles counts={count(all)} pressed={verdict} press={pressed => quietly({ verdict: pressed })} />
    <StillOpen open={board.open} />
    {all.length > few ? <><Worst of={of} /><Controls>
      <Choice id="order" label={say('ward.order')} value={order} change={next => quietly({ order: next })} options={[['', say('ward.order.document')], ['lag', say('overview.attentionFirst')], ['field', say('ward.order.field')]]} />
      <Choice id="rows" label={say('ward.rows')} value={isBrief ? 'brief' : 'full'} change={next => quietly({ rows: next })} options={[['brief', say('ward.rows.brief')], ['full', say('ward.rows.full')]]} />
    </Controls></> : null}
    {sections(of, rows, order).map(({ key, title, rows: some }) => title === null ? <section key="all">{list(some)}</section> : <details key={key} class="section" open>
      <summary><h2 lang={order === 'field' ? undefined : 'vi'}>{title}</h2> <span class="quiet">{say('ward.section', { reached: some.filter(row => row.verdict === 'met' || row.verdict === 'exceeded').length, n: some.length })}</span></summary>
      {list(some)}
    </details>)}
    {isBrief ? null : <p class="quiet">{say('ward.aboutBars')}</p>}
    <div class="tools"><CsvButton name={`${of.code}-${of.period}`} twin={() => twin(all, of.nameOfRow)} /><button type="button" onClick={() => print()}>{say('ward.printThisPage')}</button></div>
  </>;
}

/** The few targets that lag most, before the whole list of them. */
function Worst({ of }: { of: Ward }): JSX.Element | null {
  const found = of.card.items.filter(lagging).sort((a, b) => gap(b) - gap(a));
  return found.length ? <div class="notes"><p><strong>{say('lagging.needsAttentionTargets', { n: number(found.length) })}.</strong></p>
    <ul>{found.slice(0, 3).map(row => <li key={row.targetId}><a href={here({ open: placeOf(row) })}>{of.nameOfRow(row)}</a>{row.percent === null ? '' : `: ${percentOf(row)}`}{row.difference === null ? '' : `, ${differenceWord(row, row.measure)}`}</li>)}</ul></div> : null;
}

/** What the columns of short rows are; each row says it again to who does not see them. */
const Heads = (): JSX.Element => <div class="target brief heads" aria-hidden="true">
  <span>{say('common.indicator')}</span><span class="two"><span>{say('common.target')}</span><span>{say('common.actual')}</span></span><span>{say('common.percent')}</span><span>{say('common.verdict')}</span></div>;

function Target({ row, of, isBrief, isMixed }: { row: Row; of: Ward; isBrief: boolean; isMixed: boolean }): JSX.Element {
  const id = placeOf(row), name = of.nameOfRow(row), item = useRef<HTMLLIElement>(null);
  const [isOpen, setOpen] = useState(() => [id, row.indicator].includes(place.peek().query.get('open') ?? '')), [wasOpen, setWasOpen] = useState(isOpen);
  const [remedies, setRemedies] = useState(() => of.remedies.filter(one => one.target === row.targetId));
  // Who opens a target wants to see all of it.
  const isShort = isBrief && !isOpen;
  useEffect(() => { if (isOpen) item.current!.scrollIntoView({ block: 'start' }); }, []);
  function toggle(): void {
    setOpen(!isOpen);
    setWasOpen(true);
    quietly({ open: isOpen ? '' : id });
  }
  return <li id={`row-${id}`} ref={item}>
    <div class={isShort ? 'target brief' : 'target'}>
      <div><h3><button type="button" class="plain" id={`open-${id}`} aria-expanded={isOpen} aria-controls={`why-${id}`} onClick={toggle}>{name}</button></h3>{isMixed ? <small>{periodWords(row.targetPeriod)}</small> : null}{isShort ? null : <><AskedAndDone row={row} /><Parts row={row} /></>}</div>
      {isShort ? <><AskedAndDone row={row} /><Short row={row} name={name} /></> : <><div><Reached row={row} name={name} /><Course row={row} of={of} /></div><div><Judged row={row} /></div></>}
    </div>
    <div class="why" id={`why-${id}`} hidden={!isOpen}>{wasOpen ? <>
      <Explanation row={row} asked={{ unit: of.code, period: of.period, name, at: of.at, boundaries: of.boundaries }} />
      <Remedies unit={of.code} target={row.targetId} period={of.period} mayAsk={plans(of.units, of.code)} mayAnswer={reports(of.units, of.code)} read={found => setRemedies(found.filter(one => isAbout(one, of.period)))} />
    </> : null}</div>
    <div class="remedied">{remedies.map(one => <Shown key={one.id} remedy={one} />)}</div>
  </li>;
}

/** A small line of how it went, where there is more than one figure to draw; the row says everything without it. */
function Course({ row, of }: { row: Row; of: Ward }): JSX.Element {
  const { value } = useAnswer(() => row.actual === null ? null : get<Series>('achievements/series', { orgUnit: of.code, indicator: row.indicator, group: row.group, target: row.targetId, asOf: of.at, boundaries: of.boundaries }));
  return <div class="spark">{value ? <Sparkline series={value} /> : null}</div>;
}

function StillOpen({ open }: { open: Open }): JSX.Element | null {
  if (!open.total) return null;
  const words = [['ahead', open.ahead], ['onTrack', open.onTrack], ['behind', open.behind], ['farBehind', open.farBehind]] as const;
  const counts = words.filter(([, many]) => many).map(([pace, many]) => `${paceWord(pace)} ${many}`);
  if (open.unknown) counts.push(say('ward.withoutAPace', { n: open.unknown }));
  return <p class="quiet">{say('ward.stillOpen', { n: open.total, paces: counts.join('; ') })}</p>;
}

// Kinds that ask for no number, or for numbers of several measures.
const withoutUnit = ['unstated', 'achieve', 'composite', 'everyUnit', 'asAssigned', 'judged', 'rankWithin'];

const AskedAndDone = ({ row }: { row: Row }): JSX.Element => <dl class="pair">
  <dt>{say('common.target')}</dt><dd><span lang="vi">{row.targetText}{withoutUnit.includes(row.rule.kind) ? '' : ` (${row.measure})`}</span>{howOften(row)}{row.stretch?.reached ? <small>{say('ward.stretchReached')}</small> : null}</dd>
  <dt>{say('common.actual')}</dt><dd>{row.actual === null ? say('common.none') : <>
    {measured(row.actual, row.measure)}{row.actualPeriod ? <small>, {periodWords(row.actualPeriod)}</small> : null}{row.provisional ? <small>{say('common.provisional')}</small> : null}</>}</dd>
</dl>;

/** What a line is made of, each with its own judgement: it has one row and counts once. */
const Parts = ({ row }: { row: Row }): JSX.Element | null => row.parts.length ? <details class="parts">
  <summary>{say('ward.madeOfParts', { n: row.parts.length })}{row.formsDisagree ? <strong>{say('ward.itsFormsDisagree')}</strong> : ''}</summary>
  <ul>{row.parts.map((part, i) => <li key={i}><Badge verdict={part.verdict} /> {part.name}: <span lang="vi">{part.targetText}</span> ({part.measure});{' '}
    {part.actual === null ? reasonWord(part.reason) : say('ward.actual', { actual: measured(part.actual, part.measure) })}
    {part.code === row.worstPart ? <strong>{say('ward.theWorst')}</strong> : ''}</li>)}</ul>
</details> : null;

/** The percent and the verdict of a short row, and what must not be missed beside them. */
const Short = ({ row, name }: { row: Row; name: string }): JSX.Element => <>
  <div>{row.percent === null ? <small>{row.reason ? reasonWord(row.reason) : '–'}</small> : <div class="percent"><strong>{percentOf(row)}</strong>
    <Bar row={row} expected={row.due ? null : expectedPercent(row)} label={`${name}: ${percentOf(row)}, ${verdictWord(row.verdict)}`} /></div>}</div>
  <div>{running(row) ? <RunningBadge /> : <Badge verdict={row.verdict} />}{row.band ? <Colour band={row.band} /> : null}
    {row.claim?.disagrees ? <small>{say('ward.theReportSays')}{claimWord(row)}{say('ward.differsFromOurs')}</small> : null}</div>
</>;

function Reached({ row, name }: { row: Row; name: string }): JSX.Element {
  if (row.percent === null) return <p class="quiet">{row.reason ? say('ward.noPercent', { reason: reasonWord(row.reason) }) : say('ward.noPercentAtAll')}</p>;
  // At the due date there is no path any more, only the target.
  const expected = row.due ? null : expectedPercent(row);
  const path = expected === null ? '' : say('ward.expected', { percent: number(expected, 0) });
  return <><div class="big">{percentOf(row)}</div><Bar row={row} expected={expected} label={`${name}: ${percentOf(row)}, ${verdictWord(row.verdict)}${path}`} />
    {row.pace?.class && !row.due ? <p class="quiet">{say('ward.pace')}{paceWord(row.pace.class)}{path}</p> : null}</>;
}

const Judged = ({ row }: { row: Row }): JSX.Element => <>
  {running(row) ? <RunningBadge /> : <Badge verdict={row.verdict} />}{row.band ? <Colour band={row.band} /> : null}{row.difference === null ? null : <p class="sentence">{differenceWord(row, row.measure)}</p>}
  {row.claim ? <p>{say('ward.theReportSays')}<strong>{claimWord(row)}</strong>
    {row.claim.disagrees === true ? <strong>{say('ward.differsFromOurs')}</strong> : row.claim.disagrees === false ? say('ward.agrees') : ''}</p> : null}
</>;

const twin = (rows: Row[], name: (row: Row) => string): Twin => ({
  head: ['TT', say('common.indicator'), say('ward.unit'), say('common.target'), say('common.actual'), say('common.percent'), say('common.difference'), say('common.verdict'), say('common.reason'), say('common.published')],
  rows: rows.map((row, i) => [String(i + 1), name(row), row.measure, row.targetText, row.actual, row.percent, row.difference, verdictWord(row.verdict), reasonWord(row.reason), claimWord(row)]),
});
