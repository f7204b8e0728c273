import type { JSX } from 'preact';
import { Refused, all, forget, get, reference, type Indicator, type Row, type Scorecard, type Submission, type Unit } from './api.js';
import { covers, may, me } from './me.js';
import { Answer, Shown, type Remedy } from './remedies.js';
import { link, type Place } from './state.js';
import { say } from './texts/say.js';
import { again, type Page } from './view.js';
import { moment, nameOf, number, period as periodWords } from './words.js';

type Decided = Submission & { reason: string | null };
interface Work { unit: string; year: string; remedies: Remedy[]; waiting: Decided[]; rejected: Decided[]; missing: Row[] }

/** What the holder of the key has to do for their unit: questions, approvals, what was rejected and what is missing. */
export async function work(place: Place): Promise<Page> {
  if (!may('reporter')) return { title: say('work.title'), content: <p>{say('needReporter')}<a href={link(['key'])}>{say('enterKey')}</a></p> };
  forget();
  const { units, indicators } = await reference(), unit = place.path[1] ?? me.value?.orgUnit ?? null;
  if (!unit || !covers(units, unit)) return { title: say('work.title'), content: <Choose units={units} /> };
  const year = String(new Date().getFullYear());
  const [remedies, waiting, rejected, card] = await Promise.all([
    all<Remedy>('remedies', { under: unit, state: 'asked' }), all<Decided>('submissions', { under: unit, state: 'pending' }), all<Decided>('submissions', { under: unit, state: 'rejected' }),
    get<Scorecard>(`achievements/${encodeURIComponent(unit)}/${year}`).catch((error: unknown) => { if (error instanceof Refused) return null; throw error; })]);
  const missing = (card?.items ?? []).filter(row => row.verdict === 'noData' && row.reason !== 'noNumericTarget');
  return { title: say('work.title'), content: <Shows units={units} indicators={indicators} work={{ unit, year, remedies, waiting, rejected, missing }} /> };
}

function Choose({ units }: { units: Map<string, Unit> }): JSX.Element {
  return <><p>{say('work.all')}</p><ul class="links">{[...units.values()].slice(0, 200).map(unit => <li key={unit.code}><a href={link(['work', unit.code])}>{nameOf(unit, unit.code)}</a></li>)}</ul></>;
}

function Shows({ units, indicators, work }: { units: Map<string, Unit>; indicators: Map<string, Indicator>; work: Work }): JSX.Element {
  const name = (code: string): string => nameOf(units.get(code), code);
  return <>
    <p class="lead"><a href={link(['ward', work.unit])}>{name(work.unit)}</a> · <a href={link(['entry', work.unit])}>{say('work.enter')}</a></p>
    <h2>{say('work.asked')}</h2>
    {work.remedies.length ? <ul class="links">{work.remedies.map(one => <li key={one.id}>{name(one.orgUnit)}: <Shown remedy={one} /><Answer remedy={one} done={again} /></li>)}</ul> : <p>{say('work.asked.none')}</p>}
    <h2>{say('work.waiting')}</h2>
    <p>{work.waiting.length ? <a href={link(['review'])}>{say('work.waiting.n', { n: number(work.waiting.length) })}</a> : say('work.waiting.none')}</p>
    <h2>{say('work.rejected')}</h2>
    {work.rejected.length ? <ul class="links">{work.rejected.map(one => <li key={one.id}>{one.submittedBy}, {moment(one.submittedAt)}: <q lang="vi">{one.reason}</q></li>)}</ul> : <p>{say('work.rejected.none')}</p>}
    <h2>{say('work.missing', { period: periodWords(work.year) })}</h2>
    {work.missing.length ? <ul class="links">{work.missing.map(row => <li key={row.targetId}>{nameOf(indicators.get(row.indicator), row.indicator)}</li>)}</ul> : <p>{say('work.missing.none')}</p>}
  </>;
}
