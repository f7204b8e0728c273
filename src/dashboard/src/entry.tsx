import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Refused, all, call, forget, get, reference, refusal, sentences, type Change, type Closure, type Figure, type Indicator, type Reported, type Revision, type Row, type Scorecard, type Stored, type Warning } from './api.js';
import { Badge, percentOf } from './charts.js';
import { keepDraft, readDraft, type Typed } from './drafts.js';
import { FigureFields } from './figureFields.js';
import { FigureRow, type Theirs, type Wish } from './figureRow.js';
import { me, reports } from './me.js';
import { Crumbs, yearsOf } from './parts.js';
import { go, link, type Place } from './state.js';
import { say } from './texts/say.js';
import { useQuestion, type Page } from './view.js';
import { moment, nameOf, period as periodWords } from './words.js';

const keyOf = (indicator: string, group: string | null): string => `${indicator} ${group ?? ''}`;
const rowKey = (row: FigureRow): string => keyOf(row.place.indicator, row.place.group);

/** A unit's figures of one period as one form: what each does to its percent is shown before anything is saved. */
export async function entry(place: Place): Promise<Page> {
  const code = place.path[1] ?? '', { units, indicators } = await reference(), name = nameOf(units.get(code), code);
  if (!reports(units, code)) return noKey(name);
  const terms = (await all<{ term: string }>('resolutions', { orgUnit: code, fields: 'term' })).map(resolution => resolution.term).sort();
  const period = place.query.get('for') ?? usualYear(place.query.get('period') ?? '', terms);
  forget();
  const [card, { items: figures, closure, reviewed }] = await Promise.all([
    get<Scorecard>(`achievements/${encodeURIComponent(code)}/${encodeURIComponent(period)}`),
    get<Reported>(`actuals/${encodeURIComponent(code)}/${encodeURIComponent(period)}`),
  ]);
  const found = places(card.items, figures);
  return {
    title: say('entry.enterFigures', { name }),
    crumbs: <Crumbs units={units} code={code} />,
    content: <>
      <p class="lead quiet">{say('entry.figuresOf', { period: periodWords(period) })}</p>
      <p>{say('entry.lead')}</p>
      {closure ? <ClosedNote closure={closure} unit={nameOf(units.get(closure.orgUnit), closure.orgUnit)} /> : null}
      {reviewed ? <p class="notes calm">{say('entry.hereASecondPerson')}
        <a href={link(['review'])}>{say('entry.waiting')}</a></p> : null}
      {found.length ? <Sheet unit={code} period={period} terms={terms} found={found} indicators={indicators} isClosed={closure !== null} waits={reviewed} />
        : <><div class="controls"><PeriodField period={period} terms={terms} /></div><p>{say('entry.noTargets')}</p></>}
      <p><a href={link(['import'], { unit: code })}>{say('common.importASpreadsheet')}</a> · <a href={link(['ward', code])}>{say('entry.backToTheUnit')}</a></p>
    </>,
  };
}

interface Found { indicator: string; group: string | null; targets: Row[]; stored: Figure | null }
interface Changed { row: FigureRow; wish: Wish }

function Sheet({ unit, period, terms, found, indicators, isClosed, waits }: {
  unit: string; period: string; terms: string[]; found: Found[]; indicators: Map<string, Indicator>; isClosed: boolean; waits: boolean;
}): JSX.Element {
  const draft = useMemo(() => readDraft(unit, period), []), source = useSignal(draft?.source ?? ''), message = useSignal(''), isBusy = useSignal(false), form = useRef<HTMLFormElement>(null);
  const isReopened = useSignal(Object.keys(draft?.rows ?? {}).length > 0), waiting = useRef<{ timer?: ReturnType<typeof setTimeout>; turn: number }>({ turn: 0 });
  const rows = useMemo(() => found.map(one => new FigureRow({ ...one, about: indicators.get(one.indicator) }, draft?.rows[keyOf(one.indicator, one.group)], () => later())), []);
  const wishes = (): Changed[] => rows.map(row => ({ row, wish: row.wish(source.value) })).filter(one => one.wish.kind !== 'same');
  const changed = wishes(), ready = changed.filter(one => one.wish.kind !== 'mend').length;

  useQuestion(() => wishes().length ? say('entry.leave') : null);
  useEffect(() => {
    for (const row of rows) if ((row.stored.value?.version ?? 0) !== row.typed.value.over) void theirsOf(row).then(theirs => { row.theirs.value = theirs; });
    if (draft) void preview();
    return () => clearTimeout(waiting.current.timer);
  }, []);

  /** After each change: the draft is kept, and a little later the server says what it would change. */
  function later(): void {
    keep();
    message.value = '';
    clearTimeout(waiting.current.timer);
    waiting.current.timer = setTimeout(() => void preview(), 350);
  }

  function keep(): void {
    const typed: Record<string, Typed> = {};
    for (const row of rows) if (row.isChanged.value) typed[rowKey(row)] = row.typed.value;
    keepDraft(unit, period, { at: new Date().toISOString(), source: source.value, rows: typed });
  }

  // A dry run is asked again without the rows it refused, so that one mistake does not hide what the others do.
  async function preview(): Promise<void> {
    const mine = ++waiting.current.turn;
    let left = wishes().filter(one => one.wish.kind === 'figure');
    for (const row of rows) if (!left.some(one => one.row === row)) row.effect.value = null;
    while (left.length) {
      try {
        const answer = await (await call('POST', '/api/v1/actuals/batch', { items: left.map(item), dryRun: true })).json() as { changes?: Change[]; warnings?: Warning[] };
        if (mine !== waiting.current.turn) return;
        for (const { row } of left) {
          const isOfRow = (one: { indicator: string; group: string | null }): boolean => keyOf(one.indicator, one.group) === rowKey(row);
          const change = answer.changes?.find(isOfRow);
          row.effect.value = change ? { change, warnings: answer.warnings?.filter(isOfRow) ?? [] } : null;
        }
        return;
      } catch (error) {
        if (mine !== waiting.current.turn || !(error instanceof Refused)) return;
        const bad = refusedRows(error, left.map(one => one.row));
        if (bad.size === 0) { message.value = refusal(error); return; }
        for (const [row, words] of bad) { complain(row, words); row.effect.value = null; }
        left = left.filter(one => !bad.has(one.row));
      }
    }
  }

  const item = ({ row, wish }: Changed): Record<string, unknown> => ({ orgUnit: unit, indicator: row.place.indicator, period, ...wish.kind === 'figure' ? wish.body : {} });
  const address = (row: FigureRow): string => `/api/v1/actuals/${encodeURIComponent(unit)}/${row.place.indicator}/${encodeURIComponent(period)}`;

  /** Saves row by row, each over the version it was typed over; what fails stays typed. */
  async function save(only: FigureRow[]): Promise<void> {
    isBusy.value = true;
    const saved: FigureRow[] = [], submitted: FigureRow[] = [];
    for (const { row, wish } of wishes()) {
      if (!only.includes(row) || wish.kind === 'mend') continue;
      const came = await saveOne(row, wish);
      if (came === 'saved') saved.push(row);
      if (came === 'submitted') submitted.push(row);
    }
    forget();
    if (saved.length) await showResults(saved);
    keep();
    isBusy.value = false;
    const open = wishes(), rest = open.length ? say('entry.notSaved', { n: open.length }) : '';
    if (submitted.length) message.value = submitted.length === 1 ? say('entry.submittedFigureItWaits', { n: submitted.length }) : say('entry.submittedFiguresTheyWait', { n: submitted.length });
    else if (saved.length) message.value = (saved.length === 1 ? say('entry.savedFigure', { n: saved.length }) : say('entry.savedFigures', { n: saved.length })) + rest;
    const first = open.find(one => only.includes(one.row));
    if (first) document.getElementById(`figure-${first.row.id}`)?.focus();
  }

  async function saveOne(row: FigureRow, wish: Wish): Promise<'saved' | 'submitted' | 'refused'> {
    const typed = row.typed.value, match: Record<string, string> = typed.over > 0 ? { 'If-Match': `"${typed.over}"` } : {};
    const query = new URLSearchParams(Object.entries({ group: row.place.group ?? '', reason: wish.kind === 'withdraw' ? typed.reason.trim() : '' }).filter(([, value]) => value)).toString();
    const place = `${address(row)}${query ? `?${query}` : ''}`;
    try {
      const response = wish.kind === 'figure' ? await call('PUT', place, wish.body, match) : await call('DELETE', place, undefined, match);
      if (response.status === 202) {
        // The figure waits for a second person; until then the one that stood goes on standing.
        row.take(row.stored.value);
        row.said.value = <p class="saved">{say('entry.submittedWaitsForApproval')}<a href={link(['review'])}>{say('entry.seeWhatWaits')}</a></p>;
        return 'submitted';
      }
      row.take(wish.kind === 'figure' ? await response.json() as Figure : null);
      return 'saved';
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // 428: someone has recorded it first. 412: it was changed since. 404: it was withdrawn.
      if ([404, 412, 428].includes(error.status)) row.theirs.value = await theirsOf(row);
      else complain(row, sentences(error));
      return 'refused';
    }
  }

  async function theirsOf(row: FigureRow): Promise<Theirs> {
    forget();
    const revisions = await all<Revision>(`actuals/${encodeURIComponent(unit)}/${row.place.indicator}/${encodeURIComponent(period)}/revisions`, { group: row.place.group }).catch(() => []);
    const last = revisions.reduce<Revision | null>((latest, one) => latest === null || one.version > latest.version ? one : latest, null);
    if (last === null) return { figure: null, by: '' };
    return { figure: last.deleted ? null : { ...last.actual, version: last.version }, by: `${last.recordedBy}, ${moment(last.recordedAt)}` };
  }

  /** Every row has its new percents: one figure moves more than its own target. */
  async function showResults(saved: FigureRow[]): Promise<void> {
    const now = await get<Scorecard>(`achievements/${encodeURIComponent(unit)}/${encodeURIComponent(period)}`);
    for (const row of rows) row.targets.value = now.items.filter(one => keyOf(one.indicator, one.group) === rowKey(row));
    for (const row of saved) row.said.value = <p class="saved">{say('entry.saved')}{row.targets.value.map(one => <span key={one.targetId}>{percentOf(one)} <Badge verdict={one.verdict} /> </span>)}</p>;
  }

  function discard(): void {
    for (const row of rows) row.take(row.theirs.value ? row.theirs.value.figure : row.stored.value);
    source.value = '';
    isReopened.value = false;
    keepDraft(unit, period, { at: '', source: '', rows: {} });
  }

  // Enter goes to the next figure, as on a spreadsheet; the form is saved by its button.
  function nextField(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const fields = [...form.current!.querySelectorAll<HTMLElement>('.figures input, .figures select, .savebar button')];
    fields[fields.indexOf(event.target) + 1]?.focus();
  }

  const mend = changed.length - ready;
  return <>
    {isReopened.value ? <div class="notes calm"><p>{say('entry.anUnsavedDraftOf', { when: moment(draft!.at) })}
      <button type="button" onClick={discard}>{say('entry.discardTheDraft')}</button></p></div> : null}
    <form ref={form} class="sheet" onSubmit={event => { event.preventDefault(); void save(rows); }} onKeyDown={nextField}>
      <div class="controls"><PeriodField period={period} terms={terms} /><label for="source-all">{say('entry.sourceOfAllFigures')}
        <input id="source-all" autocomplete="off" maxLength={1000} value={source.value} onInput={event => { source.value = event.currentTarget.value; later(); }} /></label></div>
      <ol>{rows.map(row => <FigureFields key={row.id} row={row} isClosed={isClosed} source={source.value} insist={one => void save([one])} />)}</ol>
      <div class={changed.length ? 'savebar' : 'savebar still'}>
        <button class="main" disabled={isBusy.value || changed.length === 0}>{ready ? ready === 1 ? say('entry.saveFigure', { n: ready }) : say('entry.saveFigures', { n: ready }) : say('save')}{waits ? say('entry.andSubmitForApproval') : ''}</button>
        <p role="status">{message.value || (changed.length === 0 ? say('entry.nothingChangedYet') : mend ? say('entry.toMend', { n: mend })
          : say('entry.notSavedYet'))}</p>
      </div>
    </form>
  </>;
}

const complain = (row: FigureRow, words: string[]): void => row.complain(<p class="wrong">{words.join(' ')}</p>);

/** One row for each figure: those that targets ask for, in their order, then others that were reported. */
function places(items: Row[], figures: Stored[]): Found[] {
  const found = new Map<string, Found>();
  const at = (indicator: string, group: string | null): Found => {
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

function PeriodField({ period, terms }: { period: string; terms: string[] }): JSX.Element {
  const year = period.slice(0, 4), parts = [`${year}-S1`, `${year}-S2`, ...[1, 2, 3, 4].map(quarter => `${year}-Q${quarter}`)];
  return <label for="for">{say('entry.periodOfTheFigures')}
    <input id="for" list="periods" value={period} autocomplete="off" onChange={event => go({ for: event.currentTarget.value.trim() })} />
    <datalist id="periods">{[...yearsOf(terms), ...parts].map(one => <option key={one} value={one}>{periodWords(one)}</option>)}</datalist></label>;
}

/** Says that nothing can be entered, and whom to ask. */
const ClosedNote = ({ closure, unit }: { closure: Closure; unit: string }): JSX.Element => <div class="notes" id="closed">
  <h2>{say('entry.thisPeriodIsClosed')}</h2>
  <p>{say('entry.closed', { unit, period: periodWords(closure.period), by: closure.closedBy, when: moment(closure.closedAt) })}<q lang="vi">{closure.reason}</q></p>
  <p>{say('entry.figuresCannotBeChanged')}</p>
</div>;

const noKey = (unit: string): Page => ({
  title: say('common.aKeyIsNeeded'),
  content: <p>{me.value ? say('entry.notYourUnit', { name: me.value.name, unit })
    : say('entry.enteringFiguresNeedsA')}<a href={link(['key'])}>{say('common.enterAKey')}</a></p>,
});
