import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { all, get, type Explained, type Published, type Revision, type Row, type Series } from './api.js';
import { Badge, Legend, Lines, actuals, expectedPath, type Line } from './charts.js';
import { Figure, TwinTable } from './figure.js';
import { claimWord, measured } from './parts.js';
import { link } from './state.js';
import { say } from './texts/say.js';
import { useAnswer } from './view.js';
import { arithmetic, day, moment, number, percent, period as periodWords, phrase, verdictWord } from './words.js';

type Input = Explained['explain']['inputs'][number];

/** Which target of which unit is explained, for which period and as of when. */
export interface Asked { unit: string; period: string; name: string; at: string | null; boundaries: string | null }

/** How one percent was found, in words: the arithmetic, the figures with their sources and history, and what others published. */
export function Explanation({ row, asked }: { row: Row; asked: Asked }): JSX.Element {
  const which = { group: row.group, target: row.targetId, asOf: asked.at, boundaries: asked.boundaries };
  const { value, wrong } = useAnswer(() => Promise.all([
    get<Explained>(`achievements/${asked.unit}/${asked.period}/${row.indicator}`, which),
    get<Series>('achievements/series', { orgUnit: asked.unit, indicator: row.indicator, ...which }).catch(() => null),
    row.claim ? all<Published>('claims', { orgUnit: asked.unit, indicator: row.indicator }) : Promise.resolve([]),
  ]));
  if (wrong) return <p role="alert">{wrong}</p>;
  if (!value) return <p role="status">{say('explanation.loadingHowItWas')}</p>;
  const [one, series, claims] = value;
  return <div>
    <InShort one={one} />
    <StepByStep one={one} />
    <h3>{say('explanation.figuresAndSources')}</h3>
    {one.explain.inputs.length ? one.explain.inputs.map(input => <Source key={input.revision} row={row} input={input} unit={asked.unit} />)
      : <p>{say('explanation.noFigure')}</p>}
    <ReportSays claims={claims.filter(claim => claim.group === row.group)} />
    <YearByYear one={one} />
    {series && series.items.some(point => point.actual !== null) ? <Trend series={series} measure={row.measure} name={asked.name} file={`${asked.unit}-${row.indicator}`} /> : null}
    <p><a href={link(['indicator', row.indicator])}>{say('explanation.compareWithOtherUnits')}</a></p>
  </div>;
}

function InShort({ one }: { one: Explained }): JSX.Element {
  const e = one.explain, projected = one.pace?.projectedEnd ?? null;
  const line = (name: string, text: ComponentChildren): JSX.Element => <><dt>{name}</dt><dd>{text}</dd></>;
  return <><h3>{say('explanation.inShort')}</h3>
    <p><Badge verdict={one.verdict} /> {phrase(e.words)}</p>
    {e.substituted ? <p class="sum">{arithmetic(e.substituted)}</p> : null}
    {e.reason ? <p>{phrase(e.reason)}</p> : null}
    <dl class="pair">
      {one.wording ? line(say('common.wording'), <span lang="vi">“{one.wording}”{one.clause ? ` (${one.clause})` : ''}</span>) : null}
      {line(say('explanation.daysThatCount'), phrase(e.window))}
      {line(say('explanation.formula'), e.expression)}
      {e.assigned ? line(say('explanation.asAssigned'), phrase(e.assigned)) : null}
      {e.test ? line(say('explanation.comparison'), arithmetic(e.test)) : null}
      {one.metOn ? line(say('explanation.metOn'), day(one.metOn) + (one.metThenLost ? say('explanation.lostSince') : '')) : null}
      {one.failedPeriods.length ? line(say('explanation.notHeldIn'), one.failedPeriods.map(failed => `${periodWords(failed.period)}: ${measured(failed.actual, one.measure)}`).join('; ')) : null}
      {projected !== null && !one.due ? line(say('explanation.atThisRate'), say('explanation.atTheEnd', { value: measured(projected, one.measure) })) : null}
      {one.amendment ? line(say('explanation.amended'), `${one.amendment.reason ?? say('explanation.noReasonGiven')} (${moment(one.amendment.recordedAt)})`) : null}
    </dl></>;
}

function StepByStep({ one }: { one: Explained }): JSX.Element | null {
  const steps = one.explain.steps, title = say('explanation.stepByStep');
  return steps.length ? <><h3>{title}</h3><TwinTable caption={title} twin={{
    head: [say('explanation.symbol'), say('explanation.whatItIs'), say('explanation.arithmetic'), say('explanation.value')],
    rows: steps.map(step => [step.symbol, phrase(step.words), step.arithmetic === null ? null : arithmetic(step.arithmetic), step.value]),
  }} /></> : null;
}

function YearByYear({ one }: { one: Explained }): JSX.Element | null {
  const title = say('explanation.yearByYear');
  return one.years.length ? <><h3>{title}</h3><TwinTable caption={title} twin={{
    head: [say('explanation.year'), say('common.actual'), say('common.rate'), say('common.verdict')],
    rows: one.years.map(year => [String(year.year), year.actual, percent(year.percent, year.verdict), verdictWord(year.verdict)]),
  }} /></> : null;
}

const ReportSays = ({ claims }: { claims: Published[] }): JSX.Element | null => claims.length ? <><h3>{say('explanation.whatTheReportPublished')}</h3>
  {claims.map((claim, i) => <blockquote key={i} lang="vi"><p>{claim.statement ? `“${claim.statement}”` : claimWord({ claim: { percent: claim.percent, verdict: claim.verdict, disagrees: null } })}</p><small>{claim.source}</small></blockquote>)}</> : null;

/** One figure that went into the answer or was left out, with its source and, on request, its history. */
function Source({ row, input, unit }: { row: Row; input: Input; unit: string }): JSX.Element {
  const figure = input.actual, [revisions, setRevisions] = useState<Revision[] | null>(null);
  const value = figure === null ? '' : figure.numerator !== null ? `${number(figure.numerator)} / ${number(figure.denominator)} = ${measured(figure.value, row.measure)}` : figure.level ?? measured(figure.value, row.measure);
  const use = input.used ? say('explanation.used') : `${say('explanation.notUsed')}${input.why ? `: ${phrase(input.why)}` : ''})`;
  const title = say('explanation.historyOfTheFigure', { period: periodWords(input.period) });
  async function open(isOpen: boolean): Promise<void> {
    if (isOpen && !revisions) setRevisions(await all<Revision>(`actuals/${unit}/${row.indicator}/${input.period}/revisions`, { group: row.group }));
  }
  return <div>
    <p><strong>{periodWords(input.period)}: {value}</strong> {use}{figure?.status === 'provisional' ? say('explanation.provisional') : ''}</p>
    {figure?.source ? <p lang="vi">{figure.source}</p> : <p class="quiet">{say('explanation.noSourceRecorded')}</p>}
    {figure?.note ? <p lang="vi" class="quiet">{figure.note}</p> : null}
    <details onToggle={event => void open(event.currentTarget.open)}><summary>{title}</summary>{revisions ? <TwinTable caption={title} twin={{
      head: [say('explanation.version'), say('explanation.when'), say('explanation.who'), say('explanation.value'), say('common.reason')],
      rows: revisions.map(one => [String(one.version), moment(one.recordedAt), one.recordedBy, one.deleted ? say('explanation.withdrawn') : one.actual.level ?? number(one.actual.value, 4), one.reason ?? say('common.notGiven')]),
    }} /> : null}</details>
  </div>;
}

/** The values of wider units, each as a line; one value alone is drawn across, as the level to compare with. */
export const benchmarkLines = (series: Series, like: number): Line[] => [...new Set(series.benchmarks.map(one => one.scopeName))].map(scope => {
  const points = series.benchmarks.filter(one => one.scopeName === scope).map(one => ({ at: Date.parse(one.periodEnd), value: one.value }));
  return {
    name: say('explanation.compare', { scope }), like, dashed: true,
    points: points.length > 1 ? points : [{ at: Date.parse(series.scopeStart), value: points[0]!.value }, { at: Date.parse(series.scopeEnd), value: points[0]!.value }],
  };
});

/** Actual against the expected path, the target and wider units. */
function Trend({ series, measure, name, file }: { series: Series; measure: string; name: string; file: string }): JSX.Element {
  const from = Date.parse(series.scopeStart), known = actuals(series), expected = expectedPath(series), target = series.items.at(-1)?.target ?? null;
  const start = series.baseline === null ? [] : [{ at: from, value: series.baseline }];
  const drawn: Line[] = [{ name: say('common.actual'), points: [...start, ...known] }];
  if (expected.length) drawn.push({ name: say('explanation.expectedPath'), dashed: true, like: 0, points: [...start, ...expected] });
  if (target !== null) drawn.push({ name: say('explanation.target', { target: number(target) }), dashed: true, like: 1, points: [{ at: from, value: target }, { at: Date.parse(series.scopeEnd), value: target }] });
  drawn.push(...benchmarkLines(series, 2));
  const says = say('explanation.toDateAtThe', { measure, latest: number(known.at(-1)!.value) });
  return <Figure title={say('explanation.overTime', { name })} says={says} name={file} legend={<Legend all={drawn} />} twin={{
    head: [say('common.period'), say('common.actual'), say('common.expected'), say('common.percent'), say('common.verdict')],
    rows: series.items.map(point => [periodWords(point.period), point.actual, point.expected, point.percent, verdictWord(point.verdict)]),
  }}><Lines all={drawn} label={`${name}. ${says}`} /></Figure>;
}
