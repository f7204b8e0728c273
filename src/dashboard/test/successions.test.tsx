import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Passages, type Succession } from '../src/successions.js';
import { draw, texts } from './draw.js';

const part = (predecessor: string, successor: string, share: number | null = null): Succession['parts'][number] =>
  ({ predecessor, predecessorName: `Xã ${predecessor}`, successor, successorName: `Phường ${successor}`, share });
const succession = (parts: Succession['parts'], more: Partial<Succession> = {}): Succession =>
  ({ id: '1', from: '2025-07-01', reason: 'Nghị quyết sắp xếp', undoes: null, undoneBy: null, parts, ...more });

test('A unit names whose place it took, with their shares, and leads to them', () => {
  const holder = draw(<Passages unit="moi" boundaries={null} all={[succession([part('a', 'moi'), part('b', 'moi', 0.4), part('b', 'khac', 0.6)])]} />);
  assert.match(holder.textContent!, /Từ ngày 01\/07\/2025 đơn vị này thay cho Xã a, Xã b \(40%\)\./);
  assert.deepEqual([...holder.querySelectorAll('a[href^="#/ward/"]')].map(a => a.getAttribute('href')!.split('?')[0]), ['#/ward/a', '#/ward/b']);
  assert.deepEqual(texts(holder, 'a[aria-current]'), ['đơn vị này và các đơn vị trước nó']);
});

test('A unit that has ended names who came, and the choice is that of the last day before', () => {
  const holder = draw(<Passages unit="a" boundaries="asOf:2025-06-30" all={[succession([part('a', 'moi')])]} />);
  assert.match(holder.textContent!, /kết thúc trước ngày 01\/07\/2025; tiếp nối là Phường moi/);
  assert.deepEqual(texts(holder, 'a[aria-current]'), ['các đơn vị đến ngày 30/06/2025']);
});

test('What was taken back, and what takes back, is not told', () => {
  const holder = draw(<Passages unit="moi" boundaries={null} all={[succession([part('a', 'moi')], { undoneBy: '2' }), succession([part('a', 'moi')], { id: '2', undoes: '1' })]} />);
  assert.equal(holder.textContent, '');
});
