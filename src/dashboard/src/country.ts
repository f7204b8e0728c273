import { reference, summary, type Board, type RollUp } from './api.js';
import type { Page } from './app.js';
import { percentOf } from './charts.js';
import { bare, h, type Child } from './dom.js';
import { asOfChoice, crumbs, instant, measured, periodChoice, tiles, type Counts } from './parts.js';
import { here, link, quietly, t, type Place } from './state.js';
import { alphabet, unitTable, type Line } from './unitTables.js';
import { nameOf, number, period as periodWords } from './words.js';

const perPage = 50;

/** Thousands of units: their sums by the units below and by indicator, and any of them by its name. Their rows stand on the pages below. */
export async function country(place: Place, top: string, period: string): Promise<Page> {
  const { units, indicators, terms } = await reference(), asOf = place.query.get('asOf');
  const query = { under: top, period, asOf: instant(asOf) };
  const [below, measures] = await Promise.all([summary('orgUnit', query), summary('indicator', query)]);
  const parents = new Set([...units.values()].map(unit => unit.parent));
  const unitName = (code: string): string => nameOf(units.get(code), code);
  const searched = [...units.values()].map(unit => ({ unit, name: unitName(unit.code), words: bare(`${unitName(unit.code)} ${unitName(unit.parent ?? '')}`) }))
    .sort((a, b) => alphabet.compare(a.name, b.name));

  const branches = below.items.filter(item => item.orgUnit !== top).map((item): Line => line(item.orgUnit!, unitName(item.orgUnit!), item.scoreboard,
    parents.has(item.orgUnit!) ? link([], { unit: item.orgUnit!, q: null, page: null }) : link(['ward', item.orgUnit!])));
  const byIndicator = measures.items.map((item): Line => line(item.indicator!, nameOf(indicators.get(item.indicator!), item.indicator!), item.scoreboard, link(['indicator', item.indicator!]), together(item.rollUp, indicators.get(item.indicator!)?.measure ?? '')));
  for (const lines of [branches, byIndicator]) lines.sort((a, b) => b.lag - a.lag || alphabet.compare(a.name, b.name));

  const found = h('div', { id: 'found' }), table = h('div');
  let page = Math.max(1, Number(place.query.get('page') ?? 1));

  function find(text: string): void {
    quietly({ q: text });
    const wanted = bare(text);
    if (!wanted) { found.replaceChildren(); return; }
    const hits = searched.filter(one => one.words.includes(wanted));
    found.replaceChildren(
      h('p', { role: 'status' }, t(`${number(hits.length)} đơn vị có tên khớp.`, `${number(hits.length)} units match.`)),
      h('ul', { class: 'found' }, hits.slice(0, perPage).map(one => h('li', null,
        h('a', { href: parents.has(one.unit.code) ? link([], { unit: one.unit.code, q: null }) : link(['ward', one.unit.code]) }, one.name), one.unit.parent ? h('small', null, ' ', unitName(one.unit.parent)) : null))));
  }

  function drawBranches(): void {
    const pages = Math.max(1, Math.ceil(branches.length / perPage)), at = Math.min(page, pages);
    const step = (to: number, text: string): HTMLElement => h('button', { type: 'button', disabled: to < 1 || to > pages, onclick: () => { page = to; quietly({ page: to > 1 ? String(to) : '' }); drawBranches(); } }, text);
    table.replaceChildren(unitTable(branches.slice((at - 1) * perPage, at * perPage), 'branches', t('Đơn vị trực thuộc', 'Units below')),
      pages < 2 ? '' : h('div', { class: 'pages' }, step(at - 1, t('← Trang trước', '← Previous')), t(`Trang ${at}/${pages}`, `Page ${at} of ${pages}`), step(at + 1, t('Trang sau →', 'Next →'))));
  }

  const board = below.scoreboard, counts = countsOf(board), title = top ? unitName(top) : t('Tất cả đơn vị', 'All units');
  const roots = [...units.values()].filter(unit => !unit.parent);
  const q = place.query.get('q') ?? '';
  const controls = h('form', { class: 'controls', role: 'search', onsubmit: (event: Event) => event.preventDefault() },
    h('label', { for: 'unit' }, t('Trong', 'Within'), h('select', { id: 'unit', value: top, onchange: (event: Event) => { location.hash = here({ unit: (event.target as HTMLSelectElement).value, page: null }); } },
      roots.length > 1 ? h('option', { value: '' }, t('Tất cả đơn vị', 'All units')) : null,
      [...units.values()].filter(unit => parents.has(unit.code)).map(unit => h('option', { value: unit.code }, unitName(unit.code))))),
    periodChoice(terms, period),
    h('label', { for: 'q' }, t('Tìm đơn vị (không cần dấu)', 'Find a unit (marks not needed)'), h('input', { id: 'q', type: 'search', autocomplete: 'off', value: q, oninput: (event: Event) => find((event.target as HTMLInputElement).value) })),
    asOfChoice(asOf));
  drawBranches();
  find(q);
  return {
    title,
    content: [
      crumbs(units, top),
      h('p', { class: 'lead quiet' }, t(`Thực hiện nghị quyết, ${periodWords(period)}`, `Resolutions and results, ${periodWords(period)}`)),
      controls, found,
      h('p', { class: 'lead', role: 'status' }, t(`${number(counts.exceeded + counts.met)} trên ${number(counts.exceeded + counts.met + counts.notMet + counts.noData)} chỉ tiêu đạt và vượt, của ${number(units.size)} đơn vị.`, `${number(counts.exceeded + counts.met)} of ${number(counts.exceeded + counts.met + counts.notMet + counts.noData)} targets met or exceeded, in ${number(units.size)} units.`)),
      tiles(counts),
      onTheWay(board),
      h('h2', null, t('Theo đơn vị trực thuộc', 'By the units below')), table,
      h('h2', null, t('Theo chỉ tiêu', 'By indicator')), unitTable(byIndicator, 'measures', t('Các chỉ tiêu', 'Indicators'), t('Chỉ tiêu', 'Indicator')),
    ],
  };
}

/** What the units come to together: 1,240 đảng viên, 96%. */
const together = (all: RollUp | null | undefined, measure: string): string => !all || all.actual === null ? ''
  : [measured(all.actual, measure), all.percent === null || all.verdict === null ? '' : percentOf({ percent: all.percent, verdict: all.verdict })].filter(Boolean).join(' · ');

const line = (code: string, name: string, board: Board, href: string, together = ''): Line => ({ code, name, where: '', href, together, counts: countsOf(board), lag: board.notMet + board.open.behind + board.open.farBehind });

// As the rows count them: what is not met yet is not met, whether it still has time or not.
const countsOf = (board: Board): Counts => ({ exceeded: board.exceeded, met: board.met, notMet: board.notMet + board.open.total, noData: board.noData, notAssessable: board.notAssessable });

function onTheWay(board: Board): Child {
  const times = board.open.total - board.open.behind - board.open.farBehind;
  return times ? h('p', null, t(`Trong số chưa đạt có ${number(times)} chỉ tiêu còn thời hạn và không chậm.`, `Of those not met, ${number(times)} still have time and are not behind.`)) : null;
}
