import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { all, call, forget, reference, refusal, type Change, type Indicator, type Unit } from './api.js';
import { StandingBadge, percentOf } from './charts.js';
import { OtherTarget } from './figureFields.js';
import { figureText } from './figureRow.js';
import { may, reports } from './me.js';
import { asked, go, link, type Place } from './state.js';
import { Table, type Column } from './table.js';
import { say } from './texts/say.js';
import { save, useQuestion, type Page } from './view.js';
import { fullName, nameOf, number, period as periodWords } from './words.js';

interface Job { id: string; state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'; total: number | null; done: number; created: number; updated: number; unchanged: number; blank: number; errors: number; submission: string | null; dryRun: boolean; fileName: string | null }
interface LineError { line: number; cell: string | null; column: string | null; code: string; message: string }
interface Names { units: Map<string, Unit>; indicators: Map<string, Indicator> }

const types: Record<string, string> = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** A spreadsheet of figures: tried first, then, when everything is as it should be, taken over as a whole. */
export async function importPage(place: Place): Promise<Page> {
  const { units, indicators } = await reference();
  if (!may('reporter')) return { title: say('common.aKeyIsNeeded'), content: <p>{say('import.importingFiguresNeedsA')}<a href={link(['key'])}>{say('common.enterAKey')}</a></p> };
  const resolutions = await all<{ orgUnit: string; term: string }>('resolutions', { fields: 'orgUnit,term' });
  // The units that the key may report for, and no others.
  const owners = [...new Set(resolutions.map(resolution => resolution.orgUnit))].filter(code => reports(units, code));
  const year = String(new Date().getFullYear()), unit = place.query.get('unit') ?? owners[0] ?? '', last = place.query.get('for') ?? resolutions.map(one => one.term).sort().at(-1)?.slice(-4) ?? year;
  return {
    title: say('import.importAFile'),
    content: <>
      <p>{say('import.lead')}</p>
      <h2>{say('import.stepTemplate')}</h2>
      <Template unit={unit} units={units} owners={[...new Set([...owners, unit])].filter(Boolean)} usual={last < year ? last : year} />
      <h2>{say('import.stepCheck')}</h2>
      <Upload names={{ units, indicators }} />
    </>,
  };
}

const download = async (address: string, name: string): Promise<void> => save(name, await (await call('GET', address)).blob());

function Template({ unit, units, owners, usual }: { unit: string; units: Map<string, Unit>; owners: string[]; usual: string }): JSX.Element {
  const [period, setPeriod] = useState(usual), [wrong, setWrong] = useState('');
  const load = (): void => void download(`/api/v1/templates/actuals.xlsx?${new URLSearchParams({ orgUnit: unit, period: period.trim() }).toString()}`, `${unit}-${period.trim()}.xlsx`)
    .then(() => setWrong(''), (error: unknown) => setWrong(refusal(error)));
  return <><div class="controls">
    <label for="unit">{say('common.unit')}<select id="unit" value={unit} onChange={event => go({ unit: event.currentTarget.value })}>{owners.map(code => <option key={code} value={code}>{nameOf(units.get(code), code)}</option>)}</select></label>
    <label for="for">{say('common.period')}<input id="for" value={period} autocomplete="off" onInput={event => setPeriod(event.currentTarget.value)} /></label>
    <div class="field"><button type="button" onClick={load}>{say('import.downloadTheExcelTemplate')}</button></div>
  </div>{wrong ? <p role="alert" class="wrong">{wrong}</p> : null}</>;
}

function Upload({ names }: { names: Names }): JSX.Element {
  const chooser = useRef<HTMLInputElement>(null), file = useSignal<File | null>(null), locale = useSignal(''), isOver = useSignal(false);
  const said = useSignal(''), result = useSignal<ComponentChildren>(null), isRunning = useSignal(false);
  useQuestion(() => isRunning.value ? say('import.leave') : null);

  // Read once: what is imported is what was checked, even if the file is saved again in between.
  async function choose(chosen: File | undefined): Promise<void> {
    if (!chosen) return;
    file.value = new File([await chosen.arrayBuffer()], chosen.name);
    await run(file.value, true);
  }

  /** Sends the file and watches it; a dry run ends with the button that imports the very same file. */
  async function run(sent: File, dryRun: boolean): Promise<void> {
    const type = types[sent.name.split('.').at(-1)!.toLowerCase()];
    result.value = null;
    if (!type) { said.value = say('import.onlyCsvAndXlsx'); return; }
    said.value = dryRun ? say('import.checking', { name: sent.name }) : say('import.importing', { name: sent.name });
    isRunning.value = true;
    try {
      const query = new URLSearchParams({ fileName: sent.name, ...dryRun ? { dryRun: 'true' } : {}, ...locale.value ? { locale: locale.value } : {} });
      const answer = await call('POST', `/api/v1/imports?${query.toString()}`, new Blob([sent], { type }), { 'Content-Type': type });
      const came = await outcome(await watch(answer.headers.get('Location') ?? ''), sent, dryRun);
      said.value = came.says;
      result.value = came.shows;
    } catch (error) {
      result.value = null;
      said.value = refusal(error);
    } finally { isRunning.value = false; }
  }

  async function watch(address: string): Promise<Job> {
    for (;;) {
      const job = await (await call('GET', address)).json() as Job;
      if (job.state !== 'queued' && job.state !== 'running') return job;
      result.value = <p><progress aria-label={say('import.progress')} max={job.total ?? undefined} value={job.total ? job.done : undefined} />{' '}
        <button type="button" onClick={() => void call('DELETE', address).catch(() => { /* it has ended by itself */ })}>{say('import.cancel')}</button></p>;
      await new Promise(done => setTimeout(done, 500));
    }
  }

  async function outcome(job: Job, sent: File, dryRun: boolean): Promise<{ says: string; shows: ComponentChildren }> {
    const path = `imports/${encodeURIComponent(job.id)}`;
    forget();
    if (job.state === 'cancelled') return { says: say('import.cancelledNothingWasStored'), shows: null };
    if (job.state === 'failed' || job.errors > 0) {
      return { says: say('import.errorsNothingWasStored', { n: number(job.errors) }),
        shows: <Errors errors={await all<LineError>(`${path}/errors`)} job={job} path={path} name={sent.name} /> };
    }
    if (job.submission) {
      return { says: say('import.submittedTheFiguresWait'),
        shows: <><Counts job={job} isAhead /><p><a href={link(['review'])}>{say('import.seeWhatWaitsFor')}</a></p></> };
    }
    if (!dryRun) return { says: say('import.imported'), shows: <><Counts job={job} /><WhereTo units={names.units} /></> };
    const changes = await all<Change>(`${path}/changes`), ready = job.created + job.updated;
    return { says: say('import.theFileIsValid'), shows: <div><Counts job={job} isAhead /><Changes changes={changes} names={names} />
      {ready ? <p><button type="button" class="main" onClick={() => void run(sent, false)}>{say('import.importFigures', { n: number(ready) })}</button></p> : <p>{say('import.nothing')}</p>}</div> };
  }

  return <>
    <div class={isOver.value ? 'drop over' : 'drop'} onDragOver={event => { event.preventDefault(); isOver.value = true; }} onDragLeave={() => { isOver.value = false; }}
      onDrop={event => { event.preventDefault(); isOver.value = false; void choose(event.dataTransfer?.files[0]); }}>
      <p id="file-words">{say('import.csvOrExcelFile')}</p>
      {/* The browser's own control speaks the browser's language, so the button and the name beside it are ours. */}
      <p><button id="choose" type="button" aria-describedby="file-words chosen" onClick={() => chooser.current!.click()}>{say('import.chooseAFile')}</button> <span id="chosen">{file.value?.name}</span></p>
      <input ref={chooser} id="file" type="file" hidden accept=".csv,.xlsx" onClick={event => { event.currentTarget.value = ''; }} onChange={event => void choose(event.currentTarget.files?.[0])} />
      <label for="locale">{say('import.numbersInTheFile')}</label>
      <select id="locale" value={locale.value} onChange={event => { locale.value = event.currentTarget.value; if (file.value) void run(file.value, true); }}>
        <option value="">{say('import.foundOutByItself')}</option><option value="vi">1.862,5</option><option value="en">1,862.5</option></select>
    </div>
    <p role="status">{said.value}</p>
    <div>{result.value}</div>
  </>;
}

/** Home to the ward that was filled in, where it is one. */
function WhereTo({ units }: { units: Map<string, Unit> }): JSX.Element {
  const unit = asked('unit'), name = nameOf(units.get(unit), unit);
  return <p>{units.has(unit) ? <a href={link(['ward', unit])}>{say('import.seeTheResultsOf', { name })}</a> : <a href={link([])}>{say('import.seeTheOverview')}</a>}</p>;
}

function Errors({ errors, job, path, name }: { errors: LineError[]; job: Job; path: string; name: string }): JSX.Element {
  const [wrong, setWrong] = useState(''), title = say('import.errorsByLineAnd');
  const format = (job.fileName ?? name).toLowerCase().endsWith('.csv') ? 'csv' : 'xlsx';
  // The key goes along in a header, so the file is fetched here and not by a link.
  const marked = (): void => void download(`/api/v1/${path}/errors?format=${format}`, `${say('import.errors')}-${name.replace(/\.\w+$/, '')}.${format}`).catch((error: unknown) => setWrong(refusal(error)));
  const columns: Column<LineError>[] = [
    { head: say('import.line'), value: error => error.line, cell: error => String(error.line) }, { head: say('import.cell'), value: error => error.cell }, { head: say('import.column'), value: error => error.column },
    { head: say('import.error'), value: error => error.message }];
  return <section class="notes" aria-labelledby="errors"><h2 id="errors">{title}</h2>
    {errors.some(error => error.code === 'ambiguous_number') ? <p>{say('import.chooseAboveHowNumbers')}</p> : null}
    <p><button type="button" onClick={marked}>{say('import.downloadTheMarkedUp')}</button> <span role="status">{wrong}</span></p>
    <Table columns={columns} rows={errors} label={title} /></section>;
}

const Counts = ({ job, isAhead }: { job: Job; isAhead?: boolean }): JSX.Element => <ul class="counts">{([
  [job.created, isAhead ? say('import.new') : say('import.added')], [job.updated, isAhead ? say('import.wouldReplaceAnOld') : say('import.replaced')],
  [job.unchanged, say('import.unchanged')], [job.blank, say('import.blankLeftOut')],
] as [number, string][]).map(([times, words]) => <li key={words}><strong>{number(times)}</strong> {words}</li>)}</ul>;

function Changes({ changes, names }: { changes: Change[]; names: Names }): JSX.Element | null {
  const columns: Column<Change>[] = [
    { head: say('common.unit'), value: change => nameOf(names.units.get(change.orgUnit), change.orgUnit) },
    { head: say('common.indicator'), value: change => fullName(names.indicators, change) },
    { head: say('common.period'), value: change => periodWords(change.period) },
    { head: say('import.old'), value: change => change.from ? figureText(change.from) : say('common.none') },
    { head: say('import.newValue'), value: change => figureText(change.to), cell: change => <strong>{figureText(change.to)}</strong> },
    { head: say('common.percentBeforeAfter'), value: change => change.achievements[0]?.after?.percent ?? null, cell: change => <Effects change={change} /> },
  ];
  const title = say('import.whatWouldChange');
  return changes.length ? <><h2 id="changes">{title}</h2><Table columns={columns} rows={changes} label={title} look="stacked" /></> : null;
}

/** The percents that a figure moves, before and after. */
export const Effects = ({ change }: { change: Change }): JSX.Element => <>{change.achievements.map(one => <div key={one.targetId}><OtherTarget one={one} of={change} />
  {one.before === null ? say('common.none') : <>{one.before.percent === null ? <StandingBadge judged={one.before} /> : percentOf(one.before)} → <strong>{one.after === null ? say('common.none') : <>{percentOf(one.after)} <StandingBadge judged={one.after} /></>}</strong></>}</div>)}</>;
