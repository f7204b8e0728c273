import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { all, call, get, reference, refusal, type Indicator, type Open, type Resolution, type Row, type Scorecard, type Series, type Unit } from './api.js';
import { Badge, Bar, Colour, RunningBadge, Sparkline, percentOf } from './charts.js';
import { EmbedBox } from './embed.js';
import { Explanation } from './explanation.js';
import { CsvButton, type Twin } from './figure.js';
import { plans, reports } from './me.js';
import { AsOfChoice, Crumbs, PeriodChoice, Tiles, claimWord, count, differenceWord, expectedPercent, instant, measured, running, usualPeriod } from './parts.js';
import { Remedies, Shown, isAbout, remediesOf, type Remedy } from './remedies.js';
import { apiKey, asked, link, place, quietly, settings, type Place } from './state.js';
import { Successions } from './successions.js';
import { say } from './texts/say.js';
import { Untargeted } from './untargeted.js';
import { Controls, save, useAnswer, type Page } from './view.js';
import { day, fullName, nameOf, number, paceWord, period as periodWords, reasonWord, verdictWord } from './words.js';

/** The unit that is shown, with what its parts share. */
interface Ward {
  code: string; name: string; period: string; at: string | null; boundaries: string | null; units: Map<string, Unit>; indicators: Map<string, Indicator>;
  card: Scorecard; resolutions: Resolution[]; remedies: Remedy[]; nameOfRow: (row: Row) => string;
}

/** A unit's scorecard: its targets in the order of its resolutions, each with its explanation. */
export async function ward(place: Place): Promise<Page> {
  const code = place.path[1] ?? '', { units, indicators, terms } = await reference();
  const resolutions = await all<Resolution>('resolutions', { orgUnit: code });
  const period = place.query.get('period') ?? usualPeriod(resolutions.length ? resolutions.map(one => one.term) : terms);
  const asOf = place.query.get('asOf'), at = instant(asOf), boundaries = place.query.get('boundaries'), name = nameOf(units.get(code), code);
  const card = await get<Scorecard>(`achievements/${encodeURIComponent(code)}/${encodeURIComponent(period)}`, { asOf: at, boundaries });
  // What is asked and answered has no past to look at.
  const remedies = at === null && card.items.length ? await remediesOf(code, period) : [];
  const nameOfRow = (row: Row): string => fullName(indicators, row);
  const shown: Ward = { code, name, period, at, boundaries, units, indicators, card, resolutions, remedies, nameOfRow };
  return {
    title: name,
    crumbs: <Crumbs units={units} code={code} />,
    content: <>
      <p class="lead quiet">{say('ward.resolutionAndResults', { period: periodWords(period) })}{asOf ? say('ward.asItStoodOn', { day: day(asOf) }) : ''}</p>
      <Controls><PeriodChoice all={terms} now={period} /><AsOfChoice now={asOf} /></Controls>
      <Doors code={code} units={units} />
      <Successions unit={code} boundaries={boundaries} />
      {card.items.length ? <Targets of={shown} /> : <NoTargets period={period} asOf={asOf} code={code} units={units} />}
      <p><a href={link(['compare'], { units: code })}>{say('ward.compareWithOtherUnits')}</a></p>
      <Untargeted unit={code} indicators={indicators} targets={card.items} />
      {card.items.length ? <><Official of={shown} /><EmbedBox unit={code} period={period} name={name} rows={card.items} /></> : null}
    </>,
  };
}

/** What the key of the reader may do here. */
function Doors({ code, units }: { code: string; units: Map<string, Unit> }): JSX.Element | null {
  const mayReport = reports(units, code), mayPlan = plans(units, code);
  return mayReport || mayPlan ? <p>
    {mayReport ? <><a href={link(['entry', code])}>{say('ward.enterFiguresForThis')}</a> · <a href={link(['import'], { unit: code })}>{say('common.importASpreadsheet')}</a></> : null}
    {mayPlan ? <> · <a href={link(['setup', code])}>{say('nav.setup')}</a></> : null}
  </p> : null;
}

function Targets({ of }: { of: Ward }): JSX.Element {
  const verdict = asked('verdict'), board = of.card.scoreboard, rows = of.card.items.filter(row => !verdict || row.verdict === verdict);
  return <>
    <p class="lead" role="status">{say('ward.ofTargetsMetOr', { reached: board.metOrExceeded, total: board.applicable })}</p>
    <Tiles counts={count(of.card.items)} pressed={verdict} press={pressed => quietly({ verdict: pressed })} />
    <StillOpen open={board.open} />
    {[...new Set(of.card.items.map(row => row.resolution))].map(document => {
      const own = rows.filter(row => row.resolution === document);
      return <section key={document}><h2 lang="vi">{of.resolutions.find(one => one.code === document)?.title ?? document}</h2>
        {own.length ? <ol class="targets">{own.map(row => <Target key={row.targetId} row={row} of={of} />)}</ol> : <p>{say('ward.noneOfVerdict')}</p>}</section>;
    })}
    <p class="quiet">{say('ward.aboutBars')}</p>
    <div class="tools"><CsvButton name={`${of.code}-${of.period}`} twin={() => twin(of.card.items, of.nameOfRow)} /><button type="button" onClick={() => print()}>{say('ward.printThisPage')}</button></div>
  </>;
}

function Target({ row, of }: { row: Row; of: Ward }): JSX.Element {
  const id = row.indicator + (row.group ? `:${row.group}` : ''), name = of.nameOfRow(row), item = useRef<HTMLLIElement>(null);
  const [isOpen, setOpen] = useState(() => [id, row.indicator].includes(place.peek().query.get('open') ?? '')), [wasOpen, setWasOpen] = useState(isOpen);
  const [remedies, setRemedies] = useState(() => of.remedies.filter(one => one.target === row.targetId));
  useEffect(() => { if (isOpen) item.current!.scrollIntoView({ block: 'start' }); }, []);
  function toggle(): void {
    setOpen(!isOpen);
    setWasOpen(true);
    quietly({ open: isOpen ? '' : id });
  }
  return <li id={`row-${id}`} ref={item}>
    <div class="target">
      <div><h3><button type="button" class="plain" id={`open-${id}`} aria-expanded={isOpen} aria-controls={`why-${id}`} onClick={toggle}>{name}</button></h3><AskedAndDone row={row} /><Parts row={row} /></div>
      <div><Reached row={row} name={name} /><Course row={row} of={of} /></div>
      <div><Judged row={row} /></div>
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

/** The sheet in its official form. A link takes no key along, so who has one gets the file. */
function Official({ of: { code, period, at, boundaries } }: { of: Ward }): JSX.Element {
  const [said, setSaid] = useState(''), query = new URLSearchParams({ lang: settings.language, ...at ? { asOf: at } : {}, ...boundaries ? { boundaries } : {} }).toString();
  const file = (kind: 'html' | 'xlsx', words: string): JSX.Element => {
    const address = `/api/v1/achievements/${encodeURIComponent(code)}/${encodeURIComponent(period)}.${kind}?${query}`, name = `${code}-${period}.${kind}`;
    const fetched = (event: Event): void => {
      if (!apiKey()) return;
      event.preventDefault();
      call('GET', address).then(async answer => save(name, await answer.blob())).catch((error: unknown) => setSaid(refusal(error)));
    };
    return <a href={address} download={kind === 'xlsx' ? name : undefined} onClick={fetched}>{words}</a>;
  };
  return <p class="official">{say('ward.officialSheet')}{file('html', say('ward.viewAndPrint'))} · {file('xlsx', say('ward.excelFile'))} <span role="status">{said}</span></p>;
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

const howOften = (row: Row): string => row.recurrence === 'eachYear' ? say('ward.eachYear') : row.recurrence === 'perYearAverage' ? say('ward.averageOfTheYears') : '';

/** What a line is made of, each with its own judgement: it has one row and counts once. */
const Parts = ({ row }: { row: Row }): JSX.Element | null => row.parts.length ? <details class="parts">
  <summary>{say('ward.madeOfParts', { n: row.parts.length })}{row.formsDisagree ? <strong>{say('ward.itsFormsDisagree')}</strong> : ''}</summary>
  <ul>{row.parts.map((part, i) => <li key={i}><Badge verdict={part.verdict} /> {part.name}: <span lang="vi">{part.targetText}</span> ({part.measure});{' '}
    {part.actual === null ? reasonWord(part.reason) : say('ward.actual', { actual: measured(part.actual, part.measure) })}
    {part.code === row.worstPart ? <strong>{say('ward.theWorst')}</strong> : ''}</li>)}</ul>
</details> : null;

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

const NoTargets = ({ period, asOf, code, units }: { period: string; asOf: string | null; code: string; units: Map<string, Unit> }): JSX.Element => <div class="notes calm">
  <h2>{say('common.noTargets')}</h2>
  <p>{asOf ? say('ward.noTargetsThen', { period: periodWords(period), day: day(asOf) })
    : say('ward.noTargets', { period: periodWords(period) })}</p>
  {[...units.values()].some(unit => unit.parent === code) ? <p><a href={link([], { unit: code })}>{say('ward.seeTheUnitsUnder')}</a></p> : null}
</div>;
