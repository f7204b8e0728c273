import { h, s } from './dom.js';
import { number, percent, phrase, shape, verdictWord } from './words.js';
import type { Band, Judged, Row, Series, Verdict } from './api.js';
import { isOnPath, tone } from './parts.js';
import { t } from './state.js';

function frame(width: number, height: number, label: string): SVGElement {
  return s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label, class: 'chart' });
}

/** The width that charts are drawn for, so that their text keeps its size. */
export const room = (): number => Math.max(280, Math.min(860, (document.querySelector('main')?.clientWidth ?? 800) - 34));

/** A bar of the percent, with a mark at the target and one where it should stand by now. */
export function bar(row: Row, expected: number | null, label: string): SVGElement {
  const width = 320, top = 9, height = 14, value = row.percent ?? 0;
  const most = Math.min(Math.max(125, value, expected ?? 0), 220) * 1.02;
  const x = (at: number): number => Math.round(Math.max(0, Math.min(at, most)) / most * width * 10) / 10;
  const picture = s('svg', { viewBox: `0 0 ${width} 34`, role: 'img', 'aria-label': label, class: 'bar' },
    s('rect', { class: 'track', x: 0, y: top, width, height }),
    s('rect', { class: `fill ${tone(row)}`, x: 0, y: top, width: x(value), height }),
    value > most ? s('path', { class: 'ink', d: `M${width - 12} ${top - 2}l6 9l-6 9M${width - 6} ${top - 2}l6 9l-6 9` }) : null,
    s('path', { class: 'ink mark', d: `M${x(100)} 3V29` }),
    expected === null ? null : s('path', { class: 'expected', d: `M${x(expected)} ${top + height + 1}l5 9h-10z` }));
  return picture;
}

/** How it went, as small as a word: the actual, the expected path dashed, the latest figure as a dot. Null where there is no course to draw. */
export function sparkline(series: Series): SVGElement | null {
  const known = series.items.filter(point => point.actual !== null).map(point => ({ at: Date.parse(point.periodEnd), value: point.actual! }));
  const actual = series.baseline === null ? known : [{ at: Date.parse(series.scopeStart), value: series.baseline }, ...known];
  if (actual.length < 2) return null;
  const path = series.items.filter(point => point.expected !== null).map(point => ({ at: Date.parse(point.periodEnd), value: point.expected! }));
  const width = 160, height = 40, margin = 5, every = [...actual, ...path];
  const low = Math.min(...every.map(point => point.value)), high = Math.max(...every.map(point => point.value));
  const first = Math.min(...every.map(point => point.at)), last = Math.max(...every.map(point => point.at));
  const x = (at: number): number => Math.round((margin + (at - first) / (last - first || 1) * (width - 2 * margin)) * 10) / 10;
  const y = (value: number): number => Math.round((height - margin - (value - low) / (high - low || 1) * (height - 2 * margin)) * 10) / 10;
  const drawn = (points: typeof actual): string => points.map((point, i) => `${i ? 'L' : 'M'}${x(point.at)} ${y(point.value)}`).join('');
  const end = actual.at(-1)!;
  const course = actual.map(point => number(point.value)).join(', ');
  return s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': t(`Diễn biến: ${course}`, `Over time: ${course}`) },
    path.length > 1 ? s('path', { class: 'line series1 dashed thin', d: drawn(path) }) : null,
    s('path', { class: 'line series0', d: drawn(actual) }), s('circle', { class: 'dot series0', cx: x(end.at), cy: y(end.value), r: 4 }));
}

/** Bars across, the label above each so that long names are never cut; each leads to what it stands for. */
export function bars(items: { label: string; value: number; text: string; verdict: Verdict; href: string; says: string }[], label: string, mark: number | null): SVGElement {
  const width = room(), step = 46, most = Math.max(mark ?? 0, ...items.map(item => item.value), 1) * 1.05;
  const x = (at: number): number => Math.max(0, at) / most * (width - 4);
  const picture = frame(width, items.length * step + 24, label);
  // What holds links is no picture to a reader of the screen.
  picture.setAttribute('role', 'group');
  items.forEach((item, i) => {
    const y = i * step;
    picture.append(s('a', { href: item.href, class: 'touch' },
      s('title', null, item.says),
      s('rect', { class: 'ground', x: 0, y, width, height: step - 4 }),
      s('text', { x: 0, y: y + 16 }, item.label),
      s('text', { x: width - 2, y: y + 16, class: 'strong end' }, item.text),
      s('rect', { class: 'track', x: 0, y: y + 23, width: width - 4, height: 14 }),
      s('rect', { class: `fill ${item.verdict}`, x: 0, y: y + 23, width: x(item.value), height: 14 })));
  });
  if (mark !== null) picture.append(s('path', { class: 'ink mark', d: items.map((_, i) => `M${x(mark)} ${i * step + 20}v20`).join('') }),
    s('text', { x: Math.min(x(mark), width - 60), y: items.length * step + 14, class: 'quiet middle' }, t('100%: đạt nghị quyết', '100%: target reached')));
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

/** Each unit as a mark on the scale of percents, so that even two or three are seen beside the target and each other. */
export function strip(items: { name: string; value: number; verdict: Verdict }[], label: string): SVGElement {
  const width = room(), left = 16, most = Math.max(120, ...items.map(item => item.value)) * 1.04, named = items.length <= 6;
  const x = (value: number): number => Math.round((left + Math.max(0, value) / most * (width - 2 * left)) * 10) / 10;
  const sorted = [...items].sort((a, b) => a.value - b.value), ground = named ? 26 + sorted.length * 22 : 110;
  const picture = frame(width, ground + 44, label);
  for (const tick of steps(0, most).filter(tick => tick <= most)) {
    picture.append(
      s('path', { class: 'grid', d: `M${x(tick)} 8V${ground + 12}` }),
      s('text', { x: x(tick), y: ground + 32, class: 'quiet middle' }, `${number(tick)}%`));
  }
  picture.append(s('path', { class: 'axis', d: `M${left} ${ground + 12}H${width - left}` }), s('path', { class: 'ink', d: `M${x(100)} 4V${ground + 12}` }));
  let crowd: number[] = [];
  sorted.forEach((item, i) => {
    const at = x(item.value);
    crowd = crowd.filter(other => at - other < 13);
    const y = named ? ground : Math.max(14, ground - crowd.length * 13);
    crowd.push(at);
    if (named) {
      const end = at > width * 0.6, line = 22 + i * 22;
      picture.append(
        s('path', { class: 'grid', d: `M${at} ${line + 5}V${ground - 8}` }),
        s('text', { x: end ? at + 4 : at - 4, y: line, class: end ? 'end' : null }, item.name, ' ', percent(item.value, item.verdict)));
    }
    picture.append(s('path', { class: `fill edge ${item.verdict}`, d: marks[item.verdict === 'notMet' ? 2 : item.verdict === 'met' ? 3 : 1]!(at, y) }));
  });
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

// A square, a triangle, a diamond and a disc.
const marks = [
  (x: number, y: number) => `M${x - 5} ${y - 5}h10v10h-10z`,
  (x: number, y: number) => `M${x} ${y - 6}l6 11h-12z`,
  (x: number, y: number) => `M${x} ${y - 7}l7 7l-7 7l-7-7z`,
  (x: number, y: number) => `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z`,
];

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
  for (const tick of ticks) {
    picture.append(
      s('path', { class: 'grid', d: `M${left} ${y(tick)}H${width - right}` }),
      s('text', { x: left - 8, y: y(tick) + 5, class: 'quiet end' }, number(tick)));
  }
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
    const stroke = ring ? s('circle', { class: `line series${look}`, cx: 16, cy: 8, r: 6 }) : s('path', { class: `line series${look}${line.dashed ? ' dashed' : ''}`, d: 'M0 8H32' });
    const dot = line.dashed ? null : s('path', { class: `dot series${look}`, d: marks[look]!(16, 8) });
    return h('li', null, s('svg', { viewBox: '0 0 32 16', width: 32, height: 16, 'aria-hidden': 'true', class: 'chart' }, stroke, dot), line.name);
  }));
}

/** The verdict as a badge: shape, word and colour. */
export const badge = (verdict: Verdict, text?: string): HTMLElement =>
  h('span', { class: `badge ${verdict}` }, h('span', { 'aria-hidden': 'true' }, shape[verdict]), ' ', text ?? verdictWord(verdict));

/** The colour beside a verdict: its shape in the colour, where that is a usual one, and always its text. */
export const colour = (band: Band): HTMLElement => h('p', { class: 'colour' }, h('span', { class: `dye ${band.name}`, 'aria-hidden': 'true' }, dyes[band.shape] ?? '■'), ' ', phrase(band.text));
const dyes: Record<string, string> = { circle: '●', square: '■', triangle: '▲', diamond: '◆', star: '★', cross: '✖' };

/** The badge of a target that is not met yet and not behind: it does not look like a failure. */
export const runningBadge = (): HTMLElement =>
  h('span', { class: 'badge notMet running' }, h('span', { 'aria-hidden': 'true' }, shape.notMet), t(' Chưa đạt, còn thời hạn', ' Not met yet, still time'));

/** The badge of how a target would stand. */
export const standingBadge = (judged: Judged): HTMLElement =>
  judged.verdict === 'notMet' && !judged.due && isOnPath(judged.paceClass) ? runningBadge() : badge(judged.verdict);

export const percentOf = (row: { percent: number | null; verdict: Verdict }): string => percent(row.percent, row.verdict);
