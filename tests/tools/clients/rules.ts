import createClient from 'openapi-fetch';
import { contains, expect, given } from './expect.js';
import { createClient as createHeyClient } from './hey/client/index.js';
import { getTarget, postIndicator, postResolution, postResolutionTarget } from './hey/sdk.gen.js';
import type { TargetRule as HeyRule, TargetRuleBetween as HeyBetween } from './hey/types.gen.js';
import type { components, paths } from './schema.js';

type Rule = components['schemas']['TargetRule'];
type Between = components['schemas']['TargetRuleBetween'];

export interface Sent { valueType: 'number' | 'yesNo'; rule: Rule & HeyRule }

const isBetween = (rule: Rule): rule is Between => rule.kind === 'between';
const isHeyBetween = (rule: HeyRule): rule is HeyBetween => rule.kind === 'between';

const resolution = (code: string) => ({ code, orgUnit: 'tra-vinh-phuong-4', issuer: 'congress', title: 'Nghị quyết', term: '2020-2025' }) as const;
const indicator = (code: string, valueType: Sent['valueType']) => ({ code, name: 'Chỉ tiêu', measure: 'người', valueType, overTime: 'last' }) as const;

/** Sends a target of every kind by the types of openapi-typescript, and reads each back. */
export async function sendByFetch(baseUrl: string, key: string, rules: Sent[]): Promise<void> {
  const client = createClient<paths>({ baseUrl, headers: { 'X-Api-Key': key } });
  given((await client.POST('/api/v1/resolutions', { body: resolution('fetch-2020') })).data, 'a resolution');
  for (const { valueType, rule } of rules) {
    const code = `fetch-${rule.kind}`.toLowerCase();
    given((await client.POST('/api/v1/indicators', { body: indicator(code, valueType) })).data, 'an indicator');
    const made = given((await client.POST('/api/v1/resolutions/{code}/targets', { params: { path: { code: 'fetch-2020' } }, body: { indicator: code, rule } })).data, `a target of ${rule.kind}`);
    const read = given((await client.GET('/api/v1/targets/{id}', { params: { path: { id: made.id } } })).data, 'the target');
    contains(read.rule, rule, rule.kind);
    if (isBetween(read.rule)) expect(read.rule.lower === 4 && read.rule.upper === 6, 'a band has its bounds, by its own type');
  }
}

/** The same by Hey API's client. */
export async function sendByHey(baseUrl: string, key: string, rules: Sent[]): Promise<void> {
  const client = createHeyClient({ baseUrl, headers: { 'X-Api-Key': key } });
  given((await postResolution({ client, body: resolution('hey-2020') })).data, 'a resolution');
  for (const { valueType, rule } of rules) {
    const code = `hey-${rule.kind}`.toLowerCase();
    given((await postIndicator({ client, body: indicator(code, valueType) })).data, 'an indicator');
    const made = given((await postResolutionTarget({ client, path: { code: 'hey-2020' }, body: { indicator: code, rule } })).data, `a target of ${rule.kind}`);
    const read = given((await getTarget({ client, path: { id: made.id } })).data, 'the target');
    contains(read.rule, rule, rule.kind);
    if (isHeyBetween(read.rule)) expect(read.rule.lower === 4 && read.rule.upper === 6, 'a band has its bounds, by its own type');
  }
}
