import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { all, call, forget, forgetNames, reference, type Closure, type Unit } from './api.js';
import { covers, may, me, plans } from './me.js';
import { link, type Place } from './state.js';
import { say } from './texts/say.js';
import type { TextKey } from './texts/vi.js';
import { Choice, Form, Input, again, codeOf, type Page } from './view.js';
import { bare, moment, nameOf, number, period as periodWords } from './words.js';

const levels = ['ward', 'commune', 'township', 'specialZone', 'district', 'province', 'country', 'neighbourhood', 'other'];
const shown = 50;

interface Document { code: string; orgUnit: string; title: string; number: string | null; term: string }
interface Key { id: string; name: string; prefix: string; role: string; orgUnit: string | null; revokedAt: string | null }

/** Units, documents, keys and closings, for those who may plan. */
export async function setup(place: Place): Promise<Page> {
  if (!may('planner')) return { title: say('setup.title'), content: <p>{say('needKey')}<a href={link(['key'])}>{say('enterKey')}</a></p> };
  forget();
  forgetNames();
  const { units } = await reference(), code = place.path[1];
  const unit = units.get(code ?? '');
  if (!code || !unit) return { title: say('setup.title'), content: <Units units={units} /> };
  const [documents, closures, keys] = await Promise.all([
    all<Document>('resolutions', { orgUnit: code }), all<Closure>('closures', { orgUnit: code, holds: 'true' }),
    may('administrator') && me.value?.allUnits ? all<Key>('keys') : Promise.resolve(null)]);
  return { title: say('unit.title', { name: nameOf(unit, code) }), content: <Single unit={unit} units={units} documents={documents} closures={closures} keys={keys} /> };
}

const changed = (): void => { forget(); forgetNames(); again(); };

function Units({ units }: { units: Map<string, Unit> }): JSX.Element {
  const [sought, seek] = useState('');
  const mine = [...units.values()].filter(unit => covers(units, unit.code) && bare(unit.name).includes(bare(sought)));
  return <>
    {units.size === 0 ? <p class="lead">{say('setup.empty')}</p> : null}
    {units.size > shown ? <Input id="find" label={say('setup.find')} value={sought} change={seek} /> : null}
    {mine.length ? <><h2>{say('setup.units')}</h2>
      <ul class="links">{mine.slice(0, shown).map(unit => <li key={unit.code}><a href={link(['setup', unit.code])}>{nameOf(unit, unit.code)}</a></li>)}</ul></> : null}
    {mine.length > shown ? <p>{say('setup.more', { n: number(mine.length - shown) })}</p> : null}
    <NewUnit units={units} />
  </>;
}

function NewUnit({ units }: { units: Map<string, Unit> }): JSX.Element {
  const own = me.value?.orgUnit ?? null;
  const [name, setName] = useState(''), [level, setLevel] = useState('ward'), [parent, setParent] = useState(own ?? '');
  const parents: [string, string][] = [...own ? [] : [['', say('none')] as [string, string]],
    ...[...units.values()].filter(unit => covers(units, unit.code)).slice(0, 500).map(unit => [unit.code, nameOf(unit, unit.code)] as [string, string])];
  return <><h2>{say('setup.addUnit')}</h2>
    <Form button={say('setup.addUnit')} disabled={!name.trim()} send={async () => {
      const code = codeOf(name, one => units.has(one));
      await call('POST', '/api/v1/organisation-units', { code, name: name.trim(), level, parent: parent || null });
      forget();
      forgetNames();
      location.hash = link(['setup', code]);
    }}>
      <Input id="unit-name" label={say('unit.name')} value={name} change={setName} required />
      <Choice id="unit-level" label={say('unit.level')} value={level} change={setLevel} options={levels.map(one => [one, say(`level.${one}` as TextKey)])} />
      <Choice id="unit-parent" label={say('unit.parent')} value={parent} change={setParent} options={parents} />
    </Form></>;
}

function Single({ unit, units, documents, closures, keys }: { unit: Unit; units: Map<string, Unit>; documents: Document[]; closures: Closure[]; keys: Key[] | null }): JSX.Element {
  return <>
    <p><a href={link(['ward', unit.code])}>{say('unit.open')}</a> · <a href={link(['entry', unit.code])}>{say('work.enter')}</a> · <a href={link(['setup'])}>{say('setup.units')}</a></p>
    <h2>{say('res.title')}</h2>
    <ul class="links">{documents.map(one => <li key={one.code}><a href={link(['resolution', one.code])}>{one.title}</a> <span class="quiet">{one.number} {periodWords(one.term)}</span></li>)}</ul>
    {plans(units, unit.code) ? <NewDocument unit={unit} /> : null}
    <Review unit={unit} />
    {keys ? <Keys unit={unit} keys={keys} /> : null}
    <Closing unit={unit} closures={closures} />
  </>;
}

function NewDocument({ unit }: { unit: Unit }): JSX.Element {
  const year = new Date().getFullYear();
  const [title, setTitle] = useState(''), [no, setNo] = useState(''), [kind, setKind] = useState('congress'), [from, setFrom] = useState(String(year)), [to, setTo] = useState(String(year + 5));
  return <><h3>{say('res.add')}</h3>
    <Form button={say('res.add')} disabled={!title.trim()} send={async () => {
      const term = from === to ? from : `${from}-${to}`, wanted = codeOf(`${unit.code} ${kind} ${term}`, () => false);
      const taken = new Set((await all<Document>('resolutions', { orgUnit: unit.code })).map(one => one.code)), code = codeOf(wanted, one => taken.has(one));
      await call('POST', '/api/v1/resolutions', { code, orgUnit: unit.code, issuer: kind === 'congress' ? 'congress' : 'council', kind, title: title.trim(), number: no.trim() || null, term });
      forget();
      forgetNames();
      location.hash = link(['resolution', code]);
    }}>
      <Input id="res-title" label={say('res.name')} value={title} change={setTitle} required />
      <Input id="res-number" label={say('res.number')} value={no} change={setNo} />
      <Choice id="res-kind" label={say('res.kind')} value={kind} change={setKind} options={['congress', 'yearlyPlan', 'programme', 'actionPlan', 'directive'].map(one => [one, say(`kind.${one}` as TextKey)])} />
      <Input id="res-from" label={say('res.from')} value={from} change={setFrom} type="number" />
      <Input id="res-to" label={say('res.to')} value={to} change={setTo} type="number" />
    </Form></>;
}

/** Four eyes, on or off. */
function Review({ unit }: { unit: Unit }): JSX.Element {
  const [review, setReview] = useState(unit.review ?? '');
  return <><h2>{say('unit.review')}</h2>
    <Form button={say('save')} send={async () => {
      const answer = await call('GET', `/api/v1/organisation-units/${unit.code}`), body = await answer.json() as Record<string, unknown>;
      await call('PUT', `/api/v1/organisation-units/${unit.code}`, { ...body, review: review || null }, { 'If-Match': answer.headers.get('ETag')! });
      forget();
      forgetNames();
    }}>
      <Choice id="unit-review" label={say('unit.review')} value={review} change={setReview}
        options={[['', say('unit.review.inherit')], ['none', say('unit.review.none')], ['fourEyes', say('unit.review.fourEyes')]]} />
    </Form></>;
}

function Keys({ unit, keys }: { unit: Unit; keys: Key[] }): JSX.Element {
  const [name, setName] = useState(''), [role, setRole] = useState('reporter'), [made, setMade] = useState<{ name: string; key: string } | null>(null);
  const own = keys.filter(one => one.orgUnit === unit.code);
  return <><h2>{say('keys.title')}</h2>
    <ul class="links">{own.map(one => <li key={one.id}>{one.name}, {say(`role.${one.role}` as TextKey)}, {one.prefix}… {one.revokedAt ? <em>{say('keys.revoked')}</em>
      : <button type="button" onClick={() => void call('DELETE', `/api/v1/keys/${one.id}`).then(changed)} aria-label={`${say('keys.revoke')}: ${one.name}`}>{say('keys.revoke')}</button>}</li>)}</ul>
    <Form button={say('keys.add')} disabled={!name.trim()} send={async () => {
      const key = await (await call('POST', '/api/v1/keys', { name: name.trim(), role, orgUnit: unit.code })).json() as { name: string; key: string };
      setMade(key);
      setName('');
    }}>
      <Input id="key-name" label={say('keys.name')} value={name} change={setName} required />
      <Choice id="key-role" label={say('keys.role')} value={role} change={setRole} options={['reader', 'reporter', 'planner'].map(one => [one, say(`role.${one}` as TextKey)])} />
    </Form>
    {made ? <p class="notes calm">{say('keys.made', { name: made.name })} <code class="made">{made.key}</code></p> : null}</>;
}

function Closing({ unit, closures }: { unit: Unit; closures: Closure[] }): JSX.Element {
  const [period, setPeriod] = useState(''), [reason, setReason] = useState('');
  return <><h2>{say('close.title')}</h2>
    {closures.length ? <ul class="links">{closures.map(one => <Closed key={one.id} closure={one} />)}</ul> : <p>{say('close.none')}</p>}
    <Form button={say('close.add')} disabled={!period.trim() || !reason.trim()} send={async () => {
      await call('POST', '/api/v1/closures', { orgUnit: unit.code, period: period.trim(), reason: reason.trim() });
      changed();
    }}>
      <Input id="close-period" label={say('close.period')} value={period} change={setPeriod} />
      <Input id="close-reason" label={say('close.reason')} value={reason} change={setReason} />
    </Form></>;
}

function Closed({ closure }: { closure: Closure }): JSX.Element {
  const [why, setWhy] = useState('');
  return <li>{periodWords(closure.period)}: <q lang="vi">{closure.reason}</q> <span class="quiet">{closure.closedBy}, {moment(closure.closedAt)}</span>
    <details><summary>{say('close.reopen')}</summary>
      <Form button={say('close.reopen')} disabled={!why.trim()} send={async () => { await call('POST', `/api/v1/closures/${closure.id}/reopening`, { reason: why.trim() }); changed(); }}>
        <Input id={`reopen-${closure.id}`} label={say('close.why')} value={why} change={setWhy} />
      </Form></details></li>;
}
