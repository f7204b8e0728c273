import { signal } from '@preact/signals';
import { Refused, all, call, type Unit } from './api.js';
import { comeBack, isToken } from './signIn.js';
import { apiKey, setApiKey } from './state.js';
import { say } from './texts/say.js';

export type Role = 'reader' | 'reporter' | 'planner' | 'administrator';
export interface Me { name: string; role: Role | null; allUnits: boolean; orgUnit: string | null; expiresAt: string | null }

/** Who the key of this tab belongs to; null without one that works. */
export const me = signal<Me | null>(null);

/** Whether the key that was given last is none. */
export const isWrongKey = signal(false);

/** Whether it was a token of an account, which is signed in again. */
export const isSignedOut = signal(false);

/** How many submissions wait for a second person, of those the key may see. */
export const waiting = signal(0);

/** Counts what waits anew; a page stands without the number. */
export async function countWaiting(): Promise<void> {
  waiting.value = may('reporter') ? await all('submissions', { state: 'pending' }).then(found => found.length, () => 0) : 0;
}

let asked = '';

/** Asks the server whose key it is, once for each key; one that it does not know is taken away. */
export async function recognise(): Promise<void> {
  await comeBack();
  const key = apiKey();
  if (key === asked && (me.value !== null || key === '')) return;
  asked = key;
  if (!key) { me.value = null; return; }
  try {
    me.value = await (await call('GET', '/api/v1/keys/me')).json() as Me;
    isWrongKey.value = false;
    isSignedOut.value = false;
    if (isToken(key) && me.value.expiresAt) setTimeout(() => end(key), Math.min(Date.parse(me.value.expiresAt) - Date.now(), 2 ** 31 - 1));
  } catch (error) {
    me.value = null;
    asked = '';
    if (!(error instanceof Refused) || error.status !== 401) throw error;
    end(key);
  }
}

// It is good no more, unless another has taken its place.
function end(key: string): void {
  if (apiKey() !== key) return;
  me.value = null;
  isSignedOut.value = isToken(key);
  isWrongKey.value = true;
  setApiKey('');
}

const order: Role[] = ['reader', 'reporter', 'planner', 'administrator'];

/** Whether the key has this role or more. */
export const may = (least: Role): boolean => me.value?.role != null && order.indexOf(me.value.role) >= order.indexOf(least);

/** The name and the role in a few words: "Cán bộ Mai, người báo cáo"; what a name says in brackets is for the list of keys. */
export function nameAndRole(one: Me): string {
  const name = one.name.replace(/\s*\([^)]*\)$/, '');
  if (!one.role) return name;
  return name === one.role ? say(`role.${one.role}`) : `${name}, ${say(`role.${one.role}`).toLowerCase()}`;
}

/** Whether the key may write facts of the unit: it is for all units, for this one, or for one above. */
export function covers(units: Map<string, Unit>, code: string): boolean {
  if (!me.value || me.value.allUnits) return me.value !== null;
  for (let unit = units.get(code), steps = 0; unit && steps < 12; steps++) {
    if (unit.code === me.value.orgUnit) return true;
    unit = unit.parent ? units.get(unit.parent) : undefined;
  }
  return false;
}

/** Whether the key may plan for the unit. */
export const plans = (units: Map<string, Unit>, code: string): boolean => may('planner') && covers(units, code);

/** Whether the key may report for the unit. */
export const reports = (units: Map<string, Unit>, code: string): boolean => may('reporter') && covers(units, code);
