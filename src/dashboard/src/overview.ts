import { reference, rows as readRows, type Brief } from './api.js';
import type { Page } from './app.js';
import { badge, percentOf, saveCsv, type Twin } from './charts.js';
import { bare, h, type Child } from './dom.js';
import { here, link, quietly, t, type Place } from './state.js';
import { asOfChoice, behind, claimWord, count, crumbs, instant, lagging, periodChoice, stack, tiles, usualPeriod } from './parts.js';
import { groupWord, headingWord, nameOf, number, paceWord, period as periodWords, reasonWord, shape, verdictWord } from './words.js';

const perPage = 50;
// Made once: a comparison that looks up its language each time is what makes a long list slow.
const alphabet = new Intl.Collator('vi');
let kept: { id: string; rows: Brief[] } | null = null;

export async function overview(place: Place): Promise<Page> {
  const { units, indicators, resolutions } = await reference();
  if (units.size === 0) return { title: t('Chưa có đơn vị nào', 'There are no units yet'), content: h('p', null, t('Tạo đơn vị, chỉ tiêu và nghị quyết qua API, hoặc nạp dữ liệu mẫu bằng lệnh “sample”.', 'Create units, indicators and resolutions by the API, or load the sample data with the command “sample”.')) };
  const top = place.query.get('unit') ?? [...units.values()].find(unit => !unit.parent)?.code ?? '';
  const period = place.query.get('period') ?? usualPeriod(resolutions), asOf = place.query.get('asOf');
  const id = `${top} ${period} ${asOf}`;
  if (kept?.id !== id) {
    const wait = document.querySelector('main [role=status]');
    kept = { id, rows: await readRows({ under: top, period, asOf: instant(asOf) }, found => { if (wait) wait.textContent = t(`Đang tải: ${number(found)} dòng`, `Loading: ${number(found)} rows`); }) };
  }
  const every = kept.rows;
  const unitName = (code: string): string => nameOf(units.get(code), code), indicatorName = (code: string): string => nameOf(indicators.get(code), code);
  const heading = (code: string): string => headingWord(indicators.get(code)?.group ?? null);
  const filter = { q: place.query.get('q') ?? '', verdict: place.query.get('verdict') ?? '', group: place.query.get('group') ?? '', sort: place.query.get('sort') ?? 'lag', page: Number(place.query.get('page') ?? 1) };
  const result = h('div', { id: 'result' });
  const words = new Map<string, string>();
  const searched = (code: string, name: string): string => { let text = words.get(code); if (text === undefined) words.set(code, text = bare(name)); return text; };

  function change(part: Partial<typeof filter>): void {
    Object.assign(filter, { page: 1 }, part);
    quietly({ q: filter.q, verdict: filter.verdict, group: filter.group, sort: filter.sort === 'lag' ? '' : filter.sort, page: filter.page > 1 ? String(filter.page) : '' });
    const focused = document.activeElement?.id;
    draw();
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  function draw(): void {
    const wanted = bare(filter.q);
    const searching = every.filter(row => (!filter.group || (indicators.get(row.indicator)?.group ?? '') === filter.group)
      && (!wanted || searched(row.orgUnit, unitName(row.orgUnit)).includes(wanted) || searched(`i ${row.indicator}`, indicatorName(row.indicator)).includes(wanted)));
    const rows = searching.filter(row => !filter.verdict || row.verdict === filter.verdict);
    const counts = count(searching), applicable = searching.length - counts.notAssessable;
    const byUnit = groupBy(rows);
    const list = [...byUnit].map(([code, own]) => ({ code, name: unitName(code), rows: own, counts: count(own), lag: own.filter(lagging).length }));
    const order: Record<string, (a: typeof list[0], b: typeof list[0]) => number> = {
      lag: (a, b) => b.lag - a.lag || b.counts.notMet - a.counts.notMet, best: (a, b) => b.counts.exceeded + b.counts.met - a.counts.exceeded - a.counts.met, missing: (a, b) => b.counts.noData - a.counts.noData, name: () => 0,
    };
    list.sort((a, b) => (order[filter.sort] ?? order.name!)(a, b) || alphabet.compare(a.name, b.name));
    const pages = Math.max(1, Math.ceil(list.length / perPage)), page = Math.min(Math.max(1, filter.page), pages);
    const onPage = list.slice((page - 1) * perPage, page * perPage);
    result.replaceChildren(...[
      every.length === 0 ? nothing(top, period) : [
        h('p', { class: 'lead', role: 'status' }, t(`${number(counts.exceeded + counts.met)} trên ${number(applicable)} chỉ tiêu đạt và vượt, của ${number(new Set(searching.map(row => row.orgUnit)).size)} đơn vị.`, `${number(counts.exceeded + counts.met)} of ${number(applicable)} targets met or exceeded, in ${number(new Set(searching.map(row => row.orgUnit)).size)} units.`)),
        tiles(counts, filter.verdict, verdict => change({ verdict })),
        missing(searching.filter(row => row.verdict === 'noData')),
        attention(rows),
        list.length === 0 ? h('p', null, t('Không có chỉ tiêu nào khớp với bộ lọc. ', 'No target matches the filters. '), h('button', { type: 'button', class: 'plain', onclick: () => { filter.q = ''; location.hash = here({ q: null, verdict: null, group: null }); } }, t('Bỏ bộ lọc', 'Clear the filters'))) : [
          h('h2', null, t('Các đơn vị', 'Units')), pager(page, pages, list.length, 'a'), unitTable(onPage),
          h('h2', null, t('Đơn vị và chỉ tiêu', 'Units and targets')),
          h('p', null, t('Mỗi ô là tỷ lệ so với nghị quyết; bấm vào để xem cách tính. “Báo cáo” là điều văn bản đã công bố khi chưa đủ số liệu để tính.', 'Each cell is the percent of the resolution; open it to see how it was found. “Report” is what a document published where there are not enough figures to compute.')),
          matrix(onPage.map(unit => unit.code), onPage.flatMap(unit => unit.rows)), pager(page, pages, list.length, 'b'),
          h('div', { class: 'tools' }, h('button', { type: 'button', onclick: () => saveCsv(`${top}-${period}`, twin(rows)) }, t('Tải số liệu (CSV)', 'Download data (CSV)'))),
        ],
      ],
    ].flat(9).filter(part => part instanceof Node) as Node[]);
  }

  const twin = (rows: Brief[]): Twin => ({
    head: [t('Đơn vị', 'Unit'), t('Chỉ tiêu', 'Indicator'), t('Nhóm', 'Group'), t('Tỷ lệ %', 'Percent'), t('Đánh giá', 'Verdict'), t('Lý do', 'Reason'), t('Báo cáo đã công bố', 'Published')],
    rows: rows.map(row => [unitName(row.orgUnit), indicatorName(row.indicator), row.group ?? '', row.percent, verdictWord(row.verdict), reasonWord(row.reason), claimWord(row)]),
  });

  const to = (row: Brief): string => link(['ward', row.orgUnit], { open: row.indicator + (row.group ? `:${row.group}` : '') });

  function attention(rows: Brief[]): Child {
    const found = rows.filter(lagging);
    if (!found.length) return rows.length ? h('div', { class: 'notes calm' }, h('h2', null, t('Cần chú ý', 'Needs attention')), h('p', null, t('Trong các chỉ tiêu đang xem, không có chỉ tiêu nào có số liệu mà chưa đạt hoặc chậm tiến độ.', 'Of the targets shown, none that has figures is short of its target or behind schedule.'))) : null;
    const items = found.slice(0, 12);
    return h('section', { class: 'notes', 'aria-labelledby': 'attention' }, h('h2', { id: 'attention' }, t(`Cần chú ý: ${number(found.length)} chỉ tiêu`, `Needs attention: ${number(found.length)} targets`)),
      h('ul', null, items.map(row => h('li', null, h('a', { href: to(row) }, unitName(row.orgUnit), ' – ', indicatorName(row.indicator), row.group ? ` (${groupWord(row.group)})` : ''), ': ',
        row.verdict === 'notMet' ? [h('strong', null, `${shape.notMet} ${verdictWord('notMet')}`), row.percent === null ? '' : ` (${percentOf(row)})`] : behind(row) ? h('strong', null, paceWord(row.pace!.class))
          : [t('báo cáo ghi ', 'the report says '), h('strong', null, claimWord(row)), t('; ', '; '), reasonWord(row.reason)]))),
      found.length > items.length ? h('p', null, t(`Còn ${number(found.length - items.length)} chỉ tiêu nữa trong bảng dưới.`, `${number(found.length - items.length)} more are in the tables below.`)) : null);
  }

  function missing(rows: Brief[]): Child {
    if (!rows.length) return null;
    const reasons = new Map<string, number>();
    for (const row of rows) reasons.set(row.reason ?? '', (reasons.get(row.reason ?? '') ?? 0) + 1);
    return h('p', null, h('strong', null, t('Vì sao chưa có số liệu: ', 'Why there is no data: ')), [...reasons].sort((a, b) => b[1] - a[1]).map(([reason, times]) => `${number(times)} ${t('chỉ tiêu', 'targets')} – ${reasonWord(reason)}`).join('; '), '.');
  }

  function pager(page: number, pages: number, total: number, id: string): Child {
    if (pages < 2) return null;
    const step = (at: number, text: string, name: string) => h('button', { id: `${name}-${id}`, type: 'button', disabled: at < 1 || at > pages, onclick: () => change({ page: at }) }, text);
    return h('div', { class: 'pages' }, step(page - 1, t('← Trang trước', '← Previous'), 'back'), t(`Trang ${page}/${pages} · ${number(total)} đơn vị`, `Page ${page} of ${pages} · ${number(total)} units`), step(page + 1, t('Trang sau →', 'Next →'), 'next'));
  }

  function unitTable(list: { code: string; name: string; counts: ReturnType<typeof count>; lag: number }[]): HTMLElement {
    return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('Các đơn vị', 'Units') }, h('table', { class: 'stacked', id: 'units' }, h('caption', { class: 'unseen' }, t('Số chỉ tiêu của mỗi đơn vị theo đánh giá', 'Targets of each unit by verdict')),
      h('thead', null, h('tr', null, [t('Đơn vị', 'Unit'), t('Tỷ phần', 'Share'), t('Đạt và vượt', 'Met or exceeded'), t('Chưa đạt', 'Not met'), t('Chưa có số liệu', 'No data'), t('Cần chú ý', 'Attention')].map((text, i) => h('th', { scope: 'col', class: i > 1 ? 'number' : null }, text)))),
      h('tbody', null, list.map(unit => {
        const of = unit.counts.exceeded + unit.counts.met + unit.counts.notMet + unit.counts.noData;
        const cell = (name: string, text: string) => h('td', { class: 'number', 'data-name': name }, text);
        return h('tr', null, h('th', { scope: 'row' }, h('a', { href: link(['ward', unit.code]) }, unit.name), h('small', null, ' ', nameOf(units.get(units.get(unit.code)?.parent ?? ''), ''))), h('td', null, stack(unit.counts)),
          cell(t('Đạt và vượt', 'Met or exceeded'), `${unit.counts.exceeded + unit.counts.met}/${of}`), cell(t('Chưa đạt', 'Not met'), number(unit.counts.notMet)), cell(t('Chưa có số liệu', 'No data'), number(unit.counts.noData)), cell(t('Cần chú ý', 'Attention'), number(unit.lag)));
      }))));
  }

  function cell(rows: Brief[] | undefined, name: string): HTMLElement {
    if (!rows) return h('td', null, h('span', { class: 'none' }, h('span', { 'aria-hidden': 'true' }, '·'), h('span', { class: 'unseen' }, t('không giao', 'not asked'))));
    return h('td', null, rows.map(row => {
      const main = row.percent === null ? row.verdict === 'noData' ? t('chưa có', 'none') : verdictWord(row.verdict) : percentOf(row);
      const said = row.verdict === 'noData' && row.claim ? t(`báo cáo: ${claimWord(row)}`, `report: ${claimWord(row)}`) : row.percent !== null ? verdictWord(row.verdict) : row.verdict === 'noData' ? row.reason === 'noNumericTarget' ? t('không nêu số', 'no number set') : '' : '';
      return h('a', { class: `cell ${row.verdict}`, href: to(row), title: name }, h('span', { 'aria-hidden': 'true' }, shape[row.verdict], ' '), main, row.group ? h('small', null, groupWord(row.group)) : null, said ? h('small', null, said) : null);
    }));
  }

  function matrix(codes: string[], rows: Brief[]): HTMLElement {
    const at = new Map<string, Brief[]>();
    for (const row of rows) { const place = `${row.orgUnit} ${row.indicator}`; at.set(place, [...at.get(place) ?? [], row]); }
    const columns = [...new Set(rows.map(row => row.indicator))].sort((a, b) => alphabet.compare(heading(a), heading(b)) || alphabet.compare(indicatorName(a), indicatorName(b)));
    const cellOf = (unit: string, indicator: string) => cell(at.get(`${unit} ${indicator}`), `${unitName(unit)} – ${indicatorName(indicator)}`);
    const table = h('table', null, h('caption', { class: 'unseen' }, t('Tỷ lệ và đánh giá của từng chỉ tiêu ở từng đơn vị', 'Percent and verdict of each indicator in each unit')));
    const unitHead = (code: string, scope: string) => h('th', { scope }, h('a', { href: link(['ward', code]) }, unitName(code)));
    const indicatorHead = (code: string, scope: string) => h('th', { scope }, h('a', { href: link(['indicator', code]) }, indicatorName(code)));
    if (codes.length <= 12) {
      table.append(h('thead', null, h('tr', null, h('th', { scope: 'col' }, t('Chỉ tiêu', 'Indicator')), codes.map(code => unitHead(code, 'col')))),
        ...[...new Set(columns.map(heading))].map(group => h('tbody', null, h('tr', { class: 'band' }, h('th', { scope: 'rowgroup', colspan: codes.length + 1 }, group)),
          columns.filter(code => heading(code) === group).map(code => h('tr', null, indicatorHead(code, 'row'), codes.map(unit => cellOf(unit, code)))))));
    } else {
      table.append(h('thead', null, h('tr', null, h('th', { scope: 'col' }, t('Đơn vị', 'Unit')), columns.map(code => indicatorHead(code, 'col')))),
        h('tbody', null, codes.map(unit => h('tr', null, unitHead(unit, 'row'), columns.map(code => cellOf(unit, code))))));
    }
    return h('div', { class: 'scroll tall matrix', id: 'matrix', tabindex: 0, role: 'region', 'aria-label': t('Bảng đơn vị và chỉ tiêu', 'Matrix of units and targets') }, table);
  }

  const parents = new Set([...units.values()].map(unit => unit.parent));
  const groups = [...new Set(every.map(row => indicators.get(row.indicator)?.group ?? ''))].filter(Boolean).sort();
  const choice = (id: keyof typeof filter, label: string, options: [string, string][]) => h('label', { for: id }, label,
    h('select', { id, value: filter[id], onchange: (event: Event) => change({ [id]: (event.target as HTMLSelectElement).value }) }, options.map(([value, text]) => h('option', { value }, text))));
  const controls = h('form', { class: 'controls', role: 'search', onsubmit: (event: Event) => event.preventDefault() },
    h('label', { for: 'unit' }, t('Trong', 'Within'), h('select', { id: 'unit', value: top, onchange: (event: Event) => { location.hash = here({ unit: (event.target as HTMLSelectElement).value, page: null }); } },
      [...units.values()].filter(unit => parents.has(unit.code) || unit.code === top).map(unit => h('option', { value: unit.code }, nameOf(unit, unit.code))))),
    periodChoice(resolutions, period),
    h('label', { for: 'q' }, t('Tìm (không cần dấu)', 'Search (marks not needed)'), h('input', { id: 'q', type: 'search', autocomplete: 'off', value: filter.q, oninput: (event: Event) => change({ q: (event.target as HTMLInputElement).value }) })),
    choice('group', t('Lĩnh vực', 'Field'), [['', t('Tất cả', 'All')], ...groups.map((code): [string, string] => [code, headingWord(code)])]),
    choice('sort', t('Xếp theo', 'Order'), [['lag', t('Cần chú ý trước', 'Attention first')], ['best', t('Đạt nhiều trước', 'Most met first')], ['missing', t('Thiếu số liệu trước', 'Most missing first')], ['name', t('Tên', 'Name')]]),
    asOfChoice(asOf));
  draw();
  return { title: nameOf(units.get(top), top), content: [crumbs(units, top), h('p', { class: 'lead quiet' }, t(`Thực hiện nghị quyết, ${periodWords(period)}`, `Resolutions and results, ${periodWords(period)}`)), controls, result] };

  function nothing(unit: string, when: string): HTMLElement {
    return h('div', { class: 'notes calm' }, h('h2', null, t('Không có chỉ tiêu nào cho kỳ này', 'No targets for this period')), h('p', null, t(`Không nghị quyết nào của ${unitName(unit)} và các đơn vị trực thuộc giao chỉ tiêu cho ${periodWords(when)}. Chọn kỳ khác ở trên.`, `No resolution of ${unitName(unit)} or a unit under it sets a target for ${periodWords(when)}. Choose another period above.`)));
  }
}

function groupBy(rows: Brief[]): Map<string, Brief[]> {
  const found = new Map<string, Brief[]>();
  for (const row of rows) { const own = found.get(row.orgUnit); if (own) own.push(row); else found.set(row.orgUnit, [row]); }
  return found;
}
