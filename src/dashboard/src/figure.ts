import { h, s, save, type Child } from './dom.js';
import { t } from './state.js';
import { number } from './words.js';

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

export function saveCsv(name: string, twin: Twin): void { save(`${name}.csv`, new Blob([csv(twin)], { type: 'text/csv;charset=utf-8' })); }

/** A chart with its title, what it says, its table and its files. */
export function figure(title: string, says: string, picture: SVGElement, twin: Twin, name: string, legend: Child = null): HTMLElement {
  return h('figure', null,
    h('figcaption', null, h('h3', null, title), h('p', null, says)),
    legend, picture,
    h('div', { class: 'tools' },
      h('details', null, h('summary', null, t('Xem bảng số liệu', 'Show as a table')), table(twin, title)),
      h('button', { type: 'button', onclick: () => void savePng(name, picture, title) }, t('Tải hình (PNG)', 'Download picture (PNG)')),
      h('button', { type: 'button', onclick: () => save(`${name}.svg`, new Blob([standing(picture, title).text], { type: 'image/svg+xml' })) }, t('Tải hình (SVG)', 'Download picture (SVG)')),
      h('button', { type: 'button', onclick: () => saveCsv(name, twin) }, t('Tải số liệu (CSV)', 'Download data (CSV)'))));
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
  copy.setAttribute('viewBox', `${-margin} ${-head} ${width} ${height}`);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('font-family', 'system-ui, "Noto Sans", "DejaVu Sans", sans-serif');
  copy.removeAttribute('class');
  copy.prepend(s('rect', { x: -margin, y: -head, width, height, fill: page.backgroundColor }), s('text', { x: 0, y: -16, 'font-size': 18, 'font-weight': 700, fill: page.color }, title));
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

/** Draws the picture at twice its size, sharp enough for a report. */
async function savePng(name: string, picture: SVGElement, title: string): Promise<void> {
  const { text, width, height } = standing(picture, title);
  const image = new Image(), canvas = h('canvas', { width: width * 2, height: height * 2 });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob(blob => { if (blob) save(`${name}.png`, blob); }, 'image/png');
}
