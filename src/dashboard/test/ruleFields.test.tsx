import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Indicator } from '../src/api.js';
import { ByHand, isWhole, type Hand } from '../src/ruleFields.js';
import { draw, press, texts, type } from './draw.js';

const indicators = new Map(['cong-nghiep', 'dich-vu'].map((code): [string, Indicator] => [code, { code, name: code, nameEn: null, group: null, measure: '%', valueType: 'number', decimals: null, frequency: 'year', levels: null }]));
let made: Hand | null;

function Holder({ start }: { start: Hand | null }): JSX.Element {
  const [hand, setHand] = useState(start);
  made = hand;
  return <ByHand hand={hand} indicators={indicators} change={setHand} />;
}

test('A target of several parts is whole once each part has its indicator and its number', () => {
  const holder = draw(<Holder start={null} />), at = (id: string): Element | null => holder.querySelector(`#hand-${id}`);
  type(at('kind'), 'composite');
  type(at('0-indicator'), 'cong-nghiep');
  type(at('0-value'), '54,6');
  type(at('1-indicator'), 'dich-vu');
  type(at('1-kind'), 'atMost');
  assert.equal(isWhole(made!.rule), false);
  type(at('1-value'), '8,9');
  assert.deepEqual(made!.rule, { kind: 'composite', mode: 'all', members: [{ indicator: 'cong-nghiep', rule: { kind: 'atLeast', value: 54.6 } }, { indicator: 'dich-vu', rule: { kind: 'atMost', value: 8.9 } }] });
  assert.equal(isWhole(made!.rule), true);
  type(at('mode'), 'atLeast');
  assert.equal(isWhole(made!.rule), false);
  type(at('least'), '1');
  assert.equal(isWhole(made!.rule), true);
  type(at('mode'), 'anyForm');
  assert.ok(!('least' in made!.rule));
});

test('Parts are added at the end and taken away from it, two always stay', () => {
  const holder = draw(<Holder start={null} />), button = (words: string): Element | undefined => [...holder.querySelectorAll('button')].find(one => one.textContent!.startsWith(words));
  type(holder.querySelector('#hand-kind'), 'composite');
  assert.equal(button('Bỏ phần'), undefined);
  press(button('Thêm một phần'));
  assert.deepEqual(texts(holder, 'legend'), ['Phần 1', 'Phần 2', 'Phần 3']);
  press(button('Bỏ phần 3'));
  assert.equal(holder.querySelectorAll('legend').length, 2);
});

test('Every unit of a level has to hold a rule', () => {
  const holder = draw(<Holder start={null} />);
  type(holder.querySelector('#hand-kind'), 'everyUnit');
  type(holder.querySelector('#hand-level'), 'commune');
  type(holder.querySelector('#hand-each-value'), '15');
  assert.deepEqual(made!.rule, { kind: 'everyUnit', level: 'commune', rule: { kind: 'atLeast', value: 15 } });
});

test('What the form does not show of a rule stays while its kind does', () => {
  const holder = draw(<Holder start={{ rule: { kind: 'atLeast', value: 80, strict: true }, recurrence: 'once' }} />);
  type(holder.querySelector('#hand-value'), '85,5');
  assert.deepEqual(made!.rule, { kind: 'atLeast', value: 85.5, strict: true });
  type(holder.querySelector('#hand-kind'), 'atMost');
  assert.deepEqual(made!.rule, { kind: 'atMost', value: 85.5 });
});
