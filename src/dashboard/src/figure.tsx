import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { Table, type Column, type Value } from './table.js';
import { say } from './texts/say.js';
import { save } from './view.js';
import { number } from './words.js';

/** The table that says the same as a chart. */
export interface Twin { head: string[]; rows: Value[][] }

export function TwinTable({ twin, caption }: { twin: Twin; caption: string }): JSX.Element {
  // A column with nothing in it says nothing.
  const filled = twin.head.map((_, i) => i).filter(i => i === 0 || twin.rows.some(row => row[i] !== null && row[i] !== ''));
  const columns = filled.map((i): Column<Value[]> => {
    const isNumber = i > 0 && twin.rows.every(row => row[i] === null || typeof row[i] === 'number');
    return { head: twin.head[i]!, number: isNumber, value: row => row[i]!, cell: row => typeof row[i] === 'number' ? number(row[i] as number, 4) : row[i] };
  });
  return <Table columns={columns} rows={twin.rows} label={caption} />;
}

/** Comma-separated values that a spreadsheet opens with a double click; a text that would run as a formula is made harmless. */
export function csv(twin: Twin): string {
  const quote = (value: Value): string => {
    if (typeof value === 'number') return String(value);
    const text = /^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : value ?? '';
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return '\ufeff' + [twin.head, ...twin.rows].map(row => row.map(quote).join(',')).join('\r\n') + '\r\n';
}

export function CsvButton({ name, twin }: { name: string; twin: () => Twin }): JSX.Element {
  return <button type="button" onClick={() => save(`${name}.csv`, new Blob([csv(twin())], { type: 'text/csv;charset=utf-8' }))}>{say('figure.downloadDataCsv')}</button>;
}

/** A chart with its title, what it says, its table and its files. */
export function Figure({ title, says, twin, name, legend, children }: { title: string; says: string; twin: Twin; name: string; legend?: ComponentChildren; children: ComponentChildren }): JSX.Element {
  const holder = useRef<HTMLDivElement>(null), picture = (): SVGElement => holder.current!.querySelector('svg')!;
  return <figure>
    <figcaption><h3>{title}</h3><p>{says}</p></figcaption>
    {legend}
    <div ref={holder}>{children}</div>
    <div class="tools">
      <details><summary>{say('figure.showAsATable')}</summary><TwinTable twin={twin} caption={title} /></details>
      <button type="button" onClick={() => void savePng(name, picture(), title)}>{say('figure.downloadPicturePng')}</button>
      <button type="button" onClick={() => save(`${name}.svg`, new Blob([standing(picture(), title).text], { type: 'image/svg+xml' }))}>{say('figure.downloadPictureSvg')}</button>
      <CsvButton name={name} twin={() => twin} />
    </div>
  </figure>;
}

const looks = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font-size', 'font-weight', 'text-anchor'];

/** The picture as a file that stands alone: with its title, its background and its looks, which the page's own style gave it. */
function standing(picture: SVGElement, title: string): { text: string; width: number; height: number } {
  const copy = picture.cloneNode(true) as SVGElement, painted = picture.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, i) => {
    const look = getComputedStyle(painted[i]!);
    for (const property of looks) element.setAttribute(property, look.getPropertyValue(property));
    element.removeAttribute('class');
  });
  const [, , w, t] = picture.getAttribute('viewBox')!.split(' ').map(Number), margin = 16, head = 44;
  const width = w! + 2 * margin, height = t! + head + margin, page = getComputedStyle(document.body);
  const set = (element: Element, names: Record<string, string | number>): Element => { for (const [name, value] of Object.entries(names)) element.setAttribute(name, String(value)); return element; };
  set(copy, { viewBox: `${-margin} ${-head} ${width} ${height}`, xmlns: 'http://www.w3.org/2000/svg', width, height, 'font-family': 'system-ui, "Noto Sans", "DejaVu Sans", sans-serif' });
  copy.removeAttribute('class');
  const words = set(document.createElementNS(copy.namespaceURI, 'text'), { x: 0, y: -16, 'font-size': 18, 'font-weight': 700, fill: page.color });
  words.textContent = title;
  copy.prepend(set(document.createElementNS(copy.namespaceURI, 'rect'), { x: -margin, y: -head, width, height, fill: page.backgroundColor }), words);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

/** Draws the picture at twice its size, sharp enough for a report. */
async function savePng(name: string, picture: SVGElement, title: string): Promise<void> {
  const { text, width, height } = standing(picture, title);
  const image = new Image(), canvas = Object.assign(document.createElement('canvas'), { width: width * 2, height: height * 2 });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob(blob => { if (blob) save(`${name}.png`, blob); }, 'image/png');
}
