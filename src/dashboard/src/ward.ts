import { Refused, all, get, reference, type Explained, type Indicator, type Published, type Revision, type Row, type Scorecard, type Series } from './api.js';
import type { Page } from './app.js';
import { badge, bar, figure, legend, lines, percentOf, saveCsv, table, type Line, type Twin } from './charts.js';
import { h, type Child } from './dom.js';
import { apiKey, link, quietly, t, type Place } from './state.js';
import { asOfChoice, claimWord, count, crumbs, expectedPercent, instant, measured as inUnit, periodChoice, tiles, usualPeriod } from './parts.js';
import { day, groupWord, moment, nameOf, number, paceWord, percent, period as periodWords, phrase, reasonWord, verdictWord } from './words.js';

const measured = (value: number | null, row: { measure: string }, sign = false): string => inUnit(value, row.measure, sign);

export async function ward(place: Place): Promise<Page> {
  const code = place.path[1] ?? '', { units, indicators, resolutions } = await reference();
  const period = place.query.get('period') ?? usualPeriod(resolutions.filter(resolution => resolution.orgUnit === code).length ? resolutions.filter(resolution => resolution.orgUnit === code) : resolutions);
  const asOf = place.query.get('asOf'), at = instant(asOf);
  const card = await get<Scorecard>(`achievements/${encodeURIComponent(code)}/${encodeURIComponent(period)}`, { asOf: at });
  let verdict = place.query.get('verdict') ?? '', open = place.query.get('open') ?? '';
  const result = h('div');
  const indicatorName = (row: { indicator: string }): string => nameOf(indicators.get(row.indicator), row.indicator);

  function draw(): void {
    const shown = card.items.filter(row => !verdict || row.verdict === verdict);
    const titles = [...new Set(card.items.map(row => row.resolution))];
    const press = (wanted: string): void => { verdict = wanted; quietly({ verdict }); const focused = document.activeElement?.id; draw(); if (focused) document.getElementById(focused)?.focus(); };
    result.replaceChildren(
      h('p', { class: 'lead', role: 'status' }, t(`${card.scoreboard.metOrExceeded} trên ${card.scoreboard.applicable} chỉ tiêu đạt và vượt.`, `${card.scoreboard.metOrExceeded} of ${card.scoreboard.applicable} targets met or exceeded.`)),
      tiles(count(card.items), verdict, press),
      ...titles.flatMap(title => {
        const rows = shown.filter(row => row.resolution === title), resolution = resolutions.find(one => one.code === title);
        return [h('h2', { lang: 'vi' }, resolution?.title ?? title),
          rows.length ? h('ol', { class: 'targets' }, rows.map(target)) : h('p', null, t('Không có chỉ tiêu nào với đánh giá này.', 'No target has this verdict.'))];
      }),
      h('p', { class: 'quiet' }, t('Trên mỗi thanh: vạch đứng là mức nghị quyết giao (100 %), tam giác là mức lẽ ra đạt tới nay nếu tiến đều.', 'On each bar: the upright line is the target of the resolution (100%), the triangle is where steady progress would be by now.')),
      h('div', { class: 'tools' }, h('button', { type: 'button', onclick: () => saveCsv(`${code}-${period}`, twin()) }, t('Tải số liệu (CSV)', 'Download data (CSV)')), h('button', { type: 'button', onclick: () => print() }, t('In trang này', 'Print this page'))));
  }

  const twin = (): Twin => ({
    head: ['TT', t('Chỉ tiêu', 'Indicator'), t('ĐVT', 'Unit'), t('Nghị quyết', 'Target'), t('Thực hiện', 'Actual'), t('Tỷ lệ %', 'Percent'), t('Chênh lệch', 'Difference'), t('Đánh giá', 'Verdict'), t('Lý do', 'Reason'), t('Báo cáo đã công bố', 'Published')],
    rows: card.items.map((row, i) => [String(i + 1), indicatorName(row) + (row.group ? ` (${groupWord(row.group)})` : ''), row.measure, row.targetText, row.actual, row.percent, row.difference, verdictWord(row.verdict), reasonWord(row.reason), claimWord(row)]),
  });

  function target(row: Row): HTMLElement {
    const id = row.indicator + (row.group ? `:${row.group}` : ''), name = indicatorName(row) + (row.group ? ` – ${groupWord(row.group)}` : '');
    const why = h('div', { class: 'why', id: `why-${id}`, hidden: true });
    const toggle = h('button', { type: 'button', class: 'plain', id: `open-${id}`, 'aria-expanded': 'false', 'aria-controls': `why-${id}`, onclick: () => void swap(why.hidden) }, name);
    async function swap(show: boolean, quiet = false): Promise<void> {
      why.hidden = !show;
      toggle.setAttribute('aria-expanded', String(show));
      if (!quiet) { open = show ? id : ''; quietly({ open }); }
      if (!show || why.childElementCount) return;
      why.replaceChildren(h('p', { role: 'status' }, t('Đang tải cách tính…', 'Loading how it was found…')));
      try { why.replaceChildren(...await explanation(row)); }
      catch (error) { why.replaceChildren(h('p', { role: 'alert' }, error instanceof Refused ? `${error.message} ${error.detail}` : String(error))); }
    }
    const expected = expectedPercent(row);
    const says = `${name}: ${percentOf(row)}, ${verdictWord(row.verdict)}${expected === null ? '' : t(`, lẽ ra ${number(expected, 0)} %`, `, ${number(expected, 0)}% expected`)}`;
    const item = h('li', { id: `row-${id}` }, h('div', { class: 'target' },
      h('div', null, h('h3', null, toggle),
        h('dl', { class: 'pair' }, h('dt', null, t('Nghị quyết', 'Target')), h('dd', { lang: 'vi' }, `${row.targetText}${row.rule.kind === 'unstated' || row.rule.kind === 'achieve' ? '' : ` (${row.measure})`}${row.recurrence === 'eachYear' ? ' – mỗi năm' : ''}`),
          h('dt', null, t('Thực hiện', 'Actual')), h('dd', null, row.actual === null ? t('chưa có', 'none') : [measured(row.actual, row), row.actualPeriod ? h('small', null, `, ${periodWords(row.actualPeriod)}`) : null, row.provisional ? h('small', null, t(' (tạm tính)', ' (provisional)')) : null]))),
      h('div', null, row.percent === null ? h('p', { class: 'quiet' }, row.reason ? t(`Không có tỷ lệ: ${reasonWord(row.reason)}.`, `No percent: ${reasonWord(row.reason)}.`) : t('Chỉ tiêu này không tính tỷ lệ.', 'This target has no percent.'))
        : [h('div', { class: 'big' }, percentOf(row)), bar(row, says), row.pace ? h('p', { class: 'quiet' }, t('Tiến độ: ', 'Pace: '), paceWord(row.pace.class), expected === null ? '' : t(` (lẽ ra ${number(expected, 0)} %)`, ` (${number(expected, 0)}% expected)`)) : null]),
      h('div', null, badge(row.verdict), row.difference === null ? null : h('p', null, row.difference === 0 ? t('Đúng mức giao', 'Exactly as asked') : row.difference > 0 ? t(`Hơn ${measured(row.difference, row)}`, `Better by ${measured(row.difference, row)}`) : t(`Còn thiếu ${measured(-row.difference, row)}`, `Short by ${measured(-row.difference, row)}`)),
        row.claim ? h('p', null, t('Báo cáo ghi: ', 'The report says: '), h('strong', null, claimWord(row)), row.claim.disagrees === true ? h('strong', null, t(' – khác với cách tính này', ' – differs from ours')) : row.claim.disagrees === false ? t(' – khớp', ' – agrees') : '') : null)), why);
    if (open === id || open === row.indicator) { void swap(true, true); queueMicrotask(() => setTimeout(() => item.scrollIntoView({ block: 'start' }), 60)); }
    return item;
  }

  async function explanation(row: Row): Promise<Node[]> {
    const which = { group: row.group, target: row.targetId, asOf: at };
    const [one, series, claims] = await Promise.all([
      get<Explained>(`achievements/${code}/${period}/${row.indicator}`, which),
      get<Series>('achievements/series', { orgUnit: code, indicator: row.indicator, ...which }).catch(() => null),
      row.claim ? all<Published>('claims', { orgUnit: code, indicator: row.indicator }) : Promise.resolve([]),
    ]);
    const e = one.explain, parts: Child[] = [
      h('h3', null, t('Kết luận', 'In short')),
      h('p', null, badge(one.verdict), ' ', phrase(e.words)),
      e.substituted ? h('p', { class: 'sum' }, e.substituted) : null,
      e.reason ? h('p', null, phrase(e.reason)) : null,
      h('dl', { class: 'pair' },
        one.wording ? [h('dt', null, t('Nguyên văn', 'Wording')), h('dd', { lang: 'vi' }, `“${one.wording}”${one.clause ? ` (${one.clause})` : ''}`)] : null,
        h('dt', null, t('Thời gian tính', 'Days that count')), h('dd', null, phrase(e.window)),
        h('dt', null, t('Công thức', 'Formula')), h('dd', null, `${e.expression} (${e.formulaId})`),
        e.test ? [h('dt', null, t('So sánh', 'Comparison')), h('dd', null, e.test)] : null,
        one.metOn ? [h('dt', null, t('Đạt từ ngày', 'Met on')), h('dd', null, day(one.metOn) + (one.metThenLost ? t(', sau đó không giữ được', ', lost since') : ''))] : null,
        one.pace && one.pace.projectedEnd !== null ? [h('dt', null, t('Nếu giữ đà này', 'At this rate')), h('dd', null, t(`cuối kỳ được ${measured(one.pace.projectedEnd, row)}`, `${measured(one.pace.projectedEnd, row)} at the end`))] : null,
        one.amendment ? [h('dt', null, t('Điều chỉnh', 'Amended')), h('dd', null, `${one.amendment.reason ?? t('không ghi lý do', 'no reason given')} (${moment(one.amendment.recordedAt)})`)] : null),
      e.steps.length ? [h('h3', null, t('Từng bước', 'Step by step')), table({ head: [t('Ký hiệu', 'Symbol'), t('Là gì', 'What it is'), t('Phép tính', 'Arithmetic'), t('Giá trị', 'Value')], rows: e.steps.map(step => [step.symbol, phrase(step.words), step.arithmetic, step.value]) }, t('Từng bước', 'Step by step'))] : null,
      h('h3', null, t('Số liệu gốc và nguồn', 'Figures and sources')),
      e.inputs.length ? e.inputs.map(input => source(row, input)) : h('p', null, t('Chưa có số liệu nào được ghi nhận cho chỉ tiêu này trong thời gian tính.', 'No figure has been recorded for this indicator in the days that count.')),
    ];
    const printed = claims.filter(claim => claim.group === row.group);
    if (printed.length) parts.push(h('h3', null, t('Báo cáo đã công bố', 'What the report published')), printed.map(claim => h('blockquote', { lang: 'vi' }, h('p', null, claim.statement ? `“${claim.statement}”` : claimWord({ claim: { percent: claim.percent, verdict: claim.verdict, disagrees: null } })), h('small', null, claim.source))));
    if (one.years.length) parts.push(h('h3', null, t('Từng năm', 'Year by year')), table({ head: [t('Năm', 'Year'), t('Thực hiện', 'Actual'), t('Tỷ lệ', 'Percent'), t('Đánh giá', 'Verdict')], rows: one.years.map(year => [String(year.year), year.actual, percent(year.percent, year.verdict), verdictWord(year.verdict)]) }, t('Từng năm', 'Year by year')));
    if (series && series.items.some(point => point.actual !== null)) parts.push(trend(series, row, indicatorName(row), `${code}-${row.indicator}`));
    parts.push(h('p', null, h('a', { href: link(['indicator', row.indicator]) }, t('So với các đơn vị khác', 'Compare with other units'))));
    const holder = h('div', null, parts);
    return [...holder.childNodes];
  }

  function source(row: Row, input: Explained['explain']['inputs'][number]): HTMLElement {
    const figure = input.actual, history = h('div');
    const value = figure === null ? '' : figure.numerator !== null ? `${number(figure.numerator)} / ${number(figure.denominator)} = ${measured(figure.value, row)}` : figure.level ?? measured(figure.value, row);
    return h('div', null, h('p', null, h('strong', null, `${periodWords(input.period)}: ${value}`), ' ', input.used ? t('(được dùng)', '(used)') : [t('(không dùng', '(not used'), input.why ? `: ${phrase(input.why)}` : '', ')'], figure?.status === 'provisional' ? t(' – tạm tính', ' – provisional') : ''),
      figure?.source ? h('p', { lang: 'vi' }, figure.source) : h('p', { class: 'quiet' }, t('Không ghi nguồn.', 'No source recorded.')), figure?.note ? h('p', { lang: 'vi', class: 'quiet' }, figure.note) : null,
      h('details', {
        ontoggle: async (event: Event) => {
          if (!(event.target as HTMLDetailsElement).open || history.childElementCount) return;
          const revisions = await all<Revision>(`actuals/${code}/${row.indicator}/${input.period}/revisions`, { group: row.group });
          history.append(table({ head: [t('Lần', 'Version'), t('Khi nào', 'When'), t('Ai', 'Who'), t('Giá trị', 'Value'), t('Lý do', 'Reason')], rows: revisions.map(one => [String(one.version), moment(one.recordedAt), one.recordedBy, one.deleted ? t('rút lại', 'withdrawn') : one.actual.level ?? number(one.actual.value, 4), one.reason ?? t('không ghi', 'not given')]) }, t('Lịch sử của số liệu', 'History of the figure')));
        },
      }, h('summary', null, t(`Lịch sử của số liệu (${periodWords(input.period)})`, `History of the figure (${periodWords(input.period)})`)), history));
  }

  const controls = h('form', { class: 'controls', onsubmit: (event: Event) => event.preventDefault() }, periodChoice(resolutions, period), asOfChoice(asOf));
  if (card.items.length) draw();
  else result.replaceChildren(h('div', { class: 'notes calm' }, h('h2', null, t('Không có chỉ tiêu nào cho kỳ này', 'No targets for this period')), h('p', null, t(`Không nghị quyết nào của đơn vị này giao chỉ tiêu có con số hoặc yêu cầu cho ${periodWords(period)}${asOf ? ` như số liệu vào ngày ${day(asOf)}` : ''}.`, `No resolution of this unit sets a target for ${periodWords(period)}${asOf ? ` as it stood on ${day(asOf)}` : ''}.`)), h('p', null, h('a', { href: link([], { unit: code }) }, t('Xem các đơn vị trực thuộc', 'See the units under it')))));
  return {
    title: nameOf(units.get(code), code),
    content: [crumbs(units, code), h('p', { class: 'lead quiet' }, t(`Thực hiện nghị quyết, ${periodWords(period)}${asOf ? `, như số liệu vào ngày ${day(asOf)}` : ''}`, `Resolution and results, ${periodWords(period)}${asOf ? `, as it stood on ${day(asOf)}` : ''}`)), controls,
      apiKey() ? h('p', null, h('a', { href: link(['entry', code]) }, t('Nhập số liệu cho đơn vị này', 'Enter figures for this unit'))) : null, result],
  };
}

/** Actual against the expected path. */
export function trend(series: Series, row: { measure: string }, name: string, file: string): HTMLElement {
  const at = (date: string): number => Date.parse(date), with_ = series.items.filter(point => point.actual !== null);
  const path = series.items.filter(point => point.expected !== null).map(point => ({ at: at(point.periodEnd), value: point.expected! }));
  const target = series.items.at(-1)?.target ?? null;
  const drawn: Line[] = [{ name: t('Thực hiện', 'Actual'), points: [...series.baseline === null ? [] : [{ at: at(series.scopeStart), value: series.baseline }], ...with_.map(point => ({ at: at(point.periodEnd), value: point.actual! }))] }];
  if (path.length) drawn.push({ name: t('Lẽ ra đạt nếu tiến đều', 'Expected path'), dashed: true, like: 0, points: path });
  if (target !== null) drawn.push({ name: t(`Nghị quyết: ${number(target)}`, `Target: ${number(target)}`), dashed: true, like: 1, points: [{ at: at(series.scopeStart), value: target }, { at: at(series.scopeEnd), value: target }] });
  for (const scope of [...new Set(series.benchmarks.map(one => one.scopeName))]) drawn.push({ name: t(`So sánh: ${scope}`, `Compare: ${scope}`), like: 2, points: series.benchmarks.filter(one => one.scopeName === scope).map(one => ({ at: at(one.periodEnd), value: one.value })) });
  const says = t(`Cộng dồn hoặc mức đến cuối mỗi kỳ, ${row.measure}. Kỳ gần nhất: ${number(with_.at(-1)!.actual)}.`, `To date at the end of each period, ${row.measure}. Latest: ${number(with_.at(-1)!.actual)}.`);
  return figure(t(`Diễn biến: ${name}`, `Over time: ${name}`), says, lines(drawn, `${name}. ${says}`),
    { head: [t('Kỳ', 'Period'), t('Thực hiện', 'Actual'), t('Lẽ ra', 'Expected'), t('Tỷ lệ %', 'Percent'), t('Đánh giá', 'Verdict')], rows: series.items.map(point => [periodWords(point.period), point.actual, point.expected, point.percent, verdictWord(point.verdict)]) }, file, legend(drawn));
}
