import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { all, call, forget } from './api.js';
import { say } from './texts/say.js';
import type { TextKey } from './texts/vi.js';
import { Choice, Form, Input } from './view.js';
import { day, period as periodWords } from './words.js';

export interface Remedy {
  id: string; orgUnit: string; target: string; period: string; state: string; question: string; answerBy: string | null; causeKind: string | null; cause: string | null; action: string | null;
  responsible: string | null; dueOn: string | null; recordedBy: string; version: number;
}

const years = (period: string): [number, number] => { const found = (period.match(/\b\d{4}\b/g) ?? ['0']).map(Number); return [found[0]!, found.at(-1)!]; };

/** Whether something asked is about the years of a period, and still stands. */
export function isAbout(one: Remedy, period: string): boolean {
  const [first, last] = years(period), [from, to] = years(one.period);
  return one.state !== 'withdrawn' && from <= last && to >= first;
}

/** What is asked of a unit about the years of a period; nothing where it cannot be had: the rows say their own without it. */
export const remediesOf = (unit: string, period: string): Promise<Remedy[]> =>
  all<Remedy>('remedies', { orgUnit: unit }).then(found => found.filter(one => isAbout(one, period))).catch(() => []);

/** What was asked about a target and answered; a planner asks, a reporter of the unit answers. */
export function Remedies({ unit, target, period, mayAsk, mayAnswer, read }: { unit: string; target: string; period: string; mayAsk: boolean; mayAnswer: boolean; read: (found: Remedy[]) => void }): JSX.Element {
  const [found, setFound] = useState<Remedy[] | null>(null), [question, setQuestion] = useState(''), [by, setBy] = useState('');
  const load = async (): Promise<void> => { forget(); const now = (await all<Remedy>('remedies', { orgUnit: unit })).filter(one => one.target === target); setFound(now); read(now); };
  useEffect(() => { void load(); }, []);
  return <section class="remedies"><h3>{say('ask.title')}</h3>
    {found?.length === 0 ? <p class="quiet">{say('ask.none')}</p> : null}
    <ul class="links">{found?.map(one => <li key={`${one.id} ${one.version}`}><Shown remedy={one} />{mayAnswer && one.state === 'asked' ? <Answer remedy={one} done={load} /> : null}</li>)}</ul>
    {mayAsk ? <Form button={say('ask.send')} disabled={!question.trim()} send={async () => {
      await call('POST', `/api/v1/targets/${target}/remedies`, { question: question.trim(), period, answerBy: by || null });
      setQuestion('');
      await load();
    }}>
      <Input id={`ask-${target}`} label={say('ask.question')} value={question} change={setQuestion} />
      <Input id={`by-${target}`} label={say('ask.by')} value={by} change={setBy} type="date" />
    </Form> : null}</section>;
}

export function Shown({ remedy }: { remedy: Remedy }): JSX.Element {
  return <><p><q lang="vi">{remedy.question}</q> <span class="quiet">{periodWords(remedy.period)}, {say(`remedy.${remedy.state}` as TextKey)}{remedy.answerBy && remedy.state === 'asked' ? `. ${say('work.until', { day: day(remedy.answerBy) })}` : ''}</span></p>
    {remedy.cause ? <dl class="pair">
      <dt>{say('ask.cause')}</dt><dd lang="vi">{remedy.cause}{remedy.causeKind ? ` (${say(`cause.${remedy.causeKind}` as TextKey).toLowerCase()})` : ''}</dd>
      {remedy.action ? <><dt>{say('ask.action')}</dt><dd lang="vi">{remedy.action}</dd></> : null}
      {remedy.responsible ? <><dt>{say('ask.who')}</dt><dd lang="vi">{remedy.responsible}</dd></> : null}
      {remedy.dueOn ? <><dt>{say('ask.due')}</dt><dd>{day(remedy.dueOn)}</dd></> : null}
    </dl> : null}</>;
}

export function Answer({ remedy, done }: { remedy: Remedy; done: () => void | Promise<void> }): JSX.Element {
  const [kind, setKind] = useState('own'), [cause, setCause] = useState(''), [action, setAction] = useState(''), [who, setWho] = useState(''), [due, setDue] = useState('');
  return <Form button={say('ask.answer')} disabled={!cause.trim()} send={async () => {
    const now = await call('GET', `/api/v1/remedies/${remedy.id}`);
    await call('PUT', `/api/v1/remedies/${remedy.id}`, { causeKind: kind, cause: cause.trim(), action: action.trim() || null, responsible: who.trim() || null, dueOn: due || null }, { 'If-Match': now.headers.get('ETag')! });
    await done();
  }}>
    <Choice id={`kind-${remedy.id}`} label={say('ask.causeKind')} value={kind} change={setKind} options={[['own', say('cause.own')], ['objective', say('cause.objective')]]} />
    <Input id={`cause-${remedy.id}`} label={say('ask.cause')} value={cause} change={setCause} />
    <Input id={`action-${remedy.id}`} label={say('ask.action')} value={action} change={setAction} />
    <Input id={`who-${remedy.id}`} label={say('ask.who')} value={who} change={setWho} />
    <Input id={`due-${remedy.id}`} label={say('ask.due')} value={due} change={setDue} type="date" />
  </Form>;
}
