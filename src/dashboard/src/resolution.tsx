import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { all, call, forget, forgetNames, reference, refusal, type Indicator } from './api.js';
import { ClauseFields, understand, type Reading, type Understanding } from './clause.js';
import { plans } from './me.js';
import { numberOf, type Rule } from './ruleFields.js';
import { link, type Place } from './state.js';
import { amounts, counts, flows, measures, ratePerYear, yesNo } from './texts/documentWords.js';
import { say } from './texts/say.js';
import type { TextKey } from './texts/vi.js';
import { Choice, Form, Input, again, codeOf, type Page } from './view.js';
import { bare, nameOf, period as periodWords, phrase } from './words.js';

interface Document { code: string; orgUnit: string; title: string; term: string }
interface Target {
  id: string; indicator: string; group: string | null; period: string; recurrence: string; rule: Rule; targetText: string; wording: string | null; position: number; lead: string | null;
  baseline: { value: number | null; on: string | null; source: string | null } | null; [member: string]: unknown;
}

/** The targets of a document: set as it says them, several at once from a table, and amended with a reason. */
export async function resolutionPage(place: Place): Promise<Page> {
  forget();
  forgetNames();
  const code = place.path[1] ?? '', document = await (await call('GET', `/api/v1/resolutions/${encodeURIComponent(code)}`)).json() as Document;
  const [{ units, indicators }, targets] = await Promise.all([reference(), all<Target>(`resolutions/${encodeURIComponent(code)}/targets`)]);
  const title = say('target.title', { name: document.title });
  if (!plans(units, document.orgUnit)) return { title, content: <p>{say('needKey')}<a href={link(['key'])}>{say('enterKey')}</a></p> };
  return { title, content: <Targets document={document} targets={targets} indicators={indicators} unitName={nameOf(units.get(document.orgUnit), document.orgUnit)} /> };
}

function Targets({ document, targets, indicators, unitName }: { document: Document; targets: Target[]; indicators: Map<string, Indicator>; unitName: string }): JSX.Element {
  const [amended, amend] = useState<string | null>(null);
  return <>
    <p><a href={link(['setup', document.orgUnit])}>{unitName}</a>, {periodWords(document.term)} · <a href={link(['ward', document.orgUnit])}>{say('unit.open')}</a></p>
    {targets.length ? <ol class="targets">{targets.map(target => {
      const about = indicators.get(target.indicator), name = nameOf(about, target.indicator);
      return <li key={target.id}><h3>{name}</h3>
        <p><span lang="vi">{target.targetText}</span> ({about?.measure}){target.recurrence === 'once' ? '' : `, ${say(`often.${target.recurrence}` as TextKey).toLowerCase()}`}{target.wording ? <> <q lang="vi">{target.wording}</q></> : null}</p>
        {amended === target.id ? <Amend target={target} name={name} indicators={indicators} done={() => amend(null)} /> : <button type="button" aria-label={say('target.amendTitle', { name })} onClick={() => amend(target.id)}>{say('target.amend')}</button>}
      </li>;
    })}</ol> : <p>{say('target.none')}</p>}
    {amended === null ? <><h2>{say('target.add')}</h2><NewTarget key={targets.length} document={document} indicators={indicators} /></> : null}
    <Paste document={document} indicators={indicators} />
  </>;
}


/** What an indicator most likely is, by its name and its unit: people are whole and never fewer than none, a share is from 0 to 100. */
export function usualIndicator(name: string, measure: string): { valueType: string; decimals: number | null; overTime: string; overUnits: string; minimum: number | null; maximum: number | null; frequency: string } {
  const unit = measure.trim().toLowerCase();
  if (unit === yesNo) return { valueType: 'yesNo', decimals: 0, overTime: 'last', overUnits: 'none', minimum: null, maximum: null, frequency: 'year' };
  const isCount = counts.includes(unit), isFlow = (isCount || amounts.test(unit)) && flows.test(name) && !unit.includes('/');
  return {
    valueType: 'number', decimals: isCount ? 0 : null, overTime: isFlow ? 'sum' : unit === ratePerYear ? 'average' : 'last', overUnits: isCount || isFlow ? 'sum' : 'none',
    minimum: isCount || unit === '%' ? 0 : null, maximum: unit === '%' ? 100 : null, frequency: 'quarter',
  };
}

/** The code of the indicator of this name, which is made where there is none. */
async function indicatorOf(name: string, measure: string, overTime: string | null, indicators: Map<string, Indicator>): Promise<string> {
  const known = [...indicators.values()].find(one => bare(one.name) === bare(name.trim()));
  if (known) return known.code;
  const code = codeOf(name, one => indicators.has(one)), usual = usualIndicator(name, measure);
  await call('POST', '/api/v1/indicators', { code, name: name.trim(), measure: measure.trim(), ...usual, ...overTime ? { overTime } : {} });
  indicators.set(code, { code, name: name.trim(), nameEn: null, group: null, measure, valueType: usual.valueType, decimals: usual.decimals, frequency: usual.frequency, levels: null });
  forgetNames();
  return code;
}

const body = (indicator: string, reading: Reading, wording: string, baseline: string): Record<string, unknown> => ({
  indicator, rule: reading.rule, recurrence: reading.recurrence, wording: wording.trim() || null, ...numberOf(baseline) === null ? {} : { baseline: { value: numberOf(baseline) } },
});

function NewTarget({ document, indicators }: { document: Document; indicators: Map<string, Indicator> }): JSX.Element {
  const [name, setName] = useState(''), [measure, setMeasure] = useState(''), [over, setOver] = useState(''), [wording, setWording] = useState(''), [baseline, setBaseline] = useState('');
  const [lead, setLead] = useState(''), [reading, setReading] = useState<Reading | null>(null);
  const known = [...indicators.values()].find(one => bare(one.name) === bare(name.trim())), unit = known?.measure ?? measure;
  return <Form button={say('target.add')} disabled={!name.trim() || !unit.trim() || reading === null} send={async () => {
    const code = await indicatorOf(name, unit, over || null, indicators);
    await call('POST', `/api/v1/resolutions/${encodeURIComponent(document.code)}/targets`, { ...body(code, reading!, wording, baseline), lead: lead.trim() || null });
    forget();
    again();
  }}>
    <Input id="target-indicator" label={say('target.indicator')} value={name} change={setName} list="indicators" required />
    <datalist id="indicators">{[...indicators.values()].slice(0, 500).map(one => <option key={one.code} value={one.name} />)}</datalist>
    {known ? <p class="field">{say('target.measure')}<br /><strong>{known.measure}</strong></p> : <>
      <Input id="target-measure" label={say('target.measure')} value={measure} change={setMeasure} list="measures" required />
      <datalist id="measures">{measures.map(one => <option key={one} value={one} />)}</datalist>
      <Choice id="target-over" label={say('target.over')} value={over || usualIndicator(name, measure).overTime} change={setOver} options={['sum', 'last', 'average', 'none'].map(one => [one, say(`over.${one}` as TextKey)])} />
    </>}
    <ClauseFields indicators={indicators} asked={{ wording, indicator: known?.code, name, measure, baseline }} change={setReading} setWording={setWording} setBaseline={setBaseline} />
    <Input id="target-lead" label={say('target.lead')} value={lead} change={setLead} />
  </Form>;
}

function Amend({ target, name, indicators, done }: { target: Target; name: string; indicators: Map<string, Indicator>; done: () => void }): JSX.Element {
  const [wording, setWording] = useState(target.wording ?? ''), [baseline, setBaseline] = useState(target.baseline?.value == null ? '' : String(target.baseline.value).replace('.', ','));
  const [reason, setReason] = useState(''), [basis, setBasis] = useState(''), [reading, setReading] = useState<Reading | null>(null);
  const start = { rule: target.rule, recurrence: target.recurrence } as Reading;
  return <section aria-label={say('target.amendTitle', { name })}>
    <Form button={say('target.amend')} disabled={reading === null || !reason.trim()} send={async () => {
      const now = await call('GET', `/api/v1/targets/${target.id}`), { id, version, orgUnit, scopeStart, scopeEnd, targetText, ...kept } = await now.json() as Record<string, unknown>;
      void [id, version, orgUnit, scopeStart, scopeEnd, targetText];
      await call('PUT', `/api/v1/targets/${target.id}`, { ...kept, ...body(target.indicator, reading!, wording, baseline), reason: reason.trim(), legalBasis: basis.trim() || null }, { 'If-Match': now.headers.get('ETag')! });
      forget();
      again();
    }}>
      <ClauseFields indicators={indicators} asked={{ wording, indicator: target.indicator, name, measure: '', baseline }} start={start} change={setReading} setWording={setWording} setBaseline={setBaseline} />
      <Input id="target-reason" label={say('target.reason')} value={reason} change={setReason} />
      <Input id="target-basis" label={say('target.basis')} value={basis} change={setBasis} />
    </Form>
    <button type="button" onClick={done}>{say('cancel')}</button></section>;
}

interface Line { name: string; measure: string; wording: string; baseline: string; answer: Understanding | null; wrong: string; chosen: number }
const readingOf = (line: Line): Reading | null => line.answer?.understood ?? line.answer?.choices[line.chosen] ?? null;

/** A table out of a document: each line is read, what can be meant two ways is asked, and all are set together. */
function Paste({ document, indicators }: { document: Document; indicators: Map<string, Indicator> }): JSX.Element {
  const [text, setText] = useState(''), [lines, setLines] = useState<Line[]>([]);
  async function read(): Promise<void> {
    const found = text.split('\n').map(line => line.split('\t').map(cell => cell.trim())).filter(cells => cells.length > 2 && cells[0]);
    setLines(await Promise.all(found.map(async ([name, measure, wording, baseline]): Promise<Line> => {
      const line = { name: name!, measure: measure!, wording: wording!, baseline: baseline ?? '', answer: null, wrong: '', chosen: -1 };
      const known = [...indicators.values()].find(one => bare(one.name) === bare(name!));
      try { return { ...line, answer: await understand({ wording, ...known ? { indicator: known.code } : { name, measure } }) }; } catch (error) { return { ...line, wrong: refusal(error) }; }
    })));
  }
  const ready = lines.filter(line => readingOf(line) !== null);
  return <details class="paste"><summary>{say('target.paste')}</summary>
    <p id="paste-hint">{say('target.paste.hint')}</p>
    <textarea id="paste" rows={6} aria-label={say('target.paste')} aria-describedby="paste-hint" value={text} onInput={event => setText(event.currentTarget.value)} />
    <p><button type="button" onClick={() => void read()}>{say('target.paste.read')}</button></p>
    {lines.length ? <Form button={say('target.paste.save', { n: ready.length })} disabled={!ready.length} send={async () => {
      const items: Record<string, unknown>[] = [];
      for (const line of ready) items.push(body(await indicatorOf(line.name, line.measure, null, indicators), readingOf(line)!, line.wording, line.baseline));
      await call('POST', `/api/v1/resolutions/${encodeURIComponent(document.code)}/targets/batch`, { items });
      forget();
      again();
      return say('target.paste.done', { n: items.length });
    }}>
      <ol>{lines.map((line, i) => <li key={i}><strong>{line.name}</strong> ({line.measure}): <q lang="vi">{line.wording}</q><br />
        {line.wrong ? <span class="wrong">{line.wrong}</span> : line.answer?.understood ? phrase(line.answer.understood.words) : <span class="wrong">{line.answer?.questionText ? phrase(line.answer.questionText) : ''}</span>}
        {line.answer?.choices.map((one, n) => <label key={n}><input type="radio" name={`line-${i}`} checked={line.chosen === n} onChange={() => setLines(lines.map((other, at) => at === i ? { ...other, chosen: n } : other))} /> {phrase(one.words)}</label>)}
      </li>)}</ol>
    </Form> : null}
  </details>;
}
