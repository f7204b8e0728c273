import createClient from 'openapi-fetch';
import { expect, given, rows as paged } from './expect.js';
import type { components, paths } from './schema.js';

type Row = components['schemas']['AchievementRow'];

const orgUnit = 'tra-vinh-phuong-4';
const period = '2020-2025';

/** Pulls everything that a dashboard needs: all units and achievements page by page, what has not changed once only, and the details. */
export async function pull(baseUrl: string, key: string): Promise<void> {
  const client = createClient<paths>({ baseUrl, headers: { 'X-Api-Key': key } });

  const units: string[] = [];
  for (let cursor: string | undefined; ;) {
    const { data, response } = await client.GET('/api/v1/organisation-units', { params: { query: { limit: 5, ...(cursor ? { cursor } : {}) } } });
    const page = paged(data, 'a page of units');
    units.push(...page.items.map(unit => unit.code));
    expect((page.nextLink === null) === (response.headers.get('Link') === null), 'Link says what nextLink says');
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(units.length === 18 && new Set(units).size === 18, 'all units come, each once');

  const rows: Row[] = [];
  for (let cursor: string | undefined; ;) {
    const { data } = await client.GET('/api/v1/achievements', { params: { query: { period, limit: 7, ...(cursor ? { cursor } : {}) } } });
    const page = paged(data, 'a page of achievements');
    rows.push(...page.items);
    if (page.nextLink === null) break;
    cursor = given(new URL(page.nextLink, baseUrl).searchParams.get('cursor'), 'the cursor of the next link');
  }
  const whole = paged((await client.GET('/api/v1/achievements', { params: { query: { period, limit: 1000 } } })).data, 'all achievements at once').items;
  expect(JSON.stringify(rows) === JSON.stringify(whole), `page by page come the ${whole.length} achievements that come at once`);
  const known = given(rows.find(row => row.orgUnit === orgUnit && row.indicator === 'new-members'), 'the row of a known target');
  expect(known.percent === 112 && known.verdict === 'exceeded', 'a known percent is 112');

  const first = await client.GET('/api/v1/achievements/{orgUnit}/{period}', { params: { path: { orgUnit, period } } });
  const tag = given(first.response.headers.get('ETag'), 'a tag of the scorecard');
  const again = await client.GET('/api/v1/achievements/{orgUnit}/{period}', { params: { path: { orgUnit, period }, header: { 'If-None-Match': tag } } });
  expect(again.response.status === 304, 'what has not changed is not sent again');
  const head = await fetch(`${baseUrl}/api/v1/achievements/${orgUnit}/${period}`, { method: 'HEAD', headers: { 'X-Api-Key': key } });
  expect(head.status === 200 && head.headers.get('Content-Type') === first.response.headers.get('Content-Type') && (await head.text()) === '', 'HEAD says the same without a body');

  const one = given((await client.GET('/api/v1/achievements/{orgUnit}/{period}/{indicator}', { params: { path: { orgUnit, period, indicator: 'new-members' } } })).data, 'one achievement');
  expect(one.percent === 112 && one.explain.steps.length > 0, 'one achievement is explained');
  const ranking = paged((await client.GET('/api/v1/achievements/ranking', { params: { query: { indicator: 'new-members', period } } })).data, 'a ranking');
  expect(ranking.items.some(unit => unit.orgUnit === orgUnit), 'the ranking has the unit');
  const summary = paged((await client.GET('/api/v1/achievements/summary', { params: { query: { period, by: 'orgUnit' } } })).data, 'a summary');
  expect(summary.items.length > 0, 'the summary has rows');
  const series = paged((await client.GET('/api/v1/achievements/series', { params: { query: { orgUnit, indicator: 'new-members' } } })).data, 'a series');
  expect(series.items.length > 0, 'the series has points');

  const { error, response } = await client.GET('/api/v1/achievements/{orgUnit}/{period}', { params: { path: { orgUnit: 'nowhere', period } } });
  expect(response.status === 404 && error?.status === 404 && error.code.length > 0, `what is not there is a typed problem: ${error?.code}`);
}
