import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import type { Band, Judged, Row, Series, Verdict } from './api.js';
import { isOnPath, tone } from './parts.js';
import { say } from './texts/say.js';
import { number, percent, phrase, shape, verdictWord } from './words.js';

/** The width that charts are drawn for, so that their text keeps its size. */
const room = signal(800);
export const roomNow = (): number => room.value;
export function measureRoom(): void { room.value = Math.max(280, Math.min(1180, (document.querySelector('main')?.clientWidth ?? 800) - 34)); }

const tenth = (value: number): number => Math.round(value * 10) / 10;

// What holds links is no picture to a reader of the screen.
export const Frame = ({ width, height, label, role = 'img', children }: { width: number; height: number; label: string; role?: 'img' | 'group'; children: ComponentChildren }): JSX.Element =>
  <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role={role} aria-label={label} class="chart">{children}</svg>;

/** A bar of the percent, with a mark at the target and one where it should stand by now. */
export function Bar({ row, expected, label }: { row: Row; expected: number | null; label: string }): JSX.Element {
  const width = 320, top = 9, height = 14, value = row.percent ?? 0;
  const most = Math.min(Math.max(125, value, expected ?? 0), 220) * 1.02;
  const x = (at: number): number => tenth(Math.max(0, Math.min(at, most)) / most * width);
  return <svg viewBox={`0 0 ${width} 34`} role="img" aria-label={label} class="bar">
    <rect class="track" x={0} y={top} width={width} height={height} />
    <rect class={`fill ${tone(row)}`} x={0} y={top} width={x(value)} height={height} />
    {value > most ? <path class="ink" d={`M${width - 12} ${top - 2}l6 9l-6 9M${width - 6} ${top - 2}l6 9l-6 9`} /> : null}
    <path class="ink mark" d={`M${x(100)} 3V29`} />
    {expected === null ? null : <path class="expected" d={`M${x(expected)} ${top + height + 1}l5 9h-10z`} />}
  </svg>;
}

interface Point { at: number; value: number }
const path = (points: Point[], x: (at: number) => number, y: (value: number) => number): string => points.map((point, i) => `${i ? 'L' : 'M'}${x(point.at)} ${y(point.value)}`).join('');

/** The figures of a course, and the path that was expected. */
export const actuals = (series: Series): Point[] => series.items.filter(point => point.actual !== null).map(point => ({ at: Date.parse(point.periodEnd), value: point.actual! }));
export const expectedPath = (series: Series): Point[] => series.items.filter(point => point.expected !== null).map(point => ({ at: Date.parse(point.periodEnd), value: point.expected! }));

/** How it went, as small as a word: the actual, the expected path dashed, the latest figure as a dot. Nothing where there is no course to draw. */
export function Sparkline({ series }: { series: Series }): JSX.Element | null {
  const known = actuals(series), expected = expectedPath(series);
  const actual = series.baseline === null ? known : [{ at: Date.parse(series.scopeStart), value: series.baseline }, ...known];
  if (actual.length < 2) return null;
  const width = 160, height = 40, margin = 5, every = [...actual, ...expected], values = every.map(point => point.value), times = every.map(point => point.at);
  const low = Math.min(...values), high = Math.max(...values), first = Math.min(...times), last = Math.max(...times), end = actual.at(-1)!;
  const x = (at: number): number => tenth(margin + (at - first) / (last - first || 1) * (width - 2 * margin));
  const y = (value: number): number => tenth(height - margin - (value - low) / (high - low || 1) * (height - 2 * margin));
  const course = actual.map(point => number(point.value)).join(', ');
  return <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={say('charts.overTime', { course })}>
    {expected.length > 1 ? <path class="line series1 dashed thin" d={path(expected, x, y)} /> : null}
    <path class="line series0" d={path(actual, x, y)} /><circle class="dot series0" cx={x(end.at)} cy={y(end.value)} r={4} />
  </svg>;
}

export interface Item { label: string; value: number; text: string; verdict: Verdict; href: string; says: string }

/** Bars across, the label above each so that long names are never cut; each leads to what it stands for. */
export function Bars({ items, label, mark }: { items: Item[]; label: string; mark: number }): JSX.Element {
  const width = room.value, step = 46, most = Math.max(mark, ...items.map(item => item.value), 1) * 1.05;
  const x = (at: number): number => Math.max(0, at) / most * (width - 4);
  return <Frame width={width} height={items.length * step + 24} label={label} role="group">
    {items.map((item, i) => <a key={item.href} href={item.href} class="touch">
      <title>{item.says}</title>
      <rect class="ground" x={0} y={i * step} width={width} height={step - 4} />
      <text x={0} y={i * step + 16}>{item.label}</text>
      <text x={width - 2} y={i * step + 16} class="strong end">{item.text}</text>
      <rect class="track" x={0} y={i * step + 23} width={width - 4} height={14} />
      <rect class={`fill ${item.verdict}`} x={0} y={i * step + 23} width={x(item.value)} height={14} />
    </a>)}
    <path class="ink mark" d={items.map((_, i) => `M${x(mark)} ${i * step + 20}v20`).join('')} />
    <text x={Math.min(x(mark), width - 60)} y={items.length * step + 14} class="quiet middle">{say('charts.targetReached')}</text>
  </Frame>;
}

/** Columns up. */
export function Columns({ items, label }: { items: { label: string; value: number; verdict: Verdict }[]; label: string }): JSX.Element {
  const width = room.value, step = width / items.length, most = Math.max(1, ...items.map(item => item.value));
  return <Frame width={width} height={190} label={label}>
    {items.map((item, i) => {
      const tall = item.value / most * 120, middle = (i + .5) * step;
      return <g key={item.label}>
        <rect class={`fill ${item.verdict}`} x={i * step + step * .12} y={150 - tall} width={step * .76} height={tall} />
        <text x={middle} y={142 - tall} class="strong middle">{number(item.value)}</text>
        <text x={middle} y={174} class="middle small">{item.label}</text>
      </g>;
    })}
    <path class="axis" d={`M0 150.5H${width}`} />
  </Frame>;
}

/** Each unit as a mark on the scale of percents, so that even two or three are seen beside the target and each other. */
export function Strip({ items, label }: { items: { name: string; value: number; verdict: Verdict }[]; label: string }): JSX.Element {
  const width = room.value, left = 16, most = Math.max(120, ...items.map(item => item.value)) * 1.04, named = items.length <= 6;
  const x = (value: number): number => tenth(left + Math.max(0, value) / most * (width - 2 * left));
  const sorted = [...items].sort((a, b) => a.value - b.value), ground = named ? 26 + sorted.length * 22 : 110;
  let crowd: number[] = [];
  return <Frame width={width} height={ground + 44} label={label}>
    {steps(0, most).filter(tick => tick <= most).map(tick => <g key={tick}>
      <path class="grid" d={`M${x(tick)} 8V${ground + 12}`} /><text x={x(tick)} y={ground + 32} class="quiet middle">{number(tick)}%</text>
    </g>)}
    <path class="axis" d={`M${left} ${ground + 12}H${width - left}`} /><path class="ink" d={`M${x(100)} 4V${ground + 12}`} />
    {sorted.map((item, i) => {
      const at = x(item.value), end = at > width * .6, line = 22 + i * 22;
      crowd = crowd.filter(other => at - other < 13);
      const y = named ? ground : Math.max(14, ground - crowd.length * 13);
      crowd.push(at);
      return <g key={i}>
        {named ? <><path class="grid" d={`M${at} ${line + 5}V${ground - 8}`} /><text x={end ? at + 4 : at - 4} y={line} class={end ? 'end' : undefined}>{item.name} {percent(item.value, item.verdict)}</text></> : null}
        <path class={`fill edge ${item.verdict}`} d={marks[item.verdict === 'notMet' ? 2 : item.verdict === 'met' ? 3 : 1]!(at, y)} />
      </g>;
    })}
  </Frame>;
}

export interface Line { name: string; dashed?: boolean; like?: number; points: Point[] }

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
const lookOf = (line: Line, i: number): number => (line.like ?? i) % 4;

/** Lines over time. Each has its own shape as well as its own colour; an expected path is dashed in the colour of its line. */
export function Lines({ all, label, most = 1180 }: { all: Line[]; label: string; most?: number }): JSX.Element {
  const width = Math.min(room.value, most), height = 300, left = 56, right = 20, points = all.flatMap(line => line.points);
  const ticks = steps(Math.min(0, ...points.map(point => point.value)), Math.max(...points.map(point => point.value)));
  const low = ticks[0]!, high = ticks.at(-1)!;
  const times = points.map(point => point.at), earliest = Math.min(...times), latest = Math.max(...times);
  // One moment stands in the middle of its year, not at an edge.
  const aside = earliest === latest ? 2e10 : 0, first = earliest - aside, last = latest + aside;
  const x = (at: number): number => tenth(left + (at - first) / (last - first) * (width - left - right));
  const y = (value: number): number => tenth(260 - (value - low) / (high - low || 1) * 240);
  const from = new Date(first).getUTCFullYear(), to = new Date(last).getUTCFullYear(), every = Math.ceil((to - from + 1) / (width / 70)), years: number[] = [];
  for (let year = from; year <= to; year += every) years.push(year);
  return <Frame width={width} height={height} label={label}>
    {ticks.map(tick => <g key={tick}><path class="grid" d={`M${left} ${y(tick)}H${width - right}`} /><text x={left - 8} y={y(tick) + 5} class="quiet end">{number(tick)}</text></g>)}
    {years.map(year => {
      const at = Date.UTC(year, 11, 31);
      return at >= first - 1 && at <= last + 864e5 ? <text key={year} x={x(at)} y={284} class={at >= last - 1e9 ? 'quiet end' : at <= first + 1e9 ? 'quiet' : 'quiet middle'}>{year}</text> : null;
    })}
    {all.map((line, i) => {
      const look = lookOf(line, i);
      return <g key={i}>
        <path class={`line series${look}${line.dashed ? ' dashed' : ''}`} d={path(line.points, x, y)} />
        {/* A path known at one moment only is a ring there. */}
        {line.dashed && line.points.length === 1 ? <circle class={`line series${look}`} cx={x(line.points[0]!.at)} cy={y(line.points[0]!.value)} r={6} /> : null}
        {line.dashed ? null : line.points.map(point => <path key={point.at} class={`dot series${look}`} d={marks[look]!(x(point.at), y(point.value))}>
          <title>{`${line.name}, ${new Date(point.at).getUTCFullYear()}: ${number(point.value)}`}</title></path>)}
      </g>;
    })}
  </Frame>;
}

/** What the lines are. */
export const Legend = ({ all }: { all: Line[] }): JSX.Element => <ul class="legend">{all.map((line, i) => {
  const look = lookOf(line, i);
  return <li key={i}><svg viewBox="0 0 32 16" width={32} height={16} aria-hidden="true" class="chart">
    {line.dashed && line.points.length === 1 ? <circle class={`line series${look}`} cx={16} cy={8} r={6} /> : <path class={`line series${look}${line.dashed ? ' dashed' : ''}`} d="M0 8H32" />}
    {line.dashed ? null : <path class={`dot series${look}`} d={marks[look]!(16, 8)} />}
  </svg>{line.name}</li>;
})}</ul>;

/** The verdict as a badge: shape, word and colour. */
export const Badge = ({ verdict, text }: { verdict: Verdict; text?: string }): JSX.Element => <span class={`badge ${verdict}`}><span aria-hidden="true">{shape[verdict]}</span> {text ?? verdictWord(verdict)}</span>;

/** The colour beside a verdict: its shape in the colour, where that is a usual one, and always its text. */
export const Colour = ({ band }: { band: Band }): JSX.Element => <p class="colour"><span class={`dye ${band.name}`} aria-hidden="true">{dyes[band.shape] ?? '■'}</span> {phrase(band.text)}</p>;
const dyes: Record<string, string> = { circle: '●', square: '■', triangle: '▲', diamond: '◆', star: '★', cross: '✖' };

/** The badge of a target that is not met yet and not behind: it does not look like a failure. */
export const RunningBadge = (): JSX.Element => <span class="badge notMet running"><span aria-hidden="true">{shape.notMet}</span>{say('charts.running')}</span>;

/** The badge of how a target would stand. */
export const StandingBadge = ({ judged }: { judged: Judged }): JSX.Element => judged.verdict === 'notMet' && !judged.due && isOnPath(judged.paceClass) ? <RunningBadge /> : <Badge verdict={judged.verdict} />;

export const percentOf = (row: { percent: number | null; verdict: Verdict }): string => percent(row.percent, row.verdict);
