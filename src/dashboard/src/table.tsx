import { signal } from '@preact/signals';
import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';
import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { say } from './texts/say.js';
import { alphabet } from './words.js';

export type Value = string | number | null;

/** A column: the first says what its row is about. What has a value can be put in order by it. */
export interface Column<T> {
  head: string; href?: string; number?: boolean; value?: (row: T) => Value;
  /** What a cell shows; its value where this is not given. */
  cell?: (row: T) => ComponentChildren;
}

// Of more rows only those in sight are in the page.
const most = 100;
const paper = matchMedia('print'), isPrinted = signal(paper.matches);
paper.addEventListener('change', () => { isPrinted.value = paper.matches; });

interface Order { at: number; down: boolean }
interface Placed<T> { row: T; key: number }

/** The rows in the order of a column: numbers by size, words by the Vietnamese alphabet, what has no value last either way. */
function inOrder<T>(rows: T[], columns: Column<T>[], order: Order | null): Placed<T>[] {
  const placed = rows.map((row, key) => ({ row, key, value: order ? columns[order.at]!.value!(row) : null }));
  if (!order) return placed;
  const turn = order.down ? -1 : 1;
  return placed.sort((a, b) => a.value === null || b.value === null ? Number(a.value === null) - Number(b.value === null)
    : turn * (typeof a.value === 'number' && typeof b.value === 'number' ? a.value - b.value : alphabet.compare(String(a.value), String(b.value))));
}

/** The rows in sight, with the room that those above and below take. */
function useSight(count: number, scroller: RefObject<HTMLElement>): { isLong: boolean; from: number; to: number; above: number; below: number; measure?: (row: HTMLTableRowElement | null) => void } {
  const [, redraw] = useReducer((n: number) => n + 1, 0), isLong = count > most && !isPrinted.value;
  const options = {
    count, enabled: isLong, getScrollElement: () => scroller.current, estimateSize: () => 44, overscan: 12, initialRect: { width: 0, height: 800 },
    observeElementRect, observeElementOffset, scrollToFn: elementScroll, onChange: () => redraw(0),
  };
  const [virtual] = useState(() => new Virtualizer<HTMLElement, HTMLTableRowElement>(options));
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), []);
  useLayoutEffect(() => virtual._willUpdate());
  const seen = isLong ? virtual.getVirtualItems() : [];
  if (!seen.length) return { isLong, from: 0, to: isLong ? most : count, above: 0, below: 0 };
  const last = seen.at(-1)!;
  return { isLong, from: seen[0]!.index, to: last.index + 1, above: seen[0]!.start, below: virtual.getTotalSize() - last.end, measure: row => virtual.measureElement(row) };
}

/** A table that is put in order by its heads and stays quick however long it is. */
export function Table<T>({ columns, rows, label, id, look = '', caption, placed }: {
  columns: Column<T>[]; rows: T[]; label: string; id?: string; look?: string; caption?: string; placed?: { id?: string; look: string };
}): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null), [order, setOrder] = useState<Order | null>(null);
  const all = useMemo(() => inOrder(rows, columns, order), [rows, order]), sight = useSight(all.length, scroller);
  // Many first, names from the first letter; pressed again the other way, and then as it came.
  function press(at: number): void {
    const first = columns[at]!.number ?? false;
    setOrder(order?.at !== at ? { at, down: first } : order.down === first ? { at, down: !first } : null);
  }
  const gap = (high: number): JSX.Element | null => high > 0 ? <tr aria-hidden="true"><td colSpan={columns.length} style={{ height: `${high}px`, padding: '0' }} /></tr> : null;
  return <div ref={scroller} id={placed?.id} class={`scroll ${rows.length > most ? 'tall ' : ''}${placed?.look ?? ''}`} tabIndex={0} role="region" aria-label={label}>
    <table id={id} class={look || undefined} aria-rowcount={sight.isLong ? rows.length + 1 : undefined}>
      <caption class={caption ? undefined : 'unseen'}>{caption ?? label}</caption>
      <thead><tr>{columns.map((column, i) => <Head key={i} column={column} down={order?.at === i ? order.down : null} press={() => press(i)} />)}</tr></thead>
      <tbody>
        {gap(sight.above)}
        {all.slice(sight.from, sight.to).map(({ row, key }, n) => <tr key={key} ref={sight.measure} data-index={sight.from + n} aria-rowindex={sight.isLong ? sight.from + n + 2 : undefined}>
          {columns.map((column, i) => {
            const content = column.cell ? column.cell(row) : column.value?.(row);
            return i === 0 ? <th key={i} scope="row">{content}</th> : <td key={i} class={column.number ? 'number' : undefined} data-name={column.value ? column.head : undefined}>{content}</td>;
          })}
        </tr>)}
        {gap(sight.below)}
      </tbody>
    </table>
  </div>;
}

function Head<T>({ column, down, press }: { column: Column<T>; down: boolean | null; press: () => void }): JSX.Element {
  const button = (content: string, name?: string): JSX.Element =>
    <button type="button" class="sort" aria-label={name} onClick={press}>{content}{down === null ? null : <span aria-hidden="true">{down ? ' ▾' : ' ▴'}</span>}</button>;
  return <th scope="col" class={column.number ? 'number' : undefined} aria-sort={down === null ? undefined : down ? 'descending' : 'ascending'}>
    {column.href ? <><a href={column.href}>{column.head}</a> {column.value ? button('↕', say('table.orderBy', { column: column.head })) : null}</>
      : column.value ? button(column.head) : column.head}
  </th>;
}
