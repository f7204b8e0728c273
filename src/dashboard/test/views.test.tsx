import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SavedViews } from '../src/views.js';
import { draw, press, texts, type } from './draw.js';

test('A view is kept by its name, found again, replaced by the same name, and taken away', () => {
  location.hash = '#/?unit=tra-vinh&sort=missing';
  const holder = draw(<SavedViews />);
  type(holder.querySelector('#view-name'), 'Thiếu số liệu');
  press(holder.querySelector('form button'));
  location.hash = '#/?unit=tra-vinh&sort=best';
  const later = draw(<SavedViews />);
  assert.deepEqual(texts(later, 'li a'), ['Thiếu số liệu']);
  assert.equal(later.querySelector('li a')!.getAttribute('href'), '#/?unit=tra-vinh&sort=missing');
  type(later.querySelector('#view-name'), 'Thiếu số liệu');
  press(later.querySelector('form button'));
  assert.deepEqual([...later.querySelectorAll('li a')].map(one => one.getAttribute('href')), ['#/?unit=tra-vinh&sort=best']);
  press(later.querySelector('li button'));
  assert.equal(draw(<SavedViews />).querySelectorAll('li').length, 0);
});
