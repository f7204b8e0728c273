import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TwinTable } from '../src/figure.js';
import { Table, type Column } from '../src/table.js';
import { draw, press, texts } from './draw.js';

interface Unit { name: string; percent: number | null }
const columns: Column<Unit>[] = [{ head: 'Đơn vị', value: unit => unit.name }, { head: 'Tỷ lệ', number: true, value: unit => unit.percent }, { head: 'Hình', cell: () => '▲' }];
const units: Unit[] = [{ name: 'Đông Hà', percent: 90 }, { name: 'An Phú', percent: null }, { name: 'Ea Kar', percent: 110 }];

test('A head puts the rows in order by numbers, those without one last, whichever way', () => {
  const holder = draw(<Table columns={columns} rows={units} label="Đơn vị" />), names = (): string[] => texts(holder, 'tbody th');
  assert.deepEqual(names(), ['Đông Hà', 'An Phú', 'Ea Kar']);
  const head = holder.querySelectorAll('thead button')[1];
  press(head);
  assert.deepEqual(names(), ['Ea Kar', 'Đông Hà', 'An Phú']);
  assert.equal(holder.querySelectorAll('thead th')[1]!.getAttribute('aria-sort'), 'descending');
  press(head);
  assert.deepEqual(names(), ['Đông Hà', 'Ea Kar', 'An Phú']);
});

test('Names are in the order of the Vietnamese alphabet', () => {
  const holder = draw(<Table columns={columns} rows={units} label="Đơn vị" />);
  press(holder.querySelector('thead button'));
  assert.deepEqual(texts(holder, 'tbody th'), ['An Phú', 'Đông Hà', 'Ea Kar']);
});

test('What has no value is in no order', () => assert.equal(draw(<Table columns={columns} rows={units} label="Đơn vị" />).querySelectorAll('thead button').length, 2));

test('Of thousands of rows only those in sight are drawn, and all are counted', () => {
  const many = Array.from({ length: 3321 }, (_, i): Unit => ({ name: `Phường ${i}`, percent: i }));
  const holder = draw(<Table columns={columns} rows={many} label="Đơn vị" />);
  assert.ok(holder.querySelectorAll('tbody tr').length < 150, `${holder.querySelectorAll('tbody tr').length} rows`);
  assert.ok(holder.querySelectorAll('tbody tr').length > 10);
  assert.equal(holder.querySelector('table')!.getAttribute('aria-rowcount'), '3322');
});

test('A hundred rows are all there, to be searched and printed', () =>
  assert.equal(draw(<Table columns={columns} rows={Array.from({ length: 100 }, (_, i): Unit => ({ name: `${i}`, percent: i }))} label="Đơn vị" />).querySelectorAll('tbody tr').length, 100));

test('The table of a chart leaves out what is empty and writes numbers as people here do', () => {
  const holder = draw(<TwinTable caption="Xếp hạng" twin={{ head: ['Đơn vị', 'Nhóm', 'Số'], rows: [['An Phú', '', 1234.5], ['Ea Kar', null, null]] }} />);
  assert.deepEqual(texts(holder, 'thead th'), ['Đơn vị', 'Số']);
  assert.deepEqual(texts(holder, 'tbody td'), ['1.234,5', '']);
});
