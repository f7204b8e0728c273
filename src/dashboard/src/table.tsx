import { signal } from '@preact/signals';
import { createTable, getCoreRowModel, getSortedRowModel, type ColumnDef, type SortingState, type Table as Ordered } from '@tanstack/table-core';
import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';
import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { t } from './state.js';
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

function compare(a: Value, b: Value): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : alphabet.compare(String(a), String(b));
}

function useOrder<T>(columns: Column<T>[], rows: T[]): Ordered<T> {
  const [sorting, setSorting] = useState<SortingState>([]);
  const defs = useMemo(() => columns.map((column, i): ColumnDef<T> => ({
    id: String(i), accessorFn: row => column.value?.(row) ?? undefined, enableSorting: column.value !== undefined, sortUndefined: 'last', sortDescFirst: column.number ?? false,
    sortingFn: (a, b, id) => compare(a.getValue(id), b.getValue(id)),
  })), [columns]);
  const [table] = useState(() => createTable<T>({
    data: rows, columns: defs, state: {}, onStateChange: () => { /* the order is all that changes */ }, renderFallbackValue: null, getCoreRowModel: getCoreRowModel(), getSortedRowModel: getSortedRowModel(),
  }));
  table.setOptions(known => ({ ...known, data: rows, columns: defs, state: { ...table.initialState, sorting }, onSortingChange: setSorting }));
  return table;
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
  const scroller = useRef<HTMLDivElement>(null), table = useOrder(columns, rows), all = table.getRowModel().rows, sight = useSight(all.length, scroller);
  const gap = (high: number): JSX.Element | null => high > 0 ? <tr aria-hidden="true"><td colSpan={columns.length} style={{ height: `${high}px`, padding: '0' }} /></tr> : null;
  return <div ref={scroller} id={placed?.id} class={`scroll ${rows.length > most ? 'tall ' : ''}${placed?.look ?? ''}`} tabIndex={0} role="region" aria-label={label}>
    <table id={id} class={look || undefined} aria-rowcount={sight.isLong ? rows.length + 1 : undefined}>
      <caption class={caption ? undefined : 'unseen'}>{caption ?? label}</caption>
      <thead><tr>{table.getFlatHeaders().map((head, i) => <Head key={i} column={columns[i]!} order={head.column} />)}</tr></thead>
      <tbody>
        {gap(sight.above)}
        {all.slice(sight.from, sight.to).map((row, n) => <tr key={row.id} ref={sight.measure} data-index={sight.from + n} aria-rowindex={sight.isLong ? sight.from + n + 2 : undefined}>
          {columns.map((column, i) => {
            const content = column.cell ? column.cell(row.original) : column.value?.(row.original);
            return i === 0 ? <th key={i} scope="row">{content}</th> : <td key={i} class={column.number ? 'number' : undefined} data-name={column.value ? column.head : undefined}>{content}</td>;
          })}
        </tr>)}
        {gap(sight.below)}
      </tbody>
    </table>
  </div>;
}

function Head<T>({ column, order }: { column: Column<T>; order: { getIsSorted: () => false | 'asc' | 'desc'; toggleSorting: () => void; getCanSort: () => boolean } }): JSX.Element {
  const sorted = order.getIsSorted(), sign = sorted === 'asc' ? ' ▴' : sorted === 'desc' ? ' ▾' : '';
  const button = (content: ComponentChildren, name?: string): JSX.Element =>
    <button type="button" class="sort" aria-label={name} onClick={() => order.toggleSorting()}>{content}{sign ? <span aria-hidden="true">{sign}</span> : null}</button>;
  return <th scope="col" class={column.number ? 'number' : undefined} aria-sort={sorted ? sorted === 'asc' ? 'ascending' : 'descending' : undefined}>
    {column.href ? <><a href={column.href}>{column.head}</a> {order.getCanSort() ? button('↕', t(`Xếp theo ${column.head}`, `Order by ${column.head}`)) : null}</>
      : order.getCanSort() ? button(column.head) : column.head}
  </th>;
}
