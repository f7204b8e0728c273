#!/usr/bin/env node
// Runs the conformance cases against a deployment: node run.mjs BASE_URL API_KEY [text in the case's name]
// It stores each case in a ward and an indicator of its own, whose codes begin with "conformance-", asks, and compares.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [base, key, only = ''] = process.argv.slice(2);
if (!base || !key) {
  console.error('usage: node run.mjs BASE_URL API_KEY [text in the name]');
  process.exit(2);
}
const folder = join(dirname(fileURLToPath(import.meta.url)), 'cases');
const cases = readdirSync(folder).filter((file) => file.endsWith('.json')).sort()
  .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8'))).filter((one) => one.name.includes(only));
const run = Date.now().toString(36);

// What only the calculation itself can show, and what a list of periods cannot be compared by.
const notOnTheWire = new Set(['within', 'window', 'actualLevel', 'used', 'leftOut', 'stretch', 'remaining']);

async function call(method, path, body) {
  const response = await fetch(`${base}/api/v1/${path}`, {
    method, headers: { 'X-Api-Key': key, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

async function store(path, body) {
  const answer = await call('POST', path, body);
  return answer.status < 300 ? null : answer.json.detail ?? `status ${answer.status}`;
}

function differences(expected, actual, within, where) {
  if (expected !== null && typeof expected === 'object') {
    if (actual === null || typeof actual !== 'object') return [`${where}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`];
    return Object.entries(expected).flatMap(([name, value]) => differences(value, actual[name], within, `${where}.${name}`));
  }
  const isEqual = typeof actual === 'number' ? Math.abs(actual - Number(expected)) <= Math.max(within, 1e-9 * Math.abs(actual)) : String(actual) === String(expected);
  return isEqual ? [] : [`${where}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`];
}

async function judge(one, index) {
  const code = `conformance-${run}-${index}`;
  const { termStart, termEnd, ...target } = one.target;
  const term = target.period.length === 9 ? target.period : '1990-2100';
  const refused = await store('organisation-units', { code, name: one.name, level: 'ward' })
    ?? await store('indicators', { ...one.indicator, code, name: one.name, measure: '-' })
    ?? await store('resolutions', { code, orgUnit: code, issuer: 'congress', title: one.name, term, termStart, termEnd })
    ?? await store(`resolutions/${code}/targets`, { ...target, indicator: code })
    ?? (one.actuals.length ? await store('actuals/batch', { items: one.actuals.map((actual) => ({ ...actual, orgUnit: code, indicator: code })) }) : null);
  if (refused) return { skipped: refused };
  const { status, json } = await call('GET', `achievements/${code}/${one.ask}/${code}`);
  if (status === 404) return { skipped: 'the target does not concern the period asked for: no row' };
  const within = Number(one.expected.within ?? 0);
  return { wrong: Object.entries(one.expected).filter(([name]) => !notOnTheWire.has(name)).flatMap(([name, value]) => differences(value, json[name], within, name)) };
}

let passed = 0, failed = 0, skipped = 0;
for (const [index, one] of cases.entries()) {
  const { wrong, skipped: why } = await judge(one, index);
  if (why) { skipped++; console.log(`- ${one.name}: ${why}`); }
  else if (wrong.length) { failed++; console.log(`x ${one.name}\n    ${wrong.join('\n    ')}`); }
  else passed++;
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
