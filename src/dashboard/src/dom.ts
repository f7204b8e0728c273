export type Child = Node | string | number | null | undefined | false | Child[];
type Props = Record<string, unknown>;

function fill(element: Element, props: Props | null, children: Child[]): void {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value as EventListener);
    else if (name === 'value') (element as HTMLInputElement).value = String(value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  add(element, children);
}

export function add(element: Element, children: Child): void {
  if (children === null || children === undefined || children === false) return;
  if (Array.isArray(children)) for (const child of children) add(element, child);
  else element.append(children instanceof Node ? children : String(children));
}

/** An HTML element. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props | null, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  // A select takes its value only once it has its options.
  const { value, ...rest } = props ?? {};
  fill(element, rest, children);
  if (value !== undefined && value !== null) (element as unknown as HTMLInputElement).value = String(value);
  return element;
}

/** An SVG element. */
export function s(tag: string, props?: Props | null, ...children: Child[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(element, props ?? null, children);
  return element;
}

/** Saves a file. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const anchor = h('a', { href: url, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Vietnamese text without its marks, for searching. */
export function bare(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase();
}
