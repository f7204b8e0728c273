import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bars, Lines } from '../src/charts.js';
import { nameAndRole, type Me } from '../src/me.js';
import { differenceWord } from '../src/parts.js';
import { draw, texts } from './draw.js';

const who = (name: string, role: Me['role']): Me => ({ name, role, allUnits: true, orgUnit: null, expiresAt: null });

test('Who uses a key is said in a few words', () => {
  assert.equal(nameAndRole(who('administrator (made at first start)', 'administrator')), 'Quản trị');
  assert.equal(nameAndRole(who('Cán bộ Mai', 'reporter')), 'Cán bộ Mai, người báo cáo');
  assert.equal(nameAndRole(who('Khách', null)), 'Khách');
});

test('Each bar leads to what it stands for and says it in words', () => {
  const holder = draw(<Bars label="Xếp hạng" mark={100} items={[{ label: '1. An Phú', value: 120, text: '▲ 120%', verdict: 'exceeded', href: '#/ward/an-phu', says: 'An Phú: 120%, Vượt' }]} />);
  assert.equal(holder.querySelector('svg a')!.getAttribute('href'), '#/ward/an-phu');
  assert.deepEqual(texts(holder, 'svg a title'), ['An Phú: 120%, Vượt']);
  assert.equal(holder.querySelector('svg')!.getAttribute('role'), 'group');
});

test('A path known at one moment only is a ring', () => {
  const holder = draw(<Lines label="Diễn biến" all={[{ name: 'Kế hoạch', dashed: true, points: [{ at: Date.UTC(2024, 11, 31), value: 5 }] }]} />);
  assert.equal(holder.querySelectorAll('circle').length, 1);
});

test('A rate that is to fall is not short of its target', () => {
  assert.equal(differenceWord({ difference: -0.58, direction: 'down', verdict: 'notMet' }, '%'), 'còn cao hơn mức giao 0,58\u00a0điểm phần trăm');
  assert.equal(differenceWord({ difference: -2, direction: 'up', verdict: 'notMet' }, 'hộ'), 'còn thiếu 2\u00a0hộ');
});
