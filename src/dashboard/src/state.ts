import { signal } from '@preact/signals';

/** What the address bar says: the page and its settings. */
export interface Place { path: string[]; query: URLSearchParams }

export type Language = 'vi' | 'en';
export const settings = { language: 'vi' as Language, theme: '' as '' | 'light' | 'dark' };

/** What this browser keeps by a name; null where it keeps nothing. */
export const remembered = (name: string): string | null => { try { return localStorage.getItem(name); } catch { return null; } };
/** Keeps a text in this browser. */
export const remember = (name: string, value: string): void => { try { localStorage.setItem(name, value); } catch { /* a private window may refuse */ } };

let read: { address: string; place: Place } | null = null;

/** The place of the address, read once for each address: a table of a country makes thousands of links to it. Nobody changes what it gives. */
export function readPlace(): Place {
  if (read?.address !== location.hash) read = { address: location.hash, place: readAddress() };
  return read.place;
}

function readAddress(): Place {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const place = { path: (path ?? '').split('/').filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query ?? '') };
  const asked = place.query.get('lang') ?? remembered('language') ?? (navigator.language.startsWith('en') ? 'en' : 'vi');
  settings.language = asked === 'en' ? 'en' : 'vi';
  const theme = place.query.get('theme') ?? remembered('theme');
  settings.theme = theme === 'light' || theme === 'dark' ? theme : '';
  document.documentElement.lang = settings.language;
  if (settings.theme) document.documentElement.dataset.theme = settings.theme;
  else delete document.documentElement.dataset.theme;
  return place;
}

/** The place whose page is on the screen; what the page shows of it follows. */
export const place = signal<Place>(readPlace());

/** A setting of the place on the screen; empty where it is not given. */
export const asked = (name: string): string => place.value.query.get(name) ?? '';

// What goes along from page to page.
const kept = ['lang', 'theme', 'unit', 'period', 'asOf'];

/** The address of another page, with the settings that go along; null takes one away. */
export function link(path: string[], changes: Record<string, string | null> = {}): string {
  const now = readPlace().query;
  const next = new URLSearchParams();
  for (const name of kept) { const value = now.get(name); if (value) next.set(name, value); }
  for (const [name, value] of Object.entries(changes)) { if (value) next.set(name, value); else next.delete(name); }
  const query = next.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${query ? `?${query}` : ''}`;
}

/** The address of this page with some settings changed. */
export function here(changes: Record<string, string | null>): string {
  const { path, query: now } = readPlace(), query = new URLSearchParams(now);
  for (const [name, value] of Object.entries(changes)) { if (value) query.set(name, value); else query.delete(name); }
  const text = query.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`;
}

/** Goes to this page with other settings, as to a new one. */
export const go = (changes: Record<string, string | null>): void => { location.hash = here(changes); };

/** Changes the address without a new page: filters and switches. */
export function quietly(changes: Record<string, string | null>): void {
  history.replaceState(null, '', here(changes));
  place.value = readPlace();
}

export function switchLanguage(language: Language): void { remember('language', language); go({ lang: language }); }
export function switchTheme(theme: 'light' | 'dark'): void { remember('theme', theme); go({ theme }); }

let key = (() => { try { return sessionStorage.getItem('key') ?? ''; } catch { return ''; } })();
export const apiKey = (): string => key;
export function setApiKey(value: string): void {
  key = value;
  try { if (value) sessionStorage.setItem('key', value); else sessionStorage.removeItem('key'); } catch { /* kept in memory only */ }
}
