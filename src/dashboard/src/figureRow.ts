import { computed, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Change, Figure, Indicator, Row, Warning } from './api.js';
import type { Typed } from './drafts.js';
import { readNumber, writeNumber } from './numbers.js';
import { say } from './texts/say.js';
import { groupWord, nameOf, number } from './words.js';

/** What a row would send: a figure, its withdrawal, nothing because nothing changed, or nothing yet because it has to be mended. */
export type Wish = { kind: 'same' } | { kind: 'withdraw' } | { kind: 'mend' } | { kind: 'figure'; body: Record<string, unknown> };

/** What the server has for the figure, and by whom; null where it has none. */
export interface Theirs { figure: Figure | null; by: string }

export interface Place { indicator: string; group: string | null; about: Indicator | undefined; targets: Row[]; stored: Figure | null }

/** A figure as the fields of this form show it. */
export function typedFrom(figure: Figure | null, isRatio: boolean): Typed {
  const pair = figure === null ? isRatio : figure.numerator !== null;
  return {
    pair,
    value: pair ? '' : writeNumber(figure?.value ?? null), numerator: writeNumber(figure?.numerator ?? null), denominator: writeNumber(figure?.denominator ?? null),
    level: figure?.level ?? '', bound: figure?.bound ?? '', status: figure?.status ?? 'final', source: figure?.source ?? '', note: figure?.note ?? '', reason: '',
    over: figure?.version ?? 0,
  };
}

/** A figure in words, with the bound that its source gave it. */
export function figureText(figure: Figure | null): string {
  if (figure === null) return say('figure.noFigure');
  if (figure.level !== null) return levelWord(figure.level);
  const value = figure.numerator !== null ? `${number(figure.numerator, 8)} / ${number(figure.denominator, 8)}` : number(figure.value, 8);
  return figure.bound ? `${boundWord(figure.bound)} ${value}` : value;
}

export const levelWord = (level: string): string => level === 'yes' ? say('figure.yes') : level === 'no' ? say('figure.no') : level;
const boundWord = (bound: string): string => ({ atLeast: say('figure.atLeast'), atMost: say('figure.atMost'), about: say('common.about') } as Record<string, string>)[bound] ?? bound;

const main: (keyof Typed)[] = ['pair', 'value', 'numerator', 'denominator', 'level'];
const about = ['source', 'note', 'bound'] as const;

/** One figure of the form: what is stored, what is typed over it, what that would change, and what came of saving it. */
export class FigureRow {
  readonly id: string;
  readonly name: string;
  readonly isRatio: boolean;
  readonly levels: string[] | null;
  readonly typed;
  readonly stored;
  readonly targets;
  readonly theirs = signal<Theirs | null>(null);
  /** What of the old figure is left out until the person says that it holds for the new one. */
  readonly left = signal('');
  readonly effect = signal<{ change: Change; warnings: Warning[] } | null>(null);
  readonly said = signal<ComponentChildren>(null);
  readonly isBad = signal(false);
  private keepsAbout: boolean;

  constructor(readonly place: Place, draft: Typed | undefined, private readonly moved: () => void) {
    this.isRatio = place.about?.valueType === 'ratio';
    this.levels = place.about?.valueType === 'yesNo' ? ['no', 'yes'] : place.about?.valueType === 'level' ? place.about.levels ?? [] : null;
    this.id = `${place.indicator}${place.group ? `-${place.group}` : ''}`;
    this.name = nameOf(place.about, place.indicator) + (place.group ? ` – ${groupWord(place)}` : '');
    this.stored = signal(place.stored);
    this.targets = signal(place.targets);
    this.typed = signal(draft ?? typedFrom(place.stored, this.isRatio));
    this.keepsAbout = draft !== undefined;
  }

  get measure(): string { return this.place.about?.measure ?? ''; }

  private readonly before = computed(() => typedFrom(this.stored.value, this.isRatio));

  /** Whether the person changed anything at all here. */
  readonly isChanged = computed(() => [...main, ...about, 'status' as const].some(name => this.typed.value[name] !== this.before.value[name] && !(name === 'pair' && this.isEmpty.value)));

  readonly isEmpty = computed(() => {
    const typed = this.typed.value, fields = this.levels ? [typed.level] : typed.pair ? [typed.numerator, typed.denominator] : [typed.value];
    return fields.every(text => text.trim() === '');
  });

  /** What saving would send; `source` is the one given for the whole form. */
  wish(source: string): Wish {
    const typed = this.typed.value, stored = this.stored.value;
    if (!this.isChanged.value) return { kind: 'same' };
    if (this.isEmpty.value) {
      if (stored && typed.pair === this.before.value.pair) return { kind: 'withdraw' };
      return { kind: stored || typed.source || typed.note ? 'mend' : 'same' };
    }
    const rest = {
      group: this.place.group, bound: typed.bound || null, status: typed.status,
      source: typed.source.trim() || source.trim() || null, note: typed.note.trim() || null, reason: typed.reason.trim() || null,
    };
    if (this.levels) return { kind: 'figure', body: { level: typed.level, ...rest } };
    const names = typed.pair ? ['numerator', 'denominator'] as const : ['value'] as const, read = names.map(name => [name, readNumber(typed[name])] as const), body: Record<string, number> = {};
    for (const [name, found] of read) {
      if (found.kind !== 'number') return { kind: 'mend' };
      body[name] = Number(found.text);
    }
    return { kind: 'figure', body: { ...body, ...rest } };
  }

  /** Takes what is typed in a field. What was said of the old figure is not said of the new one until the person says so. */
  type(part: Partial<Typed>): void {
    let typed = { ...this.typed.value, ...part };
    const before = this.before.value, isMoved = this.stored.value !== null && main.some(name => typed[name] !== before[name]);
    if (!this.keepsAbout && about.some(name => before[name])) {
      if (!isMoved) typed = { ...typed, ...this.left.value ? this.aboutBefore() : {} };
      else if (!this.left.value) typed = { ...typed, source: '', note: '', bound: '' };
      this.left.value = isMoved ? [before.bound ? boundWord(before.bound) : '', before.source, before.note].filter(Boolean).join('; ') : '';
    }
    this.typed.value = typed;
    this.isBad.value = false;
    this.said.value = null;
    this.moved();
  }

  /** What was said of the old figure holds for the new one. */
  keepAbout(): void {
    this.keepsAbout = true;
    this.left.value = '';
    this.typed.value = { ...this.typed.value, ...this.aboutBefore() };
    this.moved();
  }

  private aboutBefore(): Pick<Typed, typeof about[number]> {
    const { source, note, bound } = this.before.value;
    return { source, note, bound };
  }

  /** Shows what the server refused of this row. */
  complain(sentences: ComponentChildren): void {
    this.isBad.value = true;
    this.said.value = sentences;
  }

  /** What is typed goes over this figure of the server. */
  putOver(figure: Figure | null): void {
    this.stored.value = figure;
    this.typed.value = { ...this.typed.value, over: figure?.version ?? 0 };
    this.theirs.value = null;
    this.isBad.value = false;
  }

  /** Takes over what the server has, leaving nothing typed. */
  take(figure: Figure | null): void {
    this.putOver(figure);
    this.keepsAbout = false;
    this.left.value = '';
    this.effect.value = null;
    this.typed.value = typedFrom(figure, this.isRatio);
    this.said.value = null;
    this.moved();
  }
}
