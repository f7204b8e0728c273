import { all, get, type Explained, type Published, type Revision, type Row, type Series } from './api.js';
import { badge, legend, lines, type Line } from './charts.js';
import { h, type Child } from './dom.js';
import { figure, table } from './figure.js';
import { claimWord, measured } from './parts.js';
import { link, t } from './state.js';
import { arithmetic, day, moment, number, percent, period as periodWords, phrase, verdictWord } from './words.js';

type Input = Explained['explain']['inputs'][number];

/** Which target of which unit is explained, for which period and as of when. */
export interface Asked { unit: string; period: string; name: string; at: string | null }

/** How one percent was found, in words: the arithmetic, the figures with their sources and history, and what others published. */
export async function explanation(row: Row, asked: Asked): Promise<HTMLElement> {
  const which = { group: row.group, target: row.targetId, asOf: asked.at };
  const [one, series, claims] = await Promise.all([
    get<Explained>(`achievements/${asked.unit}/${asked.period}/${row.indicator}`, which),
    get<Series>('achievements/series', { orgUnit: asked.unit, indicator: row.indicator, ...which }).catch(() => null),
    row.claim ? all<Published>('claims', { orgUnit: asked.unit, indicator: row.indicator }) : Promise.resolve([]),
  ]);
  return h('div', null,
    inShort(one),
    stepByStep(one),
    h('h3', null, t('Số liệu gốc và nguồn', 'Figures and sources')),
    one.explain.inputs.length ? one.explain.inputs.map(input => source(row, input, asked.unit)) : h('p', null, t('Chưa có số liệu nào được ghi nhận cho chỉ tiêu này trong thời gian tính.', 'No figure has been recorded for this indicator in the days that count.')),
    published(claims.filter(claim => claim.group === row.group)),
    yearByYear(one),
    series && series.items.some(point => point.actual !== null) ? trend(series, row.measure, asked.name, `${asked.unit}-${row.indicator}`) : null,
    h('p', null, h('a', { href: link(['indicator', row.indicator]) }, t('So với các đơn vị khác', 'Compare with other units'))));
}

function inShort(one: Explained): Child {
  const e = one.explain;
  const line = (name: string, ...text: Child[]): Child => [h('dt', null, name), h('dd', null, text)];
  return [h('h3', null, t('Kết luận', 'In short')),
    h('p', null, badge(one.verdict), ' ', phrase(e.words)),
    e.substituted ? h('p', { class: 'sum' }, arithmetic(e.substituted)) : null,
    e.reason ? h('p', null, phrase(e.reason)) : null,
    h('dl', { class: 'pair' },
      one.wording ? line(t('Nguyên văn', 'Wording'), h('span', { lang: 'vi' }, `“${one.wording}”${one.clause ? ` (${one.clause})` : ''}`)) : null,
      line(t('Thời gian tính', 'Days that count'), phrase(e.window)),
      line(t('Công thức', 'Formula'), e.expression),
      e.assigned ? line(t('Cấp trên giao', 'As assigned'), phrase(e.assigned)) : null,
      e.test ? line(t('So sánh', 'Comparison'), arithmetic(e.test)) : null,
      one.metOn ? line(t('Đạt từ ngày', 'Met on'), day(one.metOn), one.metThenLost ? t(', sau đó không giữ được', ', lost since') : '') : null,
      one.pace && one.pace.projectedEnd !== null && !one.due ? line(t('Nếu giữ đà này', 'At this rate'), t(`cuối kỳ được ${measured(one.pace.projectedEnd, one.measure)}`, `${measured(one.pace.projectedEnd, one.measure)} at the end`)) : null,
      one.amendment ? line(t('Điều chỉnh', 'Amended'), `${one.amendment.reason ?? t('không ghi lý do', 'no reason given')} (${moment(one.amendment.recordedAt)})`) : null)];
}

function stepByStep(one: Explained): Child {
  const steps = one.explain.steps, title = t('Từng bước', 'Step by step');
  if (!steps.length) return null;
  return [h('h3', null, title), table({
    head: [t('Ký hiệu', 'Symbol'), t('Là gì', 'What it is'), t('Phép tính', 'Arithmetic'), t('Giá trị', 'Value')],
    rows: steps.map(step => [step.symbol, phrase(step.words), step.arithmetic === null ? null : arithmetic(step.arithmetic), step.value]),
  }, title)];
}

function yearByYear(one: Explained): Child {
  const title = t('Từng năm', 'Year by year');
  if (!one.years.length) return null;
  return [h('h3', null, title), table({
    head: [t('Năm', 'Year'), t('Thực hiện', 'Actual'), t('Tỷ lệ', 'Percent'), t('Đánh giá', 'Verdict')],
    rows: one.years.map(year => [String(year.year), year.actual, percent(year.percent, year.verdict), verdictWord(year.verdict)]),
  }, title)];
}

function published(claims: Published[]): Child {
  if (!claims.length) return null;
  return [h('h3', null, t('Báo cáo đã công bố', 'What the report published')), claims.map(claim => h('blockquote', { lang: 'vi' },
    h('p', null, claim.statement ? `“${claim.statement}”` : claimWord({ claim: { percent: claim.percent, verdict: claim.verdict, disagrees: null } })), h('small', null, claim.source)))];
}

/** One figure that went into the answer or was left out, with its source and, on request, its history. */
function source(row: Row, input: Input, unit: string): HTMLElement {
  const figure = input.actual, history = h('div');
  const value = figure === null ? '' : figure.numerator !== null ? `${number(figure.numerator)} / ${number(figure.denominator)} = ${measured(figure.value, row.measure)}` : figure.level ?? measured(figure.value, row.measure);
  const use: Child = input.used ? t('(được dùng)', '(used)') : [t('(không dùng', '(not used'), input.why ? `: ${phrase(input.why)}` : '', ')'];
  const title = t(`Lịch sử của số liệu (${periodWords(input.period)})`, `History of the figure (${periodWords(input.period)})`);
  const open = async (event: Event): Promise<void> => {
    if (!(event.target as HTMLDetailsElement).open || history.childElementCount) return;
    history.append(historyTable(await all<Revision>(`actuals/${unit}/${row.indicator}/${input.period}/revisions`, { group: row.group }), title));
  };
  return h('div', null,
    h('p', null, h('strong', null, `${periodWords(input.period)}: ${value}`), ' ', use, figure?.status === 'provisional' ? t(' – tạm tính', ' – provisional') : ''),
    figure?.source ? h('p', { lang: 'vi' }, figure.source) : h('p', { class: 'quiet' }, t('Không ghi nguồn.', 'No source recorded.')),
    figure?.note ? h('p', { lang: 'vi', class: 'quiet' }, figure.note) : null,
    h('details', { ontoggle: open }, h('summary', null, title), history));
}

/** A wider unit's values; one alone is drawn across, as the level to compare with. */
export function benchmarkLine(series: Series, scope: string): { at: number; value: number }[] {
  const points = series.benchmarks.filter(one => one.scopeName === scope).map(one => ({ at: Date.parse(one.periodEnd), value: one.value }));
  return points.length > 1 ? points : [{ at: Date.parse(series.scopeStart), value: points[0]!.value }, { at: Date.parse(series.scopeEnd), value: points[0]!.value }];
}

const historyTable = (revisions: Revision[], title: string): HTMLElement => table({
  head: [t('Lần', 'Version'), t('Khi nào', 'When'), t('Ai', 'Who'), t('Giá trị', 'Value'), t('Lý do', 'Reason')],
  rows: revisions.map(one => [String(one.version), moment(one.recordedAt), one.recordedBy, one.deleted ? t('rút lại', 'withdrawn') : one.actual.level ?? number(one.actual.value, 4), one.reason ?? t('không ghi', 'not given')]),
}, title);

/** Actual against the expected path, the target and wider units. */
function trend(series: Series, measure: string, name: string, file: string): HTMLElement {
  const at = (date: string): number => Date.parse(date), known = series.items.filter(point => point.actual !== null);
  const path = series.items.filter(point => point.expected !== null).map(point => ({ at: at(point.periodEnd), value: point.expected! }));
  const start = series.baseline === null ? [] : [{ at: at(series.scopeStart), value: series.baseline }];
  const target = series.items.at(-1)?.target ?? null;
  const drawn: Line[] = [{ name: t('Thực hiện', 'Actual'), points: [...start, ...known.map(point => ({ at: at(point.periodEnd), value: point.actual! }))] }];
  if (path.length) drawn.push({ name: t('Tiến độ kế hoạch', 'Expected path'), dashed: true, like: 0, points: [...start, ...path] });
  if (target !== null) drawn.push({ name: t(`Nghị quyết: ${number(target)}`, `Target: ${number(target)}`), dashed: true, like: 1, points: [{ at: at(series.scopeStart), value: target }, { at: at(series.scopeEnd), value: target }] });
  for (const scope of new Set(series.benchmarks.map(one => one.scopeName))) drawn.push({ name: t(`So sánh: ${scope}`, `Compare: ${scope}`), like: 2, dashed: true, points: benchmarkLine(series, scope) });
  const says = t(`Cộng dồn hoặc mức đến cuối mỗi kỳ, ${measure}. Kỳ gần nhất: ${number(known.at(-1)!.actual)}.`, `To date at the end of each period, ${measure}. Latest: ${number(known.at(-1)!.actual)}.`);
  return figure(t(`Diễn biến: ${name}`, `Over time: ${name}`), says, lines(drawn, `${name}. ${says}`), {
    head: [t('Kỳ', 'Period'), t('Thực hiện', 'Actual'), t('Kế hoạch', 'Expected'), t('Tỷ lệ %', 'Percent'), t('Đánh giá', 'Verdict')],
    rows: series.items.map(point => [periodWords(point.period), point.actual, point.expected, point.percent, verdictWord(point.verdict)]),
  }, file, legend(drawn));
}
