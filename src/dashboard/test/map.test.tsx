import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act } from 'preact/test-utils';
import { forget } from '../src/api.js';
import { UnitMap, shareOf } from '../src/map.js';
import type { Line } from '../src/unitTables.js';
import { draw, texts } from './draw.js';

const line = (code: string, name: string, [exceeded, met, notMet, noData]: number[]): Line =>
  ({ code, name, where: '', href: `#/ward/${code}`, lag: 0, counts: { exceeded: exceeded!, met: met!, notMet: notMet!, noData: noData!, notAssessable: 0 } });
const lines = [line('b', 'Phường B', [1, 1, 0, 0]), line('a', 'Phường A', [0, 0, 2, 2]), line('c', 'Phường C', [0, 0, 0, 3])];

async function shown(codes: string[]): Promise<HTMLElement> {
  forget();
  const features = codes.map((code, i) => ({ type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [[[106 + i, 10], [107 + i, 10], [107 + i, 11], [106 + i, 11], [106 + i, 10]]] } }));
  globalThis.fetch = (async () => new Response(JSON.stringify({ type: 'FeatureCollection', features }))) as typeof fetch;
  const holder = draw(<UnitMap lines={lines} />);
  await act(async () => { await new Promise(done => setTimeout(done, 20)); });
  return holder;
}

test('A share is all, half, fewer than half, or nothing reported', () => {
  assert.deepEqual(lines.map(shareOf), ['exceeded', 'notMet', 'noData']);
  assert.equal(shareOf(line('d', 'D', [1, 0, 1, 0])), 'met');
});

test('Without outlines there are tiles in the order of the alphabet, each with its sign, its count and its name', async () => {
  const holder = await shown([]);
  assert.deepEqual(texts(holder, '.tilemap a'), ['▼ 0/4Phường A', '▲ 2/2Phường B', '○ 0/3Phường C']);
  assert.equal(holder.querySelector('.tilemap a')!.getAttribute('href'), '#/ward/a');
  assert.equal(holder.querySelector('svg'), null);
});

test('With outlines each is a link that says its unit, whichever way its corners turn; units without one stay tiles', async () => {
  const holder = await shown(['a', 'b', 'elsewhere']);
  assert.deepEqual(texts(holder, 'svg a title'), ['Phường A: 0/4, đạt dưới một nửa', 'Phường B: 2/2, đạt tất cả']);
  const drawn = [...holder.querySelectorAll('svg a path')].map(one => one.getAttribute('d')!);
  assert.equal(new Set(drawn).size, 2);
  for (const path of drawn) assert.match(path, /^M[\d.]+,[\d.]+(L[\d.]+,[\d.]+){3,4}Z$/);
  assert.deepEqual(texts(holder, '.tilemap a'), ['○ 0/3Phường C']);
});
