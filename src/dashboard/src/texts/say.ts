import { settings } from '../state.js';
import { en } from './en.js';
import { vi, type TextKey } from './vi.js';

const catalogues = { vi, en };

/** A text of the catalogue in the reader's language, with its places filled in. */
export function say(key: TextKey, places: Record<string, string | number> = {}): string {
  return catalogues[settings.language][key].replace(/\{(\w+)\}/g, (all, name: string) => String(places[name] ?? all));
}

/** The text for a code that the API says; the other text where the catalogue does not know the code. */
export const sayOr = (key: string, other: string): string => key in vi ? say(key as TextKey) : other;
