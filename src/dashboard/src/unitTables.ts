import type { Brief } from './api.js';
import { percentOf } from './charts.js';
import { h, type Child } from './dom.js';
import { explanation, type Names } from './lagging.js';
import { claimWord, running, stack, tone, type Counts } from './parts.js';
import { link, t } from './state.js';
import { groupWord, headingWord, number, paceWord, shape, verdictWord } from './words.js';

// Made once: a comparison that looks up its language each time is what makes a long list slow.
export const alphabet = new Intl.Collator('vi');

/** A unit, or everything under one, with its counts. */
export interface Line { code: string; name: string; where: string; href: string; counts: Counts; lag: number; together?: string }

/** Units with their counts, one a line. */
export function unitTable(lines: Line[], id: string, label: string, what = t('Đơn vị', 'Unit')): HTMLElement {
  const head = [what, t('Cơ cấu', 'Share'), t('Đạt và vượt', 'Met or exceeded'), t('Chưa đạt', 'Not met'), t('Chưa có số liệu', 'No data'), t('Cần chú ý', 'Attention')];
  if (lines.some(line => line.together)) head.push(t('Tính chung', 'Together'));
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, h('table', { class: 'stacked', id },
    h('caption', { class: 'unseen' }, t('Số chỉ tiêu của mỗi đơn vị theo đánh giá', 'Targets of each unit by verdict')),
    h('thead', null, h('tr', null, head.map((text, i) => h('th', { scope: 'col', class: i > 1 ? 'number' : null }, text)))),
    h('tbody', null, lines.map(line => unitLine(line, head)))));
}

function unitLine(line: Line, head: string[]): HTMLElement {
  const counts = line.counts, reached = counts.exceeded + counts.met;
  const cell = (i: number, text: string): HTMLElement => h('td', { class: 'number', 'data-name': head[i] }, text);
  return h('tr', null,
    h('th', { scope: 'row' }, h('a', { href: line.href }, line.name), line.where ? h('small', null, ' ', line.where) : null),
    h('td', null, stack(counts)),
    cell(2, `${number(reached)}/${number(reached + counts.notMet + counts.noData)}`), cell(3, number(counts.notMet)), cell(4, number(counts.noData)), cell(5, number(line.lag)), head.length > 6 ? cell(6, line.together ?? '') : null);
}

/** Units by indicators, each cell a percent that leads to its explanation. Few units stand across, many down. */
export function matrix(codes: string[], rows: Brief[], names: Names): HTMLElement {
  const table = h('table', null, h('caption', { class: 'unseen' }, t('Tỷ lệ và đánh giá của từng chỉ tiêu ở từng đơn vị', 'Percent and verdict of each indicator in each unit')));
  const at = byPlace(rows);
  const heading = (code: string): string => headingWord(names.about.get(code)?.group ?? null);
  const columns = [...new Set(rows.map(row => row.indicator))].sort((a, b) => alphabet.compare(heading(a), heading(b)) || alphabet.compare(names.indicator(a), names.indicator(b)));
  const unitHead = (code: string, scope: string): HTMLElement => h('th', { scope }, h('a', { href: link(['ward', code]) }, names.unit(code)));
  const indicatorHead = (code: string, scope: string): HTMLElement => h('th', { scope }, h('a', { href: link(['indicator', code]) }, names.indicator(code)));
  const cellOf = (unit: string, indicator: string): HTMLElement => cell(at.get(`${unit} ${indicator}`), `${names.unit(unit)} – ${names.indicator(indicator)}`);
  if (codes.length <= 12) {
    table.append(h('thead', null, h('tr', null, h('th', { scope: 'col' }, t('Chỉ tiêu', 'Indicator')), codes.map(code => unitHead(code, 'col')))));
    for (const group of new Set(columns.map(heading))) {
      table.append(h('tbody', null, h('tr', { class: 'band' }, h('th', { scope: 'rowgroup', colspan: codes.length + 1 }, group)),
        columns.filter(code => heading(code) === group).map(code => h('tr', null, indicatorHead(code, 'row'), codes.map(unit => cellOf(unit, code))))));
    }
  } else {
    const body = h('tbody');
    table.append(h('thead', null, h('tr', null, h('th', { scope: 'col' }, t('Đơn vị', 'Unit')), columns.map(code => indicatorHead(code, 'col')))), body);
    inPortions(codes, code => body.append(h('tr', null, unitHead(code, 'row'), columns.map(column => cellOf(code, column)))), body);
  }
  return h('div', { class: codes.length > 12 ? 'scroll tall matrix' : 'scroll matrix', id: 'matrix', tabindex: 0, role: 'region', 'aria-label': t('Bảng đơn vị và chỉ tiêu', 'Matrix of units and targets') }, table);
}

// What is on the screen comes at once, the rest while nothing else is to be done, so that typing in a filter is never waited for.
function inPortions(codes: string[], draw: (code: string) => void, body: HTMLElement): void {
  const first = 8;
  codes.slice(0, first).forEach(draw);
  let next = first;
  const more = (): void => {
    if (next >= codes.length || !body.isConnected) return;
    codes.slice(next, next += first).forEach(draw);
    setTimeout(more, 30);
  };
  setTimeout(more, 120);
}

function byPlace(rows: Brief[]): Map<string, Brief[]> {
  const found = new Map<string, Brief[]>();
  for (const row of rows) {
    const place = `${row.orgUnit} ${row.indicator}`, own = found.get(place);
    if (own) own.push(row);
    else found.set(place, [row]);
  }
  return found;
}

function cell(rows: Brief[] | undefined, name: string): HTMLElement {
  if (!rows) return h('td', null, h('span', { class: 'none' }, h('span', { 'aria-hidden': 'true' }, '·'), h('span', { class: 'unseen' }, t('không giao', 'not asked'))));
  return h('td', null, rows.map((row): Child => {
    const said = underneath(row);
    return h('a', { class: `cell ${tone(row)}`, href: explanation(row), title: name }, h('span', { 'aria-hidden': 'true' }, shape[row.verdict], ' '), mainWord(row),
      row.group ? h('small', null, groupWord(row.group)) : null, said ? h('small', null, said) : null);
  }));
}

const mainWord = (row: Brief): string => row.percent !== null ? percentOf(row) : row.verdict === 'noData' ? t('chưa có', 'none') : verdictWord(row.verdict);

function underneath(row: Brief): string {
  if (row.verdict === 'noData' && row.claim) return t(`báo cáo: ${claimWord(row)}`, `report: ${claimWord(row)}`);
  if (running(row) && row.pace) return paceWord(row.pace.class);
  if (row.percent !== null) return verdictWord(row.verdict);
  return row.verdict === 'noData' && row.reason === 'noNumericTarget' ? t('không nêu số', 'no number set') : '';
}
