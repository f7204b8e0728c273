import type { Change, Figure, Indicator, Refused, Row, Warning } from './api.js';
import { percentOf, standingBadge } from './charts.js';
import { h, type Child } from './dom.js';
import type { Typed } from './drafts.js';
import { readNumber, writeNumber } from './numbers.js';
import { t } from './state.js';
import { groupWord, nameOf, number, period as periodWords, phrase } from './words.js';

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

export const figureText = (figure: Figure | null): string => figure === null ? t('không có số', 'no figure')
  : figure.level !== null ? levelWord(figure.level)
    : figure.numerator !== null ? `${number(figure.numerator, 8)} / ${number(figure.denominator, 8)}` : number(figure.value, 8);

const levelWord = (level: string): string => level === 'yes' ? t('có', 'yes') : level === 'no' ? t('không', 'no') : level;
const main: (keyof Typed)[] = ['pair', 'value', 'numerator', 'denominator', 'level'];
const about: (keyof Typed)[] = ['source', 'note', 'bound'];

/** One figure of the form: its fields, what it would change, and what came of saving it. */
export class FigureRow {
  readonly id: string;
  readonly name: string;
  readonly element: HTMLElement;
  typed: Typed;
  stored: Figure | null;
  theirs: Theirs | null = null;
  private readonly isRatio: boolean;
  private readonly levels: string[] | null;
  private readonly fields = new Map<keyof Typed, HTMLInputElement | HTMLSelectElement>();
  private readonly figures = h('div', { class: 'figures' });
  private readonly reading = h('p', { class: 'reading' });
  private readonly carried = h('div');
  private readonly effect = h('div', { class: 'effect', 'aria-live': 'polite' });
  private readonly said = h('div', { role: 'status' });
  private readonly more: HTMLDetailsElement;
  private keepsAbout = false;

  constructor(readonly place: Place, draft: Typed | undefined, private readonly moved: () => void, private readonly save: (row: FigureRow) => void) {
    this.stored = place.stored;
    this.isRatio = place.about?.valueType === 'ratio';
    this.levels = place.about?.valueType === 'yesNo' ? ['no', 'yes'] : place.about?.valueType === 'level' ? place.about.levels ?? [] : null;
    this.id = `${place.indicator}${place.group ? `-${place.group}` : ''}`;
    this.name = nameOf(place.about, place.indicator) + (place.group ? ` – ${groupWord(place.group)}` : '');
    this.typed = draft ?? typedFrom(this.stored, this.isRatio);
    this.keepsAbout = draft !== undefined;
    this.more = this.details();
    this.element = h('li', { id: `row-${this.id}` }, h('fieldset', null, h('legend', null, this.name),
      h('div', { class: 'asked' }, this.place.targets.map(target => this.asked(target)), h('p', { class: 'quiet' }, this.storedWords())),
      h('div', { class: 'typed' }, this.figures, this.reading, this.carried, this.more),
      h('div', { class: 'outcome' }, this.effect, this.said)));
    this.drawFigures();
    this.drawReading();
  }

  get measure(): string { return this.place.about?.measure ?? ''; }

  /** Whether the person changed anything at all here. */
  get isChanged(): boolean {
    const before = typedFrom(this.stored, this.isRatio);
    return [...main, ...about, 'status' as const].some(name => this.typed[name] !== before[name] && !(name === 'pair' && this.isEmpty));
  }

  get isEmpty(): boolean {
    if (this.levels) return this.typed.level === '';
    return this.typed.pair ? this.typed.numerator.trim() === '' && this.typed.denominator.trim() === '' : this.typed.value.trim() === '';
  }

  /** What saving would send; `source` is the one given for the whole form. */
  wish(source: string): Wish {
    if (!this.isChanged) return { kind: 'same' };
    if (this.isEmpty) {
      if (this.stored && this.typed.pair === typedFrom(this.stored, this.isRatio).pair) return { kind: 'withdraw' };
      return { kind: this.stored || this.typed.source || this.typed.note ? 'mend' : 'same' };
    }
    const typed = this.typed;
    const rest = {
      group: this.place.group, bound: typed.bound || null, status: typed.status,
      source: typed.source.trim() || source.trim() || null, note: typed.note.trim() || null, reason: typed.reason.trim() || null,
    };
    if (this.levels) return { kind: 'figure', body: { level: typed.level, ...rest } };
    const read = (text: string): number | null => { const found = readNumber(text); return found.kind === 'number' ? Number(found.text) : null; };
    if (!typed.pair) {
      const value = read(typed.value);
      return value === null ? { kind: 'mend' } : { kind: 'figure', body: { value, ...rest } };
    }
    const numerator = read(typed.numerator), denominator = read(typed.denominator);
    return numerator === null || denominator === null ? { kind: 'mend' } : { kind: 'figure', body: { numerator, denominator, ...rest } };
  }

  /** Nothing can be recorded here: its period is closed. */
  close(): void { this.element.querySelector('fieldset')!.disabled = true; }

  focus(): void { this.figures.querySelector<HTMLElement>('input, select')?.focus(); }

  /** Shows what the figure does to the percents of this unit's targets, and what a person should look at again. */
  showEffect(change: Change | null, wish: Wish, warnings: Warning[] = []): void {
    if (wish.kind === 'withdraw') {
      this.effect.replaceChildren(h('p', null, t('Lưu sẽ ', 'Saving will '), h('strong', null, t('rút số liệu này', 'withdraw this figure')), t('; lịch sử vẫn giữ.', '; its history is kept.')));
      return;
    }
    if (change === null || wish.kind !== 'figure') { this.effect.replaceChildren(); return; }
    const lines = change.achievements.map(one => this.effectLine(one, change));
    this.effect.replaceChildren(h('p', { class: 'quiet' }, change.change === 'created' ? t('Sẽ là số liệu mới.', 'Will be a new figure.') : t(`Sẽ thay ${figureText(change.from)}.`, `Will replace ${figureText(change.from)}.`)),
      ...lines.length ? lines : [h('p', null, t('Không đổi tỷ lệ của chỉ tiêu nào.', 'Changes no percent.'))],
      ...warnings.map(one => h('p', { class: 'carried' }, t('Xem lại: ', 'Look again: '), phrase(one.message))));
  }

  say(...words: Child[]): void { this.said.replaceChildren(h('div', null, words)); }

  hush(): void { this.said.replaceChildren(); }

  /** Shows what the server refused of this row. */
  complain(sentences: string[]): void {
    this.element.classList.add('bad');
    this.say(h('p', { class: 'wrong' }, sentences.join(' ')));
  }

  /** Someone else has changed the figure since it was read: both are shown and nobody's is lost. */
  showConflict(theirs: Theirs): void {
    this.theirs = theirs;
    this.element.classList.add('bad');
    const mine = this.levels ? levelWord(this.typed.level) : this.typed.pair ? `${this.typed.numerator} / ${this.typed.denominator}` : this.typed.value;
    const now = figureText(theirs.figure);
    this.say(h('p', { class: 'wrong' }, theirs.figure === null ? t(`Người khác vừa rút số liệu này (${theirs.by}); số của bạn là ${mine}.`, `Someone else has withdrawn it (${theirs.by}); yours is ${mine}.`)
      : t(`Người khác vừa sửa thành ${now} (${theirs.by}); số của bạn là ${mine}.`, `Someone else has changed it to ${now} (${theirs.by}); yours is ${mine}.`),
    theirs.figure?.source ? h('span', { class: 'quiet' }, t(' Nguồn của họ: ', ' Their source: '), theirs.figure.source) : null),
    h('p', { class: 'choice' }, h('button', { type: 'button', onclick: () => this.take(theirs.figure) }, t('Lấy số của họ', 'Take theirs')), ' ',
      h('button', { type: 'button', class: 'main', onclick: () => this.insist(theirs.figure) }, t('Ghi số của tôi', 'Save mine'))));
  }

  /** Takes over what the server has, leaving nothing typed. */
  take(figure: Figure | null): void {
    this.over(figure);
    this.typed = typedFrom(figure, this.isRatio);
    this.keepsAbout = false;
    for (const [name, field] of this.fields) field.value = String(this.typed[name]);
    this.carried.replaceChildren();
    this.hush();
    this.drawFigures();
    this.changed();
  }

  // Mine over theirs; where both say the same there is nothing left to save.
  private insist(theirs: Figure | null): void {
    this.over(theirs);
    if (!this.isChanged) this.hush();
    this.save(this);
  }

  private over(figure: Figure | null): void {
    this.stored = figure;
    this.typed.over = figure?.version ?? 0;
    this.theirs = null;
    this.element.classList.remove('bad');
    this.element.querySelector('.asked > p:last-child')!.textContent = this.storedWords();
  }

  private storedWords(): string {
    if (this.stored === null) return t('Chưa có số liệu cho kỳ này.', 'No figure for this period yet.');
    const words = figureText(this.stored) + (this.levels || this.stored.numerator !== null ? '' : ` ${this.measure}`);
    return t(`Đang lưu: ${words}`, `Stored: ${words}`) + (this.stored.status === 'provisional' ? t(' (tạm tính)', ' (provisional)') : '');
  }

  private asked(target: Row): HTMLElement {
    const now = target.percent === null ? null : [' ', h('span', { class: 'quiet' }, t('nay ', 'now ')), percentOf(target)];
    return h('p', null, t('Nghị quyết', 'Target'), ` (${periodWords(target.targetPeriod)}): `, h('strong', { lang: 'vi' }, target.targetText), now);
  }

  private effectLine(one: Change['achievements'][number], of: Change): HTMLElement {
    const target = this.place.targets.find(row => row.targetId === one.targetId);
    const side = (judged: typeof one.before, marked: boolean): Child => judged === null ? t('chưa có', 'none') : [judged.percent === null ? '' : `${percentOf(judged)} `, marked || judged.percent === null ? standingBadge(judged) : null];
    const isTurned = one.before?.verdict !== one.after?.verdict;
    return h('p', { class: 'becomes' }, otherTarget(one, of), h('span', { class: 'quiet' }, periodWords(one.targetPeriod), target ? ` (${target.targetText})` : '', ': '),
      side(one.before, isTurned), h('span', { 'aria-hidden': 'true' }, ' → '), h('span', { class: 'unseen' }, t(' thành ', ' becomes ')), h('strong', null, side(one.after, true)));
  }

  private changed(): void {
    this.element.classList.remove('bad');
    this.carry();
    this.drawReading();
    this.hush();
    this.moved();
  }

  // What was said of the old figure is not said of the new one until the person says so.
  private carry(): void {
    const before = typedFrom(this.stored, this.isRatio);
    const isMoved = this.stored !== null && main.some(name => this.typed[name] !== before[name]);
    if (this.keepsAbout || !about.some(name => before[name])) return;
    if (!isMoved) { this.setAbout(before); this.carried.replaceChildren(); return; }
    if (this.carried.childElementCount) return;
    this.setAbout({ ...before, source: '', note: '', bound: '' });
    const keep = (): void => { this.keepsAbout = true; this.setAbout(before); this.carried.replaceChildren(); this.moved(); };
    const old = [before.source, before.note, before.bound ? boundWord(before.bound) : ''].filter(Boolean).join('; ');
    this.carried.replaceChildren(h('p', { class: 'carried' }, t('Của số cũ, chưa ghi cho số mới: ', 'Said of the old figure, not yet of the new one: '), h('q', { lang: 'vi' }, old), ' ',
      h('button', { type: 'button', class: 'plain', onclick: keep }, t('Giữ cho số mới', 'Keep for the new one'))));
    this.more.open = true;
  }

  private setAbout(from: Typed): void {
    for (const name of about) {
      (this.typed[name] as string) = from[name] as string;
      const field = this.fields.get(name);
      if (field) field.value = from[name] as string;
    }
  }

  private drawFigures(): void {
    const unit = h('span', { class: 'measure' }, this.measure);
    const first = `figure-${this.id}`;
    if (this.levels) {
      const options = this.levels.map((level): [string, string] => [level, levelWord(level)]);
      this.figures.replaceChildren(this.choice('level', t('Mức', 'Level'), [['', t('chưa có', 'none')], ...options], first));
      return;
    }
    if (!this.typed.pair) this.figures.replaceChildren(this.input('value', this.isRatio ? t('Tỷ lệ', 'Rate') : t('Số liệu', 'Figure'), first), unit);
    else {
      const part = this.input('numerator', t('Tử số', 'Part'), first), whole = this.input('denominator', t('Mẫu số', 'Whole'), `whole-${this.id}`);
      this.figures.replaceChildren(part, h('span', { class: 'measure' }, '/'), whole);
    }
    if (this.isRatio) {
      const swap = (): void => { this.typed.pair = !this.typed.pair; this.drawFigures(); this.changed(); };
      this.figures.append(h('button', { type: 'button', class: 'plain', onclick: swap }, this.typed.pair ? t('Chỉ có tỷ lệ', 'Only the rate is known') : t('Ghi tử số và mẫu số', 'Give part and whole')));
    }
  }

  private drawReading(): void {
    const names: (keyof Typed)[] = this.levels ? [] : this.typed.pair ? ['numerator', 'denominator'] : ['value'];
    const said = names.flatMap(name => this.readingOf(name));
    if (this.typed.pair && said.length === 0 && !this.isEmpty) {
      const [part, whole] = [readNumber(this.typed.numerator), readNumber(this.typed.denominator)];
      if (part.kind === 'number' && whole.kind === 'number' && Number(whole.text) > 0 && this.measure === '%') said.push(`= ${number(Number(part.text) / Number(whole.text) * 100, 2)}%`);
    }
    this.reading.replaceChildren();
    for (const one of said) this.reading.append(one);
  }

  private readingOf(name: keyof Typed): (Node | string)[] {
    const text = this.typed[name] as string, found = readNumber(text), field = this.fields.get(name);
    if (found.kind === 'wrong') field?.setAttribute('aria-invalid', 'true');
    else field?.removeAttribute('aria-invalid');
    if (found.kind === 'nothing') return [];
    if (found.kind === 'wrong') return [h('span', { class: 'wrong' }, t(`“${text}” không phải là số. Ghi như 1.862,5. `, `“${text}” is not a number. Write it like 1,862.5. `))];
    if (found.kind === 'number') {
      const shown = number(Number(found.text), 8), isAsTyped = [shown, writeNumber(Number(found.text))].includes(text.trim());
      return isAsTyped ? [] : [t(`Hiểu là ${shown}. `, `Read as ${shown}. `)];
    }
    const pick = (value: string): HTMLElement => {
      const shown = number(Number(value), 8), take = (): void => { this.set(name, writeNumber(Number(value))); this.changed(); field?.focus(); };
      return h('button', { type: 'button', onclick: take }, value.includes('.') ? t(`${shown} (số thập phân)`, `${shown} (a decimal)`) : value);
    };
    return [h('span', { class: 'wrong' }, t(`“${text}” là số nào? `, `Which number is “${text}”? `)), pick(found.likely), t(' hay ', ' or '), pick(found.other)];
  }

  private set(name: keyof Typed, value: string): void {
    (this.typed[name] as string) = value;
    this.fields.get(name)!.value = value;
  }

  private input(name: keyof Typed, label: string, id: string, props: Record<string, unknown> = { inputmode: 'decimal' }): HTMLElement {
    const field = h('input', { id, autocomplete: 'off', value: this.typed[name] as string, ...props, oninput: () => { (this.typed[name] as string) = field.value; this.changed(); } });
    this.fields.set(name, field);
    return h('label', { for: id }, h('span', null, label), field);
  }

  private choice(name: keyof Typed, label: string, options: [string, string][], id: string): HTMLElement {
    const field = h('select', { id, value: this.typed[name] as string, onchange: () => { (this.typed[name] as string) = field.value; this.changed(); } }, options.map(([value, text]) => h('option', { value }, text)));
    this.fields.set(name, field);
    return h('label', { for: id }, h('span', null, label), field);
  }

  private details(): HTMLDetailsElement {
    const id = (name: string): string => `${name}-${this.id}`, text = { maxlength: 1000 };
    return h('details', { class: 'more' }, h('summary', null, t('Nguồn, ghi chú, tạm tính', 'Source, note, provisional'), h('span', { class: 'unseen' }, ` – ${this.name}`)), h('div', { class: 'fields' },
      this.input('source', t('Nguồn', 'Source'), id('source'), text),
      this.input('note', t('Ghi chú', 'Note'), id('note'), { maxlength: 2000 }),
      this.choice('status', t('Tình trạng', 'Status'), [['final', t('chính thức', 'final')], ['provisional', t('tạm tính', 'provisional')]], id('status')),
      this.choice('bound', t('Văn bản chỉ nêu', 'The source only says'), [['', t('đúng số này', 'this very number')], ...['atLeast', 'atMost', 'about'].map((one): [string, string] => [one, boundWord(one)])], id('bound')),
      this.input('reason', t('Lý do sửa', 'Reason for the change'), id('reason'), text)));
  }
}

const boundWord = (bound: string): string => ({ atLeast: t('trên, ít nhất', 'at least'), atMost: t('dưới, nhiều nhất', 'at most'), about: t('khoảng', 'about') } as Record<string, string>)[bound] ?? bound;

/** The sentences of a refusal. */
export const sentences = (refused: Refused): string[] => {
  const own = Object.values(refused.errors).flat();
  const found = own.length ? own : [refused.detail ? `${refused.message}. ${refused.detail}` : refused.message];
  // What a program would send next is of no use to a person.
  return found.map(text => text.replace(/: (?:GET|POST|PUT|DELETE) \/api\/\S+$/, '.'));
};

/** Whose target a figure moves, where it is not the figure's own: the unit's above, or one that is made of several. */
export function otherTarget(one: Change['achievements'][number], of: Change): Child {
  const names = [one.orgUnit === of.orgUnit ? '' : one.orgUnitName, one.indicator === of.indicator ? '' : one.indicatorName].filter(Boolean);
  return names.length ? h('span', { lang: 'vi' }, names.join(', '), ': ') : null;
}
