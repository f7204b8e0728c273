import { settings, type Language } from '../state.js';
import type { TextKey } from './vi.js';

type Texts = Record<TextKey, string>;

// A reader loads the language that they read.
const catalogues: Record<Language, () => Promise<Texts>> = { vi: async () => (await import('./vi.js')).vi, en: async () => (await import('./en.js')).en };
const learned: Partial<Record<Language, Texts>> = {};

/** Loads the texts of a language; nothing can be said before. */
export async function learn(language: Language): Promise<void> { learned[language] ??= await catalogues[language](); }

/** The texts of the reader's language; of the one before while another is being loaded. */
const texts = (): Texts => learned[settings.language] ?? Object.values(learned)[0]!;

/** A text of the catalogue in the reader's language, with its places filled in. */
export function say(key: TextKey, places: Record<string, string | number> = {}): string {
  return texts()[key].replace(/\{(\w+)\}/g, (all, name: string) => String(places[name] ?? all));
}

/** The text for a code that the API says; the other text where the catalogue does not know the code. */
export const sayOr = (key: string, other: string): string => key in texts() ? say(key as TextKey) : other;
