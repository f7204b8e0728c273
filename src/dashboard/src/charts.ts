import { h, s, save, type Child } from './dom.js';
import { number, percent, shape, verdictWord } from './words.js';
import type { Row, Verdict } from './api.js';
import { expectedPercent } from './parts.js';
import { t } from './state.js';

/** The table that says the same as a chart. */
export interface Twin { head: string[]; rows: (string | number | null)[][] }

const cell = (value: string | number | null): string => value === null ? '' : typeof value === 'number' ? number(value, 4) : value;

export function table(whole: Twin, caption: string, hidden = true): HTMLElement {
  // A column with nothing in it says nothing.
  const filled = whole.head.map((_, i) => i === 0 || whole.rows.some(row => row[i] !== null && row[i] !== ''));
  const twin: Twin = { head: whole.head.filter((_, i) => filled[i]), rows: whole.rows.map(row => row.filter((_, i) => filled[i])) };
  const isNumber = twin.head.map((_, i) => i > 0 && twin.rows.every(row => row[i] === null || typeof row[i] === 'number'));
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, h('table', null, h('caption', { class: hidden ? 'unseen' : null }, caption),
    h('thead', null, h('tr', null, twin.head.map((text, i) => h('th', { scope: 'col', class: isNumber[i] ? 'number' : null }, text)))),
    h('tbody', null, twin.rows.map(row => h('tr', null, row.map((value, i) => i === 0 ? h('th', { scope: 'row' }, cell(value)) : h('td', { class: isNumber[i] ? 'number' : null }, cell(value))))))));
}

/** Comma-separated values that a spreadsheet opens with a double click; a text that would run as a formula is made harmless. */
export function csv(twin: Twin): string {
  const quote = (value: string | number | null): string => {
    if (typeof value === 'number') return String(value);
    const text = /^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : value ?? '';
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return '\ufeff' + [twin.head, ...twin.rows].map(row => row.map(quote).join(',')).join('\r\n') + '\r\n';
}

export function saveCsv(name: string, twin: Twin): void { save(`${name}.csv`, 'text/csv;charset=utf-8', csv(twin)); }

// A picture that leaves the page takes its looks along.
function saveSvg(name: string, picture: SVGElement): void {
  const copy = picture.cloneNode(true) as SVGElement;
  const painted = picture.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, i) => {
    const look = getComputedStyle(painted[i]!);
    for (const property of ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-size', 'font-weight', 'text-anchor']) element.setAttribute(property, look.getPropertyValue(property));
    element.removeAttribute('class');
  });
  const box = picture.getAttribute('viewBox')!.split(' ');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', box[2]!);
  copy.setAttribute('height', box[3]!);
  copy.setAttribute('font-family', 'system-ui, sans-serif');
  copy.insertBefore(s('rect', { width: '100%', height: '100%', fill: getComputedStyle(document.body).backgroundColor }), copy.firstChild);
  save(`${name}.svg`, 'image/svg+xml', new XMLSerializer().serializeToString(copy));
}

/** A chart with its title, what it says, its table and its files. */
export function figure(title: string, says: string, picture: SVGElement, twin: Twin, name: string, legend: Child = null): HTMLElement {
  return h('figure', null,
    h('figcaption', null, h('h3', null, title), h('p', null, says)),
    legend, picture,
    h('div', { class: 'tools' },
      h('details', null, h('summary', null, t('Xem bảng số liệu', 'Show as a table')), table(twin, title)),
      h('button', { type: 'button', onclick: () => saveSvg(name, picture) }, t('Tải hình (SVG)', 'Download picture (SVG)')),
      h('button', { type: 'button', onclick: () => saveCsv(name, twin) }, t('Tải số liệu (CSV)', 'Download data (CSV)'))));
}

function frame(width: number, height: number, label: string): SVGElement {
  return s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label, class: 'chart' });
}

/** The width that charts are drawn for, so that their text keeps its size. */
export const room = (): number => Math.max(280, Math.min(860, (document.querySelector('main')?.clientWidth ?? 800) - 34));

/** A bar of the percent, with a mark at the target and one where it should stand by now. */
export function bar(row: Row, label: string): SVGElement {
  const width = 320, top = 9, height = 14, value = row.percent ?? 0, expected = expectedPercent(row);
  const most = Math.min(Math.max(125, value, expected ?? 0), 220) * 1.02;
  const x = (at: number): number => Math.round(Math.max(0, Math.min(at, most)) / most * width * 10) / 10;
  const picture = s('svg', { viewBox: `0 0 ${width} 34`, role: 'img', 'aria-label': label, class: 'bar' },
    s('rect', { class: 'track', x: 0, y: top, width, height }),
    s('rect', { class: `fill ${row.verdict}`, x: 0, y: top, width: x(value), height }),
    value > most ? s('path', { class: 'ink', d: `M${width - 12} ${top - 2}l6 9l-6 9M${width - 6} ${top - 2}l6 9l-6 9` }) : null,
    s('path', { class: 'ink mark', d: `M${x(100)} 3V29` }),
    expected === null ? null : s('path', { class: 'expected', d: `M${x(expected)} ${top + height + 1}l5 9h-10z` }));
  return picture;
}

/** Bars across, the label above each so that long names are never cut. */
export function bars(items: { label: string; value: number; text: string; verdict: Verdict }[], label: string, mark: number | null): SVGElement {
  const width = room(), step = 46, most = Math.max(mark ?? 0, ...items.map(item => item.value), 1) * 1.05;
  const x = (at: number): number => Math.max(0, at) / most * (width - 4);
  const picture = frame(width, items.length * step + 24, label);
  items.forEach((item, i) => {
    const y = i * step;
    picture.append(
      s('text', { x: 0, y: y + 16 }, item.label),
      s('text', { x: width - 2, y: y + 16, class: 'strong end' }, item.text),
      s('rect', { class: 'track', x: 0, y: y + 23, width: width - 4, height: 14 }),
      s('rect', { class: `fill ${item.verdict}`, x: 0, y: y + 23, width: x(item.value), height: 14 }));
  });
  if (mark !== null) picture.append(s('path', { class: 'ink mark', d: items.map((_, i) => `M${x(mark)} ${i * step + 20}v20`).join('') }),
    s('text', { x: Math.min(x(mark), width - 60), y: items.length * step + 14, class: 'quiet middle' }, t('100 %: đạt nghị quyết', '100%: target reached')));
  return picture;
}

/** Columns up. */
export function columns(items: { label: string; value: number; verdict: Verdict }[], label: string): SVGElement {
  const width = room(), height = 190, step = width / items.length, most = Math.max(1, ...items.map(item => item.value));
  const picture = frame(width, height, label);
  items.forEach((item, i) => {
    const tall = item.value / most * 120, x = i * step;
    picture.append(
      s('rect', { class: `fill ${item.verdict}`, x: x + step * 0.12, y: 150 - tall, width: step * 0.76, height: tall }),
      s('text', { x: x + step / 2, y: 142 - tall, class: 'strong middle' }, number(item.value)),
      s('text', { x: x + step / 2, y: 174, class: 'middle small' }, item.label));
  });
  picture.append(s('path', { class: 'axis', d: `M0 150.5H${width}` }));
  return picture;
}

export interface Line { name: string; dashed?: boolean; like?: number; points: { at: number; value: number }[] }

function steps(low: number, high: number): number[] {
  const rough = (high - low) / 4 || 1, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(times => times * power).find(size => size >= rough)!;
  const found: number[] = [];
  for (let at = Math.floor(low / step) * step; at <= high + step * 0.99; at += step) found.push(Math.round(at * 1e6) / 1e6);
  return found;
}

const marks = [(x: number, y: number) => `M${x - 5} ${y - 5}h10v10h-10z`, (x: number, y: number) => `M${x} ${y - 6}l6 11h-12z`, (x: number, y: number) => `M${x} ${y - 7}l7 7l-7 7l-7-7z`, (x: number, y: number) => `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z`];

/** Lines over time. Each has its own shape as well as its own colour; an expected path is dashed in the colour of its line. */
export function lines(all: Line[], label: string): SVGElement {
  const width = room(), height = 300, left = 56, right = 20, points = all.flatMap(line => line.points);
  const ticks = steps(Math.min(0, ...points.map(point => point.value)), Math.max(...points.map(point => point.value)));
  const low = ticks[0]!, high = ticks.at(-1)!;
  const times = points.map(point => point.at), earliest = Math.min(...times), latest = Math.max(...times);
  // One moment stands in the middle of its year, not at an edge.
  const aside = earliest === latest ? 2e10 : 0, first = earliest - aside, last = latest + aside;
  const x = (at: number): number => Math.round((left + (at - first) / (last - first) * (width - left - right)) * 10) / 10;
  const y = (value: number): number => Math.round((260 - (value - low) / (high - low || 1) * 240) * 10) / 10;
  const picture = frame(width, height, label);
  for (const tick of ticks) picture.append(s('path', { class: 'grid', d: `M${left} ${y(tick)}H${width - right}` }), s('text', { x: left - 8, y: y(tick) + 5, class: 'quiet end' }, number(tick)));
  const from = new Date(first).getUTCFullYear(), to = new Date(last).getUTCFullYear(), every = Math.ceil((to - from + 1) / (width / 70));
  for (let year = from; year <= to; year += every) {
    const at = Date.UTC(year, 11, 31);
    if (at >= first - 1 && at <= last + 864e5) picture.append(s('text', { x: x(at), y: 284, class: at >= last - 1e9 ? 'quiet end' : at <= first + 1e9 ? 'quiet' : 'quiet middle' }, String(year)));
  }
  all.forEach((line, i) => {
    const look = (line.like ?? i) % 4;
    const path = line.points.map((point, n) => `${n ? 'L' : 'M'}${x(point.at)} ${y(point.value)}`).join('');
    picture.append(s('path', { class: `line series${look}${line.dashed ? ' dashed' : ''}`, d: path }));
    // A path known at one moment only is a ring there.
    if (line.dashed && line.points.length === 1) picture.append(s('circle', { class: `line series${look}`, cx: x(line.points[0]!.at), cy: y(line.points[0]!.value), r: 6 }));
    if (!line.dashed) for (const point of line.points) picture.append(s('path', { class: `dot series${look}`, d: marks[look]!(x(point.at), y(point.value)) }));
  });
  return picture;
}

/** What the lines are. */
export function legend(all: Line[]): HTMLElement {
  return h('ul', { class: 'legend' }, all.map((line, i) => {
    const look = (line.like ?? i) % 4, ring = line.dashed && line.points.length === 1;
    return h('li', null, s('svg', { viewBox: '0 0 32 16', width: 32, height: 16, 'aria-hidden': 'true', class: 'chart' }, ring ? s('circle', { class: `line series${look}`, cx: 16, cy: 8, r: 6 }) : s('path', { class: `line series${look}${line.dashed ? ' dashed' : ''}`, d: 'M0 8H32' }), line.dashed ? null : s('path', { class: `dot series${look}`, d: marks[look]!(16, 8) })), line.name);
  }));
}

/** The verdict as a badge: shape, word and colour. */
export const badge = (verdict: Verdict, text?: string): HTMLElement =>
  h('span', { class: `badge ${verdict}` }, h('span', { 'aria-hidden': 'true' }, shape[verdict]), ' ', text ?? verdictWord(verdict));

export const percentOf = (row: { percent: number | null; verdict: Verdict }): string => percent(row.percent, row.verdict);
