import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { all, get, type Explained, type Published, type Revision, type Row, type Series } from './api.js';
import { Badge, Legend, Lines, actuals, expectedPath, type Line } from './charts.js';
import { Figure, TwinTable } from './figure.js';
import { claimWord, measured } from './parts.js';
import { link, t } from './state.js';
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
  if (!value) return <p role="status">{t('Đang tải cách tính…', 'Loading how it was found…')}</p>;
  const [one, series, claims] = value;
  return <div>
    <InShort one={one} />
    <StepByStep one={one} />
    <h3>{t('Số liệu gốc và nguồn', 'Figures and sources')}</h3>
    {one.explain.inputs.length ? one.explain.inputs.map(input => <Source key={input.revision} row={row} input={input} unit={asked.unit} />)
      : <p>{t('Chưa có số liệu nào được ghi nhận cho chỉ tiêu này trong thời gian tính.', 'No figure has been recorded for this indicator in the days that count.')}</p>}
    <ReportSays claims={claims.filter(claim => claim.group === row.group)} />
    <YearByYear one={one} />
    {series && series.items.some(point => point.actual !== null) ? <Trend series={series} measure={row.measure} name={asked.name} file={`${asked.unit}-${row.indicator}`} /> : null}
    <p><a href={link(['indicator', row.indicator])}>{t('So với các đơn vị khác', 'Compare with other units')}</a></p>
  </div>;
}

function InShort({ one }: { one: Explained }): JSX.Element {
  const e = one.explain, projected = one.pace?.projectedEnd ?? null;
  const line = (name: string, text: ComponentChildren): JSX.Element => <><dt>{name}</dt><dd>{text}</dd></>;
  return <><h3>{t('Kết luận', 'In short')}</h3>
    <p><Badge verdict={one.verdict} /> {phrase(e.words)}</p>
    {e.substituted ? <p class="sum">{arithmetic(e.substituted)}</p> : null}
    {e.reason ? <p>{phrase(e.reason)}</p> : null}
    <dl class="pair">
      {one.wording ? line(t('Nguyên văn', 'Wording'), <span lang="vi">“{one.wording}”{one.clause ? ` (${one.clause})` : ''}</span>) : null}
      {line(t('Thời gian tính', 'Days that count'), phrase(e.window))}
      {line(t('Công thức', 'Formula'), e.expression)}
      {e.assigned ? line(t('Cấp trên giao', 'As assigned'), phrase(e.assigned)) : null}
      {e.test ? line(t('So sánh', 'Comparison'), arithmetic(e.test)) : null}
      {one.metOn ? line(t('Đạt từ ngày', 'Met on'), day(one.metOn) + (one.metThenLost ? t(', sau đó không giữ được', ', lost since') : '')) : null}
      {one.failedPeriods.length ? line(t('Kỳ không giữ được', 'Not held in'), one.failedPeriods.map(failed => `${periodWords(failed.period)}: ${measured(failed.actual, one.measure)}`).join('; ')) : null}
      {projected !== null && !one.due ? line(t('Nếu giữ đà này', 'At this rate'), t(`cuối kỳ được ${measured(projected, one.measure)}`, `${measured(projected, one.measure)} at the end`)) : null}
      {one.amendment ? line(t('Điều chỉnh', 'Amended'), `${one.amendment.reason ?? t('không ghi lý do', 'no reason given')} (${moment(one.amendment.recordedAt)})`) : null}
    </dl></>;
}

function StepByStep({ one }: { one: Explained }): JSX.Element | null {
  const steps = one.explain.steps, title = t('Từng bước', 'Step by step');
  return steps.length ? <><h3>{title}</h3><TwinTable caption={title} twin={{
    head: [t('Ký hiệu', 'Symbol'), t('Là gì', 'What it is'), t('Phép tính', 'Arithmetic'), t('Giá trị', 'Value')],
    rows: steps.map(step => [step.symbol, phrase(step.words), step.arithmetic === null ? null : arithmetic(step.arithmetic), step.value]),
  }} /></> : null;
}

function YearByYear({ one }: { one: Explained }): JSX.Element | null {
  const title = t('Từng năm', 'Year by year');
  return one.years.length ? <><h3>{title}</h3><TwinTable caption={title} twin={{
    head: [t('Năm', 'Year'), t('Thực hiện', 'Actual'), t('Tỷ lệ', 'Percent'), t('Đánh giá', 'Verdict')],
    rows: one.years.map(year => [String(year.year), year.actual, percent(year.percent, year.verdict), verdictWord(year.verdict)]),
  }} /></> : null;
}

const ReportSays = ({ claims }: { claims: Published[] }): JSX.Element | null => claims.length ? <><h3>{t('Báo cáo đã công bố', 'What the report published')}</h3>
  {claims.map((claim, i) => <blockquote key={i} lang="vi"><p>{claim.statement ? `“${claim.statement}”` : claimWord({ claim: { percent: claim.percent, verdict: claim.verdict, disagrees: null } })}</p><small>{claim.source}</small></blockquote>)}</> : null;

/** One figure that went into the answer or was left out, with its source and, on request, its history. */
function Source({ row, input, unit }: { row: Row; input: Input; unit: string }): JSX.Element {
  const figure = input.actual, [revisions, setRevisions] = useState<Revision[] | null>(null);
  const value = figure === null ? '' : figure.numerator !== null ? `${number(figure.numerator)} / ${number(figure.denominator)} = ${measured(figure.value, row.measure)}` : figure.level ?? measured(figure.value, row.measure);
  const use = input.used ? t('(được dùng)', '(used)') : `${t('(không dùng', '(not used')}${input.why ? `: ${phrase(input.why)}` : ''})`;
  const title = t(`Lịch sử của số liệu (${periodWords(input.period)})`, `History of the figure (${periodWords(input.period)})`);
  async function open(isOpen: boolean): Promise<void> {
    if (isOpen && !revisions) setRevisions(await all<Revision>(`actuals/${unit}/${row.indicator}/${input.period}/revisions`, { group: row.group }));
  }
  return <div>
    <p><strong>{periodWords(input.period)}: {value}</strong> {use}{figure?.status === 'provisional' ? t(' – tạm tính', ' – provisional') : ''}</p>
    {figure?.source ? <p lang="vi">{figure.source}</p> : <p class="quiet">{t('Không ghi nguồn.', 'No source recorded.')}</p>}
    {figure?.note ? <p lang="vi" class="quiet">{figure.note}</p> : null}
    <details onToggle={event => void open(event.currentTarget.open)}><summary>{title}</summary>{revisions ? <TwinTable caption={title} twin={{
      head: [t('Lần', 'Version'), t('Khi nào', 'When'), t('Ai', 'Who'), t('Giá trị', 'Value'), t('Lý do', 'Reason')],
      rows: revisions.map(one => [String(one.version), moment(one.recordedAt), one.recordedBy, one.deleted ? t('rút lại', 'withdrawn') : one.actual.level ?? number(one.actual.value, 4), one.reason ?? t('không ghi', 'not given')]),
    }} /> : null}</details>
  </div>;
}

/** The values of wider units, each as a line; one value alone is drawn across, as the level to compare with. */
export const benchmarkLines = (series: Series, like: number): Line[] => [...new Set(series.benchmarks.map(one => one.scopeName))].map(scope => {
  const points = series.benchmarks.filter(one => one.scopeName === scope).map(one => ({ at: Date.parse(one.periodEnd), value: one.value }));
  return {
    name: t(`So sánh: ${scope}`, `Compare: ${scope}`), like, dashed: true,
    points: points.length > 1 ? points : [{ at: Date.parse(series.scopeStart), value: points[0]!.value }, { at: Date.parse(series.scopeEnd), value: points[0]!.value }],
  };
});

/** Actual against the expected path, the target and wider units. */
function Trend({ series, measure, name, file }: { series: Series; measure: string; name: string; file: string }): JSX.Element {
  const from = Date.parse(series.scopeStart), known = actuals(series), expected = expectedPath(series), target = series.items.at(-1)?.target ?? null;
  const start = series.baseline === null ? [] : [{ at: from, value: series.baseline }];
  const drawn: Line[] = [{ name: t('Thực hiện', 'Actual'), points: [...start, ...known] }];
  if (expected.length) drawn.push({ name: t('Tiến độ kế hoạch', 'Expected path'), dashed: true, like: 0, points: [...start, ...expected] });
  if (target !== null) drawn.push({ name: t(`Nghị quyết: ${number(target)}`, `Target: ${number(target)}`), dashed: true, like: 1, points: [{ at: from, value: target }, { at: Date.parse(series.scopeEnd), value: target }] });
  drawn.push(...benchmarkLines(series, 2));
  const says = t(`Cộng dồn hoặc mức đến cuối mỗi kỳ, ${measure}. Kỳ gần nhất: ${number(known.at(-1)!.value)}.`, `To date at the end of each period, ${measure}. Latest: ${number(known.at(-1)!.value)}.`);
  return <Figure title={t(`Diễn biến: ${name}`, `Over time: ${name}`)} says={says} name={file} legend={<Legend all={drawn} />} twin={{
    head: [t('Kỳ', 'Period'), t('Thực hiện', 'Actual'), t('Kế hoạch', 'Expected'), t('Tỷ lệ %', 'Percent'), t('Đánh giá', 'Verdict')],
    rows: series.items.map(point => [periodWords(point.period), point.actual, point.expected, point.percent, verdictWord(point.verdict)]),
  }}><Lines all={drawn} label={`${name}. ${says}`} /></Figure>;
}
