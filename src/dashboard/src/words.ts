import type { Indicator, Phrase, Unit, Verdict } from './api.js';
import { settings } from './state.js';
import { say, sayOr } from './texts/say.js';

export const verdicts: Verdict[] = ['exceeded', 'met', 'notMet', 'noData'];
/** A shape for each verdict, so that colour is never the only sign. */
export const shape: Record<Verdict, string> = { exceeded: '▲', met: '●', notMet: '▼', noData: '○', notAssessable: '–' };
export const verdictWord = (verdict: Verdict): string => say(`verdict.${verdict}`);
export const reasonWord = (reason: string | null): string => reason === null ? '' : sayOr(`reason.${reason}`, reason);
export const paceWord = (pace: string | null): string => pace === null ? '' : sayOr(`pace.${pace}`, pace);

// What indicators call their headings and sub-groups, by indicator and code; headings by their code alone.
const called = new Map<string, Phrase>();

/** Learns the names that indicators give to their headings and sub-groups. */
export function learnNames(indicators: Iterable<Indicator>): void {
  called.clear();
  for (const one of indicators) {
    for (const { code, name, nameEn } of one.groupNames ?? []) called.set(code === one.group ? code : `${one.code} ${code}`, { vi: name, en: nameEn ?? name });
  }
}

/** A heading's name; headings that most resolutions have need none of their own. */
export function headingWord(group: string | null): string {
  if (group === null) return say('word.other');
  const named = called.get(group);
  return named ? phrase(named) : sayOr(`heading.${group}`, group);
}

interface OfGroup { indicator: string; group: string | null }

/** What a sub-group is called; its code where nobody gave it a name. */
export function groupWord({ indicator, group }: OfGroup): string {
  const named = called.get(`${indicator} ${group}`);
  return named ? phrase(named) : group ?? '';
}

/** An indicator's name with the sub-group it is for. */
export const fullName = (indicators: Map<string, Indicator>, of: OfGroup): string => nameOf(indicators.get(of.indicator), of.indicator) + (of.group ? ` – ${groupWord(of)}` : '');

export const phrase = (words: Phrase): string => words[settings.language];
export const nameOf = (thing: Unit | Indicator | undefined, code: string): string => thing === undefined ? code : settings.language === 'en' && thing.nameEn ? thing.nameEn : thing.name;

const locale = (): string => settings.language === 'vi' ? 'vi-VN' : 'en-GB';
const formats = new Map<string, Intl.NumberFormat>();
export function number(value: number | null | undefined, decimals = 2, sign = false): string {
  if (value === null || value === undefined) return '';
  const id = `${locale()} ${decimals} ${sign}`;
  let format = formats.get(id);
  if (!format) formats.set(id, format = new Intl.NumberFormat(locale(), { maximumFractionDigits: decimals, signDisplay: sign ? 'exceptZero' : 'auto' }));
  return format.format(value).replace(/^-/, '−');
}

/** An arithmetic of the API, which is without a language, with its numbers as people here write them. */
export const arithmetic = (text: string): string => text.replace(/\d+(\.\d+)?/g, digits => number(Number(digits), 6));

/** A percent that never rounds across 100 against its verdict. */
export function percent(value: number | null, verdict: Verdict, decimals = 1): string {
  if (value === null) return '';
  const rounded = Number(value.toFixed(decimals));
  const lies = verdict === 'notMet' ? rounded >= 100 && value < 100 : verdict === 'exceeded' && rounded <= 100 && value > 100;
  return `${number(value, lies ? 10 : decimals)}%`;
}

export function day(text: string): string {
  const [year, month, date] = text.slice(0, 10).split('-');
  return settings.language === 'vi' ? `${date}/${month}/${year}` : `${Number(date)} ${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][Number(month) - 1]} ${year}`;
}
export const moment = (text: string): string => {
  const at = new Date(text), two = (part: number): string => String(part).padStart(2, '0');
  return `${day(`${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`)} ${two(at.getHours())}:${two(at.getMinutes())}`;
};

export function period(text: string): string {
  if (/^\d{4}-\d{4}$/.test(text)) return say('word.term', { years: text.replace('-', '–') });
  if (/^\d{4}$/.test(text)) return say('word.year', { text });
  const part = /^(\d{4})-([SQ])(\d)$/.exec(text);
  if (part) return part[2] === 'Q' ? say('word.quarter', { n: part[3], year: part[1] }) : part[3] === '1' ? say('word.half1', { year: part[1] }) : say('word.half2', { year: part[1] });
  const month = /^(\d{4})-(\d\d)$/.exec(text);
  if (month) return say('word.month', { month: settings.language === 'vi' ? Number(month[2]) : month[2]!, year: month[1]! });
  const days = text.split('--');
  return days.length === 2 ? `${day(days[0]!)} – ${day(days[1]!)}` : text;
}

/** Vietnamese text without its marks, for searching. */
export const bare = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase();

/** Made once: a comparison that looks up its language each time is what makes a long list slow. */
export const alphabet = new Intl.Collator('vi');
