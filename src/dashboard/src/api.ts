import { isToken } from './signIn.js';
import { apiKey, settings } from './state.js';
import { say } from './texts/say.js';
import { learnNames } from './words.js';

export type Verdict = 'exceeded' | 'met' | 'notMet' | 'noData' | 'notAssessable';
export type Direction = 'up' | 'down' | 'within';
export interface Phrase { vi: string; en: string }
export interface Unit { code: string; name: string; nameEn: string | null; level: string; parent: string | null; review: 'none' | 'fourEyes' | null }
export interface Indicator { code: string; name: string; nameEn: string | null; group: string | null; measure: string; valueType: string; decimals: number | null; frequency: string; levels: string[] | null; groupNames?: { code: string; name: string; nameEn: string | null }[] | null }
export interface Resolution { code: string; orgUnit: string; title: string; number: string | null; term: string; adoptedOn: string | null; sourceUrl: string | null }
export interface Claim { percent: number | null; verdict: Verdict | null; disagrees: boolean | null }
export interface Pace { elapsed: number; expected: number | null; index: number | null; class: string | null; projectedEnd: number | null; requiredPerYear: number | null }
export interface Brief { orgUnit: string; indicator: string; group: string | null; percent: number | null; verdict: Verdict; reason: string | null; due: boolean; pace: Pace | null; claim: Claim | null; targetText: string; recurrence: string; actual: number | null; difference: number | null; direction: Direction }
export interface Row extends Brief {
  orgUnitName: string; indicatorName: string; measure: string; period: string; resolution: string; targetId: string; targetPeriod: string;
  rule: { kind: string }; target: number | null; targetUpper: number | null; baseline: number | null; numerator: number | null; denominator: number | null;
  actualBound: string | null; actualPeriod: string | null; coverage: number | null; method: string; provisional: boolean;
  remaining: number | null; stretch: { target: number | null; percent: number | null; reached: boolean } | null;
  parts: Part[]; band: Band | null; worstPart: string | null; formsDisagree: boolean; assignedVersion: string | null;
}
/** The colour beside a verdict, readable without the colour. */
export interface Band { name: string; text: Phrase; shape: string }
export interface Part { code: string; name: string; measure: string; targetText: string; actual: number | null; percent: number | null; verdict: Verdict; reason: string | null }
export interface Figure { period: string; value: number | null; numerator: number | null; denominator: number | null; level: string | null; bound: string | null; status: string; source: string | null; note: string | null; version: number; revision: string }
export interface Explained extends Row {
  wording: string | null; clause: string | null; targetVersion: number; amendment: { reason: string | null; legalBasis: string | null; recordedBy: string; recordedAt: string } | null; metOn: string | null; metThenLost: boolean; failedPeriods: { period: string; actual: number }[];
  years: { year: number; actual: number | null; percent: number | null; verdict: Verdict }[];
  explain: {
    formulaId: string; expression: string; substituted: string | null; test: string | null; words: Phrase; window: Phrase; assigned: Phrase | null; verdict: Phrase; reason: Phrase | null;
    steps: { symbol: string; words: Phrase; arithmetic: string | null; value: number | null }[];
    inputs: { revision: string; period: string; used: boolean; why: Phrase | null; actual: Figure | null; recordedBy: string | null; recordedAt: string | null }[];
  };
}
export interface Scorecard { orgUnit: string; orgUnitName: string; period: string; scoreboard: Record<'exceeded' | 'met' | 'notMet' | 'noData' | 'notAssessable' | 'metOrExceeded' | 'applicable', number> & { open: Open }; items: Row[] }
/** Not met yet and still with time, by pace. */
export interface Open { ahead: number; onTrack: number; behind: number; farBehind: number; unknown: number; total: number }
export interface Ranking { items: { rank: number; orgUnit: string; orgUnitName: string; target: number | null; actual: number | null; percent: number | null; difference: number | null; verdict: Verdict }[]; missing: { orgUnit: string; orgUnitName: string; verdict: Verdict; reason: string | null }[] }
export interface Series { orgUnit: string; targetText: string; baseline: number | null; scopeStart: string; scopeEnd: string; measure: string; items: { period: string; periodEnd: string; target: number | null; actual: number | null; percent: number | null; expected: number | null; verdict: Verdict; reason: string | null }[]; benchmarks: { period: string; periodEnd: string; scopeName: string; value: number }[] }
export interface Revision { version: number; deleted: boolean; recordedAt: string; recordedBy: string; reason: string | null; actual: Figure }
export interface Published { orgUnit: string; indicator: string; group: string | null; period: string; percent: number | null; verdict: Verdict | null; statement: string | null; source: string | null }
export interface Benchmark { orgUnit: string; indicator: string; period: string; scope: string; value: number; source: string | null }
export interface Judged { actual: number | null; percent: number | null; verdict: Verdict; due: boolean; paceClass: Pace['class'] | null }
export interface Effect { targetId: string; orgUnit: string; orgUnitName: string; indicator: string; indicatorName: string; resolution: string; targetPeriod: string; before: Judged | null; after: Judged | null }
export interface Change { orgUnit: string; indicator: string; period: string; group: string | null; change: 'created' | 'updated'; from: Figure | null; to: Figure; achievements: Effect[] }
export interface Stored extends Figure { indicator: string; group: string | null }
/** The figures of a unit for one period, and what awaits one that is entered now. */
export interface Reported { items: Stored[]; closure: Closure | null; reviewed: boolean }
export interface Closure { id: string; orgUnit: string; period: string; reason: string; closedAt: string; closedBy: string }
export interface Submission { id: string; state: 'pending' | 'approved' | 'rejected' | 'withdrawn' | 'stale'; orgUnits: string[]; count: number; submittedAt: string; submittedBy: string }
export interface SubmittedFigure { figure: Omit<Stored, 'version'> & { orgUnit: string; reason: string | null }; removes: boolean; basedOn: number | null; current: Figure | null }
export interface Warning { orgUnit: string; orgUnitName: string; indicator: string; indicatorName: string; group: string | null; period: string; kind: string; message: Phrase }

/** An answer that is not what was asked for: a problem document, or no answer at all. */
export class Refused extends Error {
  constructor(readonly status: number, title: string, readonly detail: string, readonly errors: Record<string, string[]> = {}) { super(title); }
}

/** The sentences of a refusal. */
export const sentences = (refused: Refused): string[] => {
  const own = Object.values(refused.errors).flat();
  const found = own.length ? own : [refused.detail ? `${refused.message}. ${refused.detail}` : refused.message];
  // What a program would send next is of no use to a person.
  return found.map(text => text.replace(/: (?:GET|POST|PUT|DELETE) \/api\/\S+$/, '.'));
};

/** What came of a request, in words. */
export const refusal = (error: unknown): string => error instanceof Refused ? sentences(error).join(' ') : String(error);

type Query = Record<string, string | null | undefined>;
const cache = new Map<string, Promise<unknown>>();

function address(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  const text = search.toString();
  return `/api/v1/${path}${text ? `?${text}` : ''}`;
}

export async function call(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const sent: Record<string, string> = { 'Accept-Language': settings.language, ...headers };
  if (isToken(apiKey())) sent.Authorization = `Bearer ${apiKey()}`;
  else if (apiKey()) sent['X-Api-Key'] = apiKey();
  const isFile = body instanceof Blob;
  if (body !== undefined && !isFile) sent['Content-Type'] = 'application/json';
  let response: Response;
  try { response = await fetch(url, { method, headers: sent, body: isFile ? body : body === undefined ? undefined : JSON.stringify(body) }); }
  catch { throw new Refused(0, say('api.noAnswer'), say('api.noAnswer.remedy')); }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({})) as { title?: string; detail?: string; errors?: Record<string, string[]> };
  throw new Refused(response.status, problem.title ?? `${response.status}`, problem.detail ?? '', problem.errors);
}

/** The outline of a unit, as the operator loaded it. */
export interface Feature { type: 'Feature'; properties: { code: string }; geometry: unknown }

export const boundaries = (): Promise<Feature[]> => once('/boundaries.json', async answer => (await answer.json() as { features: Feature[] }).features);

/** A GET, asked once until something is changed. */
export const get = <T>(path: string, query: Query = {}): Promise<T> => once(address(path, query), answer => answer.json() as Promise<T>);

function once<T>(url: string, read: (answer: Response) => Promise<T>): Promise<T> {
  const name = `${settings.language} ${url}`, known = cache.get(name);
  if (known) return known as Promise<T>;
  const answer = call('GET', url).then(read);
  cache.set(name, answer);
  answer.catch(() => cache.delete(name));
  return answer;
}

export const forget = (): void => cache.clear();

/** Every item of a paged list. */
export async function all<T>(path: string, query: Query = {}): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: T[]; nextCursor: string | null } = await get(path, { ...query, limit: '1000', cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

/** Counts of many targets. */
export interface Board { exceeded: number; met: number; notMet: number; noData: number; notAssessable: number; open: Open & { total: number } }

/** What all units of a row come to together; why they cannot be put together where they cannot. */
export interface RollUp { refused: Phrase | null; actual: number | null; percent: number | null; verdict: Verdict | null }

/** The counts of a unit with all under it, and of each unit directly below or each indicator. */
export function summary(by: 'orgUnit' | 'indicator', query: Query): Promise<{ scoreboard: Board; items: { orgUnit?: string; indicator?: string; scoreboard: Board; rollUp?: RollUp | null }[] }> {
  return get('achievements/summary', { ...query, by, fields: by === 'indicator' ? 'indicator,scoreboard,rollUp' : 'orgUnit,scoreboard' });
}

/** The rows of a unit and all under it. */
export const rows = (query: Query): Promise<Brief[]> =>
  once(address('achievements', { ...query, format: 'ndjson', fields: 'orgUnit,indicator,group,percent,verdict,reason,due,pace,claim,targetText,recurrence,actual,difference,direction' }),
    async answer => (await answer.text()).split('\n').filter(Boolean).map(line => JSON.parse(line) as Brief));

let names: Promise<{ units: Map<string, Unit>; indicators: Map<string, Indicator>; terms: string[] }> | null = null;

/** Names are asked for again: something was added, or another person is there. */
export const forgetNames = (): void => { names = null; };

/** Units and indicators by code, and the term of each resolution: of a country's thousands no more than is shown. */
export function reference() {
  names ??= Promise.all([
    all<Unit>('organisation-units', { fields: 'code,name,nameEn,level,parent,review' }),
    all<Indicator>('indicators', { fields: 'code,name,nameEn,group,measure,valueType,decimals,frequency,levels,groupNames' }),
    all<{ term: string }>('resolutions', { fields: 'term' }),
  ]).then(([units, indicators, resolutions]) => (learnNames(indicators), { units: new Map(units.map(unit => [unit.code, unit])), indicators: new Map(indicators.map(indicator => [indicator.code, indicator])), terms: resolutions.map(resolution => resolution.term) }));
  names.catch(() => { names = null; });
  return names;
}
