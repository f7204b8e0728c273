import { reference, rows as readRows, type Brief, type Unit } from './api.js';
import type { Page } from './app.js';
import { bare, h, type Child } from './dom.js';
import { saveCsv, type Twin } from './figure.js';
import { whatLags, type Names } from './lagging.js';
import { country } from './country.js';
import { ancestors, asOfChoice, claimWord, count, crumbs, instant, lagging, periodChoice, stillRunning, tiles, usualPeriod, type Counts } from './parts.js';
import { here, link, quietly, settings, t, type Place } from './state.js';
import { alphabet, matrix, unitTable, type Line } from './unitTables.js';
import { headingWord, nameOf, number, period as periodWords, reasonWord, verdictWord } from './words.js';

const perPage = 50;

// More units than this are shown by their sums: nobody reads a hundred thousand rows.
const most = 400;

/** A unit's own targets, made ready for searching and ordering. */
interface Own { code: string; name: string; searched: string; place: number; rows: Brief[] }
let kept: { id: string; rows: Brief[]; units: Own[] } | null = null;

interface Filter { q: string; verdict: string; group: string; sort: string; page: number }

/** What the filters leave of one unit. */
interface Left { own: Own; rows: Brief[]; counts: Counts; lag: number }

export async function overview(place: Place): Promise<Page> {
  const { units, indicators, terms } = await reference();
  if (units.size === 0) return noUnits();
  const roots = [...units.values()].filter(unit => !unit.parent);
  const top = place.query.get('unit') ?? (roots.length === 1 ? roots[0]!.code : '');
  const period = place.query.get('period') ?? usualPeriod(terms), asOf = place.query.get('asOf');
  const names: Names = { unit: code => nameOf(units.get(code), code), indicator: code => nameOf(indicators.get(code), code), about: indicators };
  if (howManyUnder(units, top) > most) return country(place, top, period);
  const { rows: every, units: owns } = await load(top, period, asOf, names);
  const filter = readFilter(place);
  const result = h('div', { id: 'result' });
  const indicatorWords = new Map([...indicators.keys()].map(code => [code, bare(names.indicator(code))]));
  const title = top ? names.unit(top) : t('Tất cả đơn vị', 'All units');

  function change(part: Partial<Filter>): void {
    Object.assign(filter, { page: 1 }, part);
    quietly({ q: filter.q, verdict: filter.verdict, group: filter.group, sort: filter.sort === 'lag' ? '' : filter.sort, page: filter.page > 1 ? String(filter.page) : '' });
    const focused = document.activeElement?.id;
    draw();
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  function draw(): void {
    const { counts, left, missing, unitCount } = sift(owns, filter, indicatorWords, code => indicators.get(code)?.group ?? '');
    left.sort(orders[filter.sort] ?? byName);
    const pages = Math.max(1, Math.ceil(left.length / perPage)), page = Math.min(Math.max(1, filter.page), pages);
    const onPage = left.slice((page - 1) * perPage, page * perPage), reached = counts.exceeded + counts.met;
    const parts: Child[] = every.length === 0 ? [noTargets(title, period)] : [
      h('p', { class: 'lead', role: 'status' }, t(`${number(reached)} trên ${number(reached + counts.notMet + counts.noData)} chỉ tiêu đạt và vượt, của ${number(unitCount)} đơn vị.`, `${number(reached)} of ${number(reached + counts.notMet + counts.noData)} targets met or exceeded, in ${number(unitCount)} units.`)),
      tiles(counts, filter.verdict, verdict => change({ verdict })),
      stillRunning(left.flatMap(unit => unit.rows)),
      whyMissing(missing),
      whatLags(left.flatMap(unit => unit.rows), names),
      left.length === 0 ? noMatch() : [
        branches(left),
        h('h2', null, t('Các đơn vị', 'Units')), pager(page, pages, left.length, 'a'), unitTable(onPage.map(line), 'units', t('Các đơn vị', 'Units')),
        h('h2', null, t('Đơn vị và chỉ tiêu', 'Units and targets')),
        h('p', null, t('Mỗi ô là tỷ lệ so với nghị quyết; bấm vào để xem cách tính. “Báo cáo” là điều văn bản đã công bố khi chưa đủ số liệu để tính.', 'Each cell is the percent of the resolution; open it to see how it was found. “Report” is what a document published where there are not enough figures to compute.')),
        matrix(onPage.map(unit => unit.own.code), onPage.flatMap(unit => unit.rows), names), pager(page, pages, left.length, 'b'),
        h('div', { class: 'tools' }, h('button', { type: 'button', onclick: () => saveCsv(`${top || 'all'}-${period}`, twin(left.flatMap(unit => unit.rows), names)) }, t('Tải số liệu (CSV)', 'Download data (CSV)'))),
      ],
    ];
    result.replaceChildren(...h('div', null, parts).childNodes);
  }

  const line = (unit: Left): Line => ({
    code: unit.own.code, name: unit.own.name, where: nameOf(units.get(units.get(unit.own.code)?.parent ?? ''), ''),
    href: link(['ward', unit.own.code]), counts: unit.counts, lag: unit.lag,
  });

  /** The scoreboards of what lies directly below: the top units, a country's provinces, a province's districts. */
  function branches(left: Left[]): Child {
    const found = new Map<string, Line>();
    for (const unit of left) {
      const branch = branchOf(units, unit.own.code, top);
      if (branch === null) continue;
      const known = found.get(branch) ?? { code: branch, name: names.unit(branch), where: '', href: link([], { unit: branch }), counts: count([]), lag: 0 };
      for (const verdict of Object.keys(unit.counts) as (keyof Counts)[]) known.counts[verdict] += unit.counts[verdict];
      known.lag += unit.lag;
      found.set(branch, known);
    }
    if (found.size < 2) return null;
    const lines = [...found.values()].sort((a, b) => b.lag - a.lag || alphabet.compare(a.name, b.name));
    return [h('h2', null, top ? t('Theo đơn vị trực thuộc', 'By the units below') : t('Theo đơn vị cao nhất', 'By top unit')), unitTable(lines, 'branches', t('Đơn vị trực thuộc', 'Units below'))];
  }

  function pager(page: number, pages: number, total: number, id: string): Child {
    if (pages < 2) return null;
    const step = (at: number, text: string, name: string): HTMLElement => h('button', { id: `${name}-${id}`, type: 'button', disabled: at < 1 || at > pages, onclick: () => change({ page: at }) }, text);
    return h('div', { class: 'pages' }, step(page - 1, t('← Trang trước', '← Previous'), 'back'), t(`Trang ${page}/${pages} · ${number(total)} đơn vị`, `Page ${page} of ${pages} · ${number(total)} units`), step(page + 1, t('Trang sau →', 'Next →'), 'next'));
  }

  const parents = new Set([...units.values()].map(unit => unit.parent));
  const groups = [...new Set(every.map(row => indicators.get(row.indicator)?.group ?? ''))].filter(Boolean).sort();
  const choice = (id: 'group' | 'sort', label: string, options: [string, string][]): HTMLElement => h('label', { for: id }, label,
    h('select', { id, value: filter[id], onchange: (event: Event) => change({ [id]: (event.target as HTMLSelectElement).value }) }, options.map(([value, text]) => h('option', { value }, text))));
  const controls = h('form', { class: 'controls', role: 'search', onsubmit: (event: Event) => event.preventDefault() },
    h('label', { for: 'unit' }, t('Trong', 'Within'), h('select', { id: 'unit', value: top, onchange: (event: Event) => { location.hash = here({ unit: (event.target as HTMLSelectElement).value, page: null }); } },
      roots.length > 1 ? h('option', { value: '' }, t('Tất cả đơn vị', 'All units')) : null,
      [...units.values()].filter(unit => parents.has(unit.code) || unit.code === top).map(unit => h('option', { value: unit.code }, nameOf(unit, unit.code))))),
    periodChoice(terms, period),
    h('label', { for: 'q' }, t('Tìm (không cần dấu)', 'Search (marks not needed)'), h('input', { id: 'q', type: 'search', autocomplete: 'off', value: filter.q, oninput: (event: Event) => change({ q: (event.target as HTMLInputElement).value }) })),
    choice('group', t('Lĩnh vực', 'Field'), [['', t('Tất cả', 'All')], ...groups.map((code): [string, string] => [code, headingWord(code)])]),
    choice('sort', t('Xếp theo', 'Order'), [['lag', t('Cần chú ý trước', 'Attention first')], ['best', t('Đạt nhiều trước', 'Most met first')], ['missing', t('Thiếu số liệu trước', 'Most missing first')], ['name', t('Tên', 'Name')]]),
    asOfChoice(asOf));
  draw();
  return { title, content: [crumbs(units, top), h('p', { class: 'lead quiet' }, t(`Thực hiện nghị quyết, ${periodWords(period)}`, `Resolutions and results, ${periodWords(period)}`)), controls, result] };
}

/** All rows of a unit and what lies under it, kept while only filters change. */
async function load(top: string, period: string, asOf: string | null, names: Names): Promise<{ rows: Brief[]; units: Own[] }> {
  const id = `${top} ${period} ${asOf} ${settings.language}`;
  if (kept?.id === id) return kept;
  const wait = document.querySelector('main [role=status]');
  const rows = await readRows({ under: top, period, asOf: instant(asOf) }, found => { if (wait) wait.textContent = t(`Đang tải: ${number(found)} dòng`, `Loading: ${number(found)} rows`); });
  const owns = new Map<string, Own>();
  for (const row of rows) {
    const own = owns.get(row.orgUnit);
    if (own) own.rows.push(row);
    else owns.set(row.orgUnit, { code: row.orgUnit, name: names.unit(row.orgUnit), searched: bare(names.unit(row.orgUnit)), place: 0, rows: [row] });
  }
  const units = [...owns.values()].sort((a, b) => alphabet.compare(a.name, b.name));
  units.forEach((own, place) => { own.place = place; });
  kept = { id, rows, units };
  return kept;
}

function readFilter(place: Place): Filter {
  const read = (name: string): string => place.query.get(name) ?? '';
  return { q: read('q'), verdict: read('verdict'), group: read('group'), sort: read('sort') || 'lag', page: Number(read('page') || 1) };
}

const byName = (a: Left, b: Left): number => a.own.place - b.own.place;
const orders: Record<string, (a: Left, b: Left) => number> = {
  lag: (a, b) => b.lag - a.lag || b.counts.notMet - a.counts.notMet || byName(a, b),
  best: (a, b) => b.counts.exceeded + b.counts.met - a.counts.exceeded - a.counts.met || byName(a, b),
  missing: (a, b) => b.counts.noData - a.counts.noData || byName(a, b),
};

/** Passes over every row once: a letter typed in the filter of a whole country is answered before the next. */
function sift(owns: Own[], filter: Filter, indicatorWords: Map<string, string>, groupOf: (indicator: string) => string): { counts: Counts; left: Left[]; missing: Map<string, number>; unitCount: number } {
  const wanted = bare(filter.q), counts = count([]), left: Left[] = [], missing = new Map<string, number>();
  const inGroup = new Map<string, boolean>(), matches = new Map<string, boolean>();
  for (const [code, words] of indicatorWords) {
    inGroup.set(code, !filter.group || groupOf(code) === filter.group);
    matches.set(code, words.includes(wanted));
  }
  let unitCount = 0;
  for (const own of owns) {
    const whole = own.searched.includes(wanted), unit: Left = { own, rows: [], counts: count([]), lag: 0 };
    let any = false;
    for (const row of own.rows) {
      if (!inGroup.get(row.indicator) || !whole && !matches.get(row.indicator)) continue;
      any = true;
      counts[row.verdict]++;
      if (row.verdict === 'noData') missing.set(row.reason ?? '', (missing.get(row.reason ?? '') ?? 0) + 1);
      if (filter.verdict && row.verdict !== filter.verdict) continue;
      unit.rows.push(row);
      unit.counts[row.verdict]++;
      if (lagging(row)) unit.lag++;
    }
    if (any) unitCount++;
    if (unit.rows.length) left.push(unit);
  }
  return { counts, left, missing, unitCount };
}

function howManyUnder(units: Map<string, Unit>, top: string): number {
  let found = 0;
  for (const unit of units.values()) if (top === '' || ancestors(units, unit.code).some(above => above.code === top)) found++;
  return found;
}

/** The unit directly below `top` (or the top unit itself) that a unit belongs to; null where it is not under another. */
function branchOf(units: Map<string, Unit>, code: string, top: string): string | null {
  let at = code;
  for (let steps = 0; steps < 12; steps++) {
    const parent = units.get(at)?.parent ?? '';
    if (parent === top) return at === code ? null : at;
    if (!parent) return null;
    at = parent;
  }
  return null;
}

function whyMissing(reasons: Map<string, number>): Child {
  if (!reasons.size) return null;
  return h('p', null, h('strong', null, t('Vì sao chưa có số liệu: ', 'Why there is no data: ')),
    [...reasons].sort((a, b) => b[1] - a[1]).map(([reason, times]) => `${number(times)} ${t('chỉ tiêu', 'targets')} – ${reasonWord(reason)}`).join('; '), '.');
}

const noUnits = (): Page => ({
  title: t('Chưa có đơn vị nào', 'There are no units yet'),
  content: h('p', null, t('Tạo đơn vị, chỉ tiêu và nghị quyết qua API, hoặc nạp dữ liệu mẫu bằng lệnh “sample”.', 'Create units, indicators and resolutions by the API, or load the sample data with the command “sample”.')),
});

const noTargets = (unit: string, period: string): HTMLElement => h('div', { class: 'notes calm' }, h('h2', null, t('Không có chỉ tiêu nào cho kỳ này', 'No targets for this period')),
  h('p', null, t(`Không nghị quyết nào của ${unit} và các đơn vị trực thuộc giao chỉ tiêu cho ${periodWords(period)}. Chọn kỳ khác ở trên.`, `No resolution of ${unit} or a unit under it sets a target for ${periodWords(period)}. Choose another period above.`)));

const noMatch = (): HTMLElement => h('p', null, t('Không có chỉ tiêu nào khớp với bộ lọc. ', 'No target matches the filters. '),
  h('button', { type: 'button', class: 'plain', onclick: () => { location.hash = here({ q: null, verdict: null, group: null }); } }, t('Bỏ bộ lọc', 'Clear the filters')));

const twin = (rows: Brief[], names: Names): Twin => ({
  head: [t('Đơn vị', 'Unit'), t('Chỉ tiêu', 'Indicator'), t('Nhóm', 'Group'), t('Nghị quyết', 'Target'), t('Thực hiện', 'Actual'), t('Tỷ lệ %', 'Percent'), t('Chênh lệch', 'Difference'), t('Đánh giá', 'Verdict'), t('Lý do', 'Reason'), t('Báo cáo đã công bố', 'Published')],
  rows: rows.map(row => [names.unit(row.orgUnit), names.indicator(row.indicator), row.group ?? '', row.targetText, row.actual, row.percent, row.difference, verdictWord(row.verdict), reasonWord(row.reason), claimWord(row)]),
});
