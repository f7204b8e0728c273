import { Refused, all, call, forget, get, reference, type Change, type Closure, type Figure, type Reported, type Revision, type Row, type Scorecard, type Stored, type Warning } from './api.js';
import type { Page } from './app.js';
import { badge, percentOf } from './charts.js';
import { h } from './dom.js';
import { keepDraft, readDraft, type Typed } from './drafts.js';
import { FigureRow, sentences, type Theirs, type Wish } from './figureRow.js';
import { me, reports } from './me.js';
import { crumbs } from './parts.js';
import { here, link, t, type Place } from './state.js';
import { moment, nameOf, period as periodWords } from './words.js';

const keyOf = (indicator: string, group: string | null): string => `${indicator} ${group ?? ''}`;

/** A unit's figures of one period as one form: what each does to its percent is shown before anything is saved. */
export async function entry(place: Place): Promise<Page> {
  const code = place.path[1] ?? '', { units, indicators } = await reference();
  if (!reports(units, code)) return noKey(nameOf(units.get(code), code));
  const terms = (await all<{ term: string }>('resolutions', { orgUnit: code, fields: 'term' })).map(resolution => resolution.term).sort();
  const period = place.query.get('for') ?? usualYear(place.query.get('period') ?? '', terms);
  forget();
  const [card, { items: figures, closure, reviewed: waits }] = await Promise.all([
    get<Scorecard>(`achievements/${encodeURIComponent(code)}/${encodeURIComponent(period)}`),
    get<Reported>(`actuals/${encodeURIComponent(code)}/${encodeURIComponent(period)}`),
  ]);
  const draft = readDraft(code, period);
  const common = h('input', { id: 'source-all', autocomplete: 'off', maxlength: 1000, value: draft?.source ?? '', oninput: () => later() });
  const rows = places(card.items, figures).map(one => new FigureRow({ ...one, about: indicators.get(one.indicator) }, draft?.rows[keyOf(one.indicator, one.group)], () => later(), row => void save([row])));
  const said = h('p', { role: 'status' }), button = h('button', { class: 'main' });
  let waiting = 0, turn = 0;

  const wishes = (): { row: FigureRow; wish: Wish }[] => rows.map(row => ({ row, wish: row.wish(common.value) })).filter(one => one.wish.kind !== 'same');
  const address = (row: FigureRow): string => `/api/v1/actuals/${encodeURIComponent(code)}/${row.place.indicator}/${encodeURIComponent(period)}`;
  const groupOf = (row: FigureRow): string => row.place.group ? `?group=${encodeURIComponent(row.place.group)}` : '';

  /** After each change: the draft is kept, the button counts, and a little later the server says what it would change. */
  function later(): void {
    keep();
    count();
    clearTimeout(waiting);
    waiting = setTimeout(() => void preview(), 350) as unknown as number;
  }

  function keep(): void {
    const typed: Record<string, Typed> = {};
    for (const row of rows) if (row.isChanged) typed[keyOf(row.place.indicator, row.place.group)] = row.typed;
    keepDraft(code, period, { at: new Date().toISOString(), source: common.value, rows: typed });
  }

  function count(): void {
    const changed = wishes(), ready = changed.filter(one => one.wish.kind !== 'mend').length, mend = changed.length - ready;
    button.textContent = ready ? t(`Lưu ${ready} số liệu`, ready === 1 ? 'Save 1 figure' : `Save ${ready} figures`) : t('Lưu', 'Save');
    button.toggleAttribute('disabled', changed.length === 0);
    said.textContent = changed.length === 0 ? t('Chưa có gì thay đổi.', 'Nothing changed yet.') : mend ? t(`${mend} chỗ cần xem lại trước khi lưu.`, `${mend} to mend before they can be saved.`) : t('Chưa lưu. Bản nháp được giữ trong trình duyệt này.', 'Not saved yet. A draft is kept in this browser.');
  }

  // A dry run is asked again without the rows it refused, so that one mistake does not hide what the others do.
  async function preview(): Promise<void> {
    const mine = ++turn, all = wishes();
    for (const row of rows) if (!all.some(one => one.row === row)) row.showEffect(null, { kind: 'same' });
    for (const { row, wish } of all) if (wish.kind !== 'figure') row.showEffect(null, wish);
    let left = all.filter(one => one.wish.kind === 'figure');
    while (left.length) {
      try {
        const answer = await (await call('POST', '/api/v1/actuals/batch', { items: left.map(item), dryRun: true })).json() as { changes?: Change[]; warnings?: Warning[] };
        const isOf = (row: FigureRow) => (one: { indicator: string; group: string | null }): boolean => keyOf(one.indicator, one.group) === keyOf(row.place.indicator, row.place.group);
        if (mine === turn) for (const { row, wish } of left) row.showEffect(answer.changes?.find(isOf(row)) ?? null, wish, answer.warnings?.filter(isOf(row)));
        return;
      } catch (error) {
        if (mine !== turn || !(error instanceof Refused)) return;
        const bad = refusedRows(error, left.map(one => one.row));
        if (bad.size === 0) { said.textContent = sentences(error).join(' '); return; }
        for (const [row, words] of bad) { row.complain(words); row.showEffect(null, { kind: 'mend' }); }
        left = left.filter(one => !bad.has(one.row));
      }
    }
  }

  const item = ({ row, wish }: { row: FigureRow; wish: Wish }): Record<string, unknown> => ({ orgUnit: code, indicator: row.place.indicator, period, ...wish.kind === 'figure' ? wish.body : {} });

  /** Saves row by row, each over the version it was typed over; what fails stays typed. */
  async function save(only: FigureRow[]): Promise<void> {
    const all = wishes().filter(one => only.includes(one.row)), ready = all.filter(one => one.wish.kind !== 'mend');
    button.setAttribute('disabled', '');
    const saved: FigureRow[] = [], submitted: FigureRow[] = [];
    for (const { row, wish } of ready) {
      const came = await saveOne(row, wish);
      if (came === 'saved') saved.push(row);
      if (came === 'submitted') submitted.push(row);
    }
    forget();
    if (saved.length) await showResults(saved);
    keep();
    count();
    const open = wishes();
    if (submitted.length) said.textContent = t(`Đã gửi ${submitted.length} số liệu, chờ duyệt.`, submitted.length === 1 ? 'Submitted 1 figure; it waits for approval.' : `Submitted ${submitted.length} figures; they wait for approval.`);
    else if (saved.length) said.textContent = t(`Đã lưu ${saved.length} số liệu.`, saved.length === 1 ? 'Saved 1 figure.' : `Saved ${saved.length} figures.`) + (open.length ? t(` Còn ${open.length} chưa lưu.`, ` ${open.length} not saved.`) : '');
    open.find(one => only.includes(one.row))?.row.focus();
  }

  async function saveOne(row: FigureRow, wish: Wish): Promise<'saved' | 'submitted' | 'refused'> {
    const match: Record<string, string> = row.typed.over > 0 ? { 'If-Match': `"${row.typed.over}"` } : {};
    try {
      if (wish.kind === 'withdraw') {
        const query = new URLSearchParams(Object.entries({ group: row.place.group ?? '', reason: row.typed.reason.trim() }).filter(([, value]) => value));
        const response = await call('DELETE', `${address(row)}${query.size ? `?${query.toString()}` : ''}`, undefined, match);
        if (response.status === 202) return submit(row);
        row.take(null);
      } else if (wish.kind === 'figure') {
        const response = await call('PUT', address(row) + groupOf(row), wish.body, match);
        if (response.status === 202) return submit(row);
        row.take(await response.json() as Figure);
      }
      return 'saved';
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // 428: someone has recorded it first. 412: it was changed since. 404: it was withdrawn.
      if ([404, 412, 428].includes(error.status)) row.showConflict(await theirsOf(row));
      else row.complain(sentences(error));
      return 'refused';
    }
  }

  /** The figure waits for a second person; until then the one that stood goes on standing. */
  function submit(row: FigureRow): 'submitted' {
    row.take(row.stored);
    row.say(h('p', { class: 'saved' }, t('Đã gửi, chờ duyệt. ', 'Submitted, waits for approval. '), h('a', { href: link(['review']) }, t('Xem các số liệu chờ duyệt', 'See what waits'))));
    return 'submitted';
  }

  async function theirsOf(row: FigureRow): Promise<Theirs> {
    forget();
    const revisions = await all<Revision>(`actuals/${encodeURIComponent(code)}/${row.place.indicator}/${encodeURIComponent(period)}/revisions`, { group: row.place.group }).catch(() => []);
    const last = revisions.reduce<Revision | null>((latest, one) => latest === null || one.version > latest.version ? one : latest, null);
    if (last === null) return { figure: null, by: '' };
    return { figure: last.deleted ? null : { ...last.actual, version: last.version }, by: `${last.recordedBy}, ${moment(last.recordedAt)}` };
  }

  async function showResults(saved: FigureRow[]): Promise<void> {
    const now = await get<Scorecard>(`achievements/${encodeURIComponent(code)}/${encodeURIComponent(period)}`);
    for (const row of saved) {
      const own = now.items.filter(one => keyOf(one.indicator, one.group) === keyOf(row.place.indicator, row.place.group));
      row.say(h('p', { class: 'saved' }, t('Đã lưu. ', 'Saved. '), own.map(one => [percentOf(one), ' ', badge(one.verdict), ' '])));
    }
  }

  const form = h('form', { class: 'sheet', onsubmit: (event: Event) => { event.preventDefault(); void save(rows); }, onkeydown: nextField },
    h('div', { class: 'controls' }, periodField(period, terms), h('label', { for: 'source-all' }, t('Nguồn chung cho các số liệu sửa lần này', 'Source of all figures changed now'), common)),
    h('ol', null, rows.map(row => row.element)),
    h('div', { class: 'savebar' }, button, said));
  if (closure) for (const row of rows) row.close();
  for (const row of rows) if ((row.stored?.version ?? 0) !== row.typed.over) void theirsOf(row).then(theirs => row.showConflict(theirs));
  count();
  if (draft) void preview();
  return {
    title: t(`Nhập số liệu: ${nameOf(units.get(code), code)}`, `Enter figures: ${nameOf(units.get(code), code)}`),
    isForm: true,
    leave: () => wishes().length ? t('Số liệu chưa được lưu. Bản nháp vẫn ở trong trình duyệt này. Rời trang?', 'The figures are not saved. A draft stays in this browser. Leave the page?') : null,
    content: [crumbs(units, code),
      h('p', { class: 'lead quiet' }, t(`Số liệu của ${periodWords(period)}`, `Figures of ${periodWords(period)}`)),
      h('p', null, t('Ghi số; bên cạnh hiện ngay tỷ lệ sẽ đổi thế nào. Chưa bấm “Lưu” thì chưa có gì được ghi. Số cũ vẫn nằm trong lịch sử.', 'Type a figure; beside it you see at once what it does to the percent. Nothing is recorded until you press Save. Old figures stay in the history.')),
      closure ? closedNote(closure, nameOf(units.get(closure.orgUnit), closure.orgUnit)) : null,
      waits ? h('p', { class: 'notes calm' }, t('Ở đơn vị này số liệu phải có người thứ hai duyệt: bấm “Lưu” là gửi đi, được duyệt mới tính. ', 'Here a second person has to approve: Save submits the figures, and they count once approved. '), h('a', { href: link(['review']) }, t('Chờ duyệt', 'Waiting'))) : null,
      draft && Object.keys(draft.rows).length ? draftNote(draft.at) : null,
      rows.length ? form : [h('div', { class: 'controls' }, periodField(period, terms)), h('p', null, t('Đơn vị này không có chỉ tiêu cho kỳ ấy.', 'This unit has no targets for that period.'))],
      h('p', null, h('a', { href: link(['import'], { unit: code }) }, t('Nhập từ tệp Excel', 'Import a spreadsheet')), ' · ', h('a', { href: link(['ward', code]) }, t('Về trang của đơn vị', 'Back to the unit')))],
  };

  function draftNote(at: string): HTMLElement {
    const drop = (): void => { for (const row of rows) row.take(row.theirs ? row.theirs.figure : row.stored); common.value = ''; keepDraft(code, period, { at: '', source: '', rows: {} }); note.remove(); later(); };
    const note = h('div', { class: 'notes calm' }, h('p', null, t(`Bản nháp chưa lưu từ ${moment(at)} đã được mở lại. `, `An unsaved draft of ${moment(at)} was opened again. `), h('button', { type: 'button', onclick: drop }, t('Bỏ bản nháp', 'Discard the draft'))));
    return note;
  }

  // Enter goes to the next figure, as on a spreadsheet; the form is saved by its button.
  function nextField(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const fields = [...form.querySelectorAll<HTMLElement>('.figures input, .figures select')], at = fields.indexOf(event.target);
    (fields[at + 1] ?? button).focus();
  }
}

/** One row for each figure: those that targets ask for, in their order, then others that were reported. */
function places(items: Row[], figures: Stored[]): { indicator: string; group: string | null; targets: Row[]; stored: Figure | null }[] {
  const found = new Map<string, { indicator: string; group: string | null; targets: Row[]; stored: Figure | null }>();
  const at = (indicator: string, group: string | null) => {
    const key = keyOf(indicator, group), known = found.get(key) ?? { indicator, group, targets: [], stored: null };
    found.set(key, known);
    return known;
  };
  for (const row of items) at(row.indicator, row.group).targets.push(row);
  for (const figure of figures) at(figure.indicator, figure.group).stored = figure;
  return [...found.values()];
}

// An error of a batch names its place: items[3].value.
function refusedRows(refused: Refused, rows: FigureRow[]): Map<FigureRow, string[]> {
  const found = new Map<FigureRow, string[]>();
  for (const [where, words] of Object.entries(refused.errors)) {
    const row = rows[Number(/^items\[(\d+)\]/.exec(where)?.[1] ?? -1)];
    if (row) found.set(row, [...found.get(row) ?? [], ...words]);
  }
  return found;
}

function usualYear(asked: string, terms: string[]): string {
  if (/^\d{4}(-|$)/.test(asked) && !/^\d{4}-\d{4}$/.test(asked)) return asked;
  const last = (terms.find(term => term === asked) ?? terms.at(-1))?.slice(-4), now = String(new Date().getFullYear());
  return last !== undefined && last < now ? last : now;
}

function periodField(period: string, terms: string[]): HTMLElement {
  const years = [...new Set(terms.flatMap(term => { const [from, to] = term.split('-').map(Number); return from && to && to - from < 12 ? Array.from({ length: to - from + 1 }, (_, i) => String(from + i)) : []; }))].sort().reverse();
  const year = period.slice(0, 4), parts = [`${year}-S1`, `${year}-S2`, ...[1, 2, 3, 4].map(quarter => `${year}-Q${quarter}`)];
  const field = h('input', { id: 'for', list: 'periods', value: period, autocomplete: 'off', onchange: () => { location.hash = here({ for: field.value.trim() }); } });
  return h('label', { for: 'for' }, t('Kỳ của số liệu (2022, 2022-S1, 2022-Q3, 2022-05)', 'Period of the figures (2022, 2022-S1, 2022-Q3, 2022-05)'), field,
    h('datalist', { id: 'periods' }, [...years, ...parts].map(one => h('option', { value: one }, periodWords(one)))));
}

/** Says that nothing can be entered, and whom to ask. */
const closedNote = (closure: Closure, unitName: string): HTMLElement => h('div', { class: 'notes', id: 'closed' },
  h('h2', null, t('Số liệu kỳ này đã chốt', 'This period is closed')),
  h('p', null, t(`${unitName} đã chốt số liệu ${periodWords(closure.period)} (${closure.closedBy}, ${moment(closure.closedAt)}): `, `${unitName} closed ${periodWords(closure.period)} (${closure.closedBy}, ${moment(closure.closedAt)}): `), h('q', { lang: 'vi' }, closure.reason)),
  h('p', null, t('Không sửa được số liệu cho tới khi kỳ được mở lại. Cần bổ sung thì báo người đã chốt.', 'Figures cannot be changed until it is opened again. Ask whoever closed it.')));

const noKey = (unit: string): Page => ({
  title: t('Cần khóa truy cập', 'A key is needed'),
  content: h('p', null, me.value ? t(`Khóa của bạn (${me.value.name}) không nhập được số liệu của ${unit}. `, `Your key (${me.value.name}) may not enter figures of ${unit}. `)
    : t('Nhập số liệu cần khóa của người báo cáo. ', 'Entering figures needs a reporter’s key. '), h('a', { href: link(['key']) }, t('Nhập khóa', 'Enter a key'))),
});
