import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Indicator, Row, Scorecard } from '../src/api.js';
import { WhatLags } from '../src/lagging.js';
import { quietly } from '../src/state.js';
import { Targets, type Ward } from '../src/targets.js';
import { draw, press, texts } from './draw.js';

const row = (n: number, more: Partial<Row> = {}): Row => ({
  indicator: `chi-tieu-${n}`, group: null, targetId: `${n}`, resolution: n % 2 ? 'moi' : 'cu', targetPeriod: '2020-2025', targetText: 'trên 80', measure: 'hộ', actual: 81, actualPeriod: '2024', percent: 101, difference: 1, direction: 'up',
  verdict: 'met', due: true, pace: null, claim: null, band: null, stretch: null, parts: [], rule: { kind: 'atLeast' }, recurrence: 'once', reason: null, ...more,
} as Row);

function board(items: Row[], titles = [['moi', 'Nghị quyết mới']] as [string, string][]): HTMLElement {
  const open = { total: 0, ahead: 0, onTrack: 0, behind: 0, farBehind: 0, unknown: 0 };
  const card = { items, scoreboard: { metOrExceeded: items.length, applicable: items.length, open } } as unknown as Scorecard;
  const indicators = new Map(items.map(one => [one.indicator, { group: one.indicator === 'chi-tieu-1' ? 'party' : 'economy' } as Indicator]));
  const of: Ward = { code: 'phuong', name: 'Phường', period: '2024', at: '2025-01-01T00:00:00Z', boundaries: null, units: new Map(), indicators, card, titles: new Map(titles), remedies: [], nameOfRow: one => one.indicator };
  quietly({ order: null, rows: null, verdict: null });
  return draw(<Targets of={of} />);
}
const many = (special: Partial<Row> = {}): Row[] => Array.from({ length: 14 }, (_, i) => row(i, i === 9 ? special : {}));
const choose = (holder: HTMLElement, id: string, value: string): Promise<void> => {
  const select = holder.querySelector<HTMLSelectElement>(`#${id}`)!;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  return new Promise(resolve => setTimeout(resolve, 20));
};

test('A few targets are shown in full, without choices', () => {
  const holder = board([row(0), row(1)]);
  assert.equal(holder.querySelectorAll('.target .big').length, 2);
  assert.equal(holder.querySelector('#order'), null);
});

test('Many begin with one line each, folded by document, what lags named above', () => {
  const holder = board(many({ verdict: 'notMet', percent: 60, difference: -20 }));
  assert.equal(holder.querySelectorAll('li > .target.brief').length, 14);
  assert.deepEqual(texts(holder, 'details > summary'), ['cu 7 trên 7 đạt và vượt', 'Nghị quyết mới 6 trên 7 đạt và vượt']);
  assert.deepEqual(texts(holder, '.notes li'), ['chi-tieu-9: 60%, còn thiếu 20\u00a0hộ']);
});

test('Two documents of one title stay two', () => {
  const holder = board(many(), [['moi', 'Nghị quyết'], ['cu', 'Nghị quyết']]);
  assert.deepEqual(texts(holder, 'details h2'), ['Nghị quyết', 'Nghị quyết']);
});

test('What lags comes first where that is asked, and headings part the list where they are', async () => {
  const holder = board(many({ verdict: 'notMet', percent: 60, difference: -20 }));
  await choose(holder, 'order', 'lag');
  assert.equal(texts(holder, 'ol.targets h3')[0], 'chi-tieu-9');
  assert.equal(texts(holder, 'ol.targets li small')[0], 'nhiệm kỳ 2020–2025', 'two documents may ask the same');
  await choose(holder, 'order', 'field');
  assert.deepEqual(texts(holder, 'details h2'), ['Kinh tế', 'Xây dựng Đảng']);
  await choose(holder, 'rows', 'full');
  assert.equal(holder.querySelectorAll('.target.brief').length, 0);
});

test('An opened line shows all of its target, and a report that differs is said without opening', () => {
  const holder = board(many({ claim: { percent: 120, verdict: 'met', disagrees: true } as Row['claim'] }));
  assert.match(texts(holder, 'ol.targets li').find(text => text.includes('chi-tieu-9'))!, /Báo cáo ghi: 120%, đạt – khác với cách tính này/);
  // What the opened target asks for does not answer here.
  globalThis.fetch = () => new Promise(() => {});
  press(holder.querySelector('#open-chi-tieu-3'));
  assert.equal(holder.querySelectorAll('li > .target.brief').length, 13);
  assert.match(texts(holder, '#row-chi-tieu-3 .sentence')[0]!, /vượt 1/);
});

test('A target of each year is said to be one, where the number beside it is of all of them', () => {
  const lags = [row(0, { verdict: 'notMet', direction: 'down', recurrence: 'eachYear', targetText: 'không quá 12', difference: -21, percent: 65 })];
  const names = { unit: () => 'Phường', indicator: () => 'Vi phạm', about: new Map([['chi-tieu-0', { measure: 'vụ' } as Indicator]]) };
  assert.match(texts(draw(<WhatLags rows={lags} names={names} />), 'li')[0]!, /Hiện 81\u00a0vụ; nghị quyết giao không quá 12 – mỗi năm, còn cao hơn mức giao 21\u00a0vụ\./);
});
