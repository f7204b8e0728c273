import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Figure, Indicator } from '../src/api.js';
import { FigureFields } from '../src/figureFields.js';
import { FigureRow, figureText } from '../src/figureRow.js';
import { draw, press, type } from './draw.js';

const figure = (part: Partial<Figure>): Figure => ({ period: '2024', value: 98, numerator: null, denominator: null, level: null, bound: null, status: 'final', source: 'Báo cáo', note: null, version: 3, revision: 'r', ...part });
const about = (valueType: string): Indicator => ({ code: 'x', name: 'Hộ có nước sạch', nameEn: null, group: null, measure: '%', valueType, decimals: null, frequency: 'year', levels: null });
const row = (stored: Figure | null, valueType = 'number'): FigureRow => new FigureRow({ indicator: 'x', group: null, about: about(valueType), targets: [], stored }, undefined, () => { /* nobody listens */ });
const shown = (of: FigureRow): HTMLElement => draw(<FigureFields row={of} isClosed={false} source="" insist={() => { /* nothing to save */ }} />);

test('A figure says the bound that its source gave it', () => {
  assert.equal(figureText(figure({ bound: 'about' })), 'khoảng 98');
  assert.equal(figureText(figure({ bound: 'atLeast', value: 1234.5 })), 'ít nhất 1.234,5');
  assert.equal(figureText(figure({})), '98');
});

test('What was said of the old figure is left out until it is said of the new one', () => {
  const of = row(figure({ bound: 'about' })), holder = shown(of);
  type(holder.querySelector('#figure-x'), '97');
  assert.deepEqual(of.wish(''), { kind: 'figure', body: { value: 97, group: null, bound: null, status: 'final', source: null, note: null, reason: null } });
  assert.match(holder.querySelector('.carried')!.textContent!, /khoảng; Báo cáo/);
  press(holder.querySelector('.carried button'));
  assert.equal((of.wish('') as { body: Record<string, unknown> }).body['bound'], 'about');
  assert.equal(holder.querySelector('.carried'), null);
});

test('A figure typed back as it was is no change, and keeps its source', () => {
  const of = row(figure({})), holder = shown(of);
  type(holder.querySelector('#figure-x'), '97');
  type(holder.querySelector('#figure-x'), '98');
  assert.deepEqual(of.wish(''), { kind: 'same' });
  assert.equal((holder.querySelector('#source-x') as HTMLInputElement).value, 'Báo cáo');
});

test('An emptied field withdraws; nothing typed over nothing is nothing', () => {
  const of = row(figure({})), holder = shown(of);
  type(holder.querySelector('#figure-x'), '');
  assert.deepEqual(of.wish(''), { kind: 'withdraw' });
  assert.match(holder.querySelector('.effect')!.textContent!, /rút số liệu này/);
  assert.deepEqual(row(null).wish('Báo cáo'), { kind: 'same' });
});

test('Words that are no number lead to the field that takes them', () => {
  const holder = shown(row(null));
  type(holder.querySelector('#figure-x'), 'khoảng 98');
  assert.equal(holder.querySelector('#figure-x')!.getAttribute('aria-invalid'), 'true');
  assert.match(holder.querySelector('.reading')!.textContent!, /Văn bản chỉ nêu/);
  assert.equal((holder.querySelector('.more') as HTMLDetailsElement).open, true);
});

test('A number that can be read in two ways is asked back', () => {
  const of = row(null), holder = shown(of);
  type(holder.querySelector('#figure-x'), '1.862');
  assert.deepEqual(of.wish(''), { kind: 'mend' });
  press(holder.querySelectorAll('.reading button')[0]);
  assert.equal((of.wish('') as { body: Record<string, unknown> }).body['value'], 1862);
});

test('A pair shows its rate and is sent as it is', () => {
  const of = row(null, 'ratio'), holder = shown(of);
  type(holder.querySelector('#figure-x'), '930');
  type(holder.querySelector('#whole-x'), '1000');
  assert.equal(holder.querySelector('.reading')!.textContent, '= 93%');
  assert.deepEqual((of.wish('Chung') as { body: Record<string, unknown> }).body, { numerator: 930, denominator: 1000, group: null, bound: null, status: 'final', source: 'Chung', note: null, reason: null });
});
