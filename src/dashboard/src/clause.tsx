import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { call, refusal, type Indicator, type Phrase, type Verdict } from './api.js';
import { ByHand, isWhole, numberOf, type Rule } from './ruleFields.js';
import { say } from './texts/say.js';
import { Input } from './view.js';
import { percent as percentWords, phrase, reasonWord, verdictWord } from './words.js';

export interface Reading { rule: Rule; recurrence: string; targetText: string; words: Phrase; percent: number | null; verdict: Verdict | null; reason: string | null }
export interface Understanding { understood: Reading | null; question: string | null; questionText: Phrase | null; choices: Reading[] }

export const understand = async (body: Record<string, unknown>): Promise<Understanding> =>
  await (await call('POST', '/api/v1/targets/understanding', body)).json() as Understanding;

interface Asked { wording: string; indicator?: string; name: string; measure: string; baseline: string }

/** A clause, what is understood of it, what an example comes to, and a correction by hand. */
export function ClauseFields({ asked, start, indicators, change, setWording, setBaseline }: {
  asked: Asked; start?: Reading; indicators: Map<string, Indicator>; change: (reading: Reading | null) => void; setWording: (text: string) => void; setBaseline: (text: string) => void;
}): JSX.Element {
  const [answer, setAnswer] = useState<Understanding | null>(null), [chosen, setChosen] = useState(-1), [example, setExample] = useState(''), [wrong, setWrong] = useState('');
  const [hand, setHand] = useState<{ rule: Rule; recurrence: string } | null>(start ? { rule: start.rule, recurrence: start.recurrence } : null);
  const reading = answer?.understood ?? answer?.choices[chosen] ?? null;

  useEffect(() => { change(reading); }, [reading]);
  useEffect(() => {
    const about = { ...asked.indicator ? { indicator: asked.indicator } : { name: asked.name.trim() || undefined, measure: asked.measure.trim() || undefined }, baseline: numberOf(asked.baseline) ?? undefined };
    const tried = example.trim() === '' ? {} : numberOf(example) === null ? { level: example.trim() } : { actual: numberOf(example) };
    const what = hand ? isWhole(hand.rule) ? hand : null : asked.wording.trim() ? { wording: asked.wording } : null;
    if (!what) { setAnswer(null); return; }
    let late = false;
    const timer = setTimeout(() => {
      understand({ ...what, ...about, ...tried }).then(found => { if (!late) { setAnswer(found); setWrong(''); } }, (error: unknown) => { if (!late) { setAnswer(null); setWrong(refusal(error)); } });
    }, 250);
    return () => { late = true; clearTimeout(timer); };
  }, [asked.wording, asked.indicator, asked.name, asked.measure, asked.baseline, example, hand]);

  return <>
    <Input id="target-clause" label={say('target.clause')} hint={say('target.clause.hint')} value={asked.wording} change={text => { setWording(text); setChosen(-1); setHand(null); }} />
    <Input id="target-baseline" label={say('target.baseline')} value={asked.baseline} change={setBaseline} />
    <Input id="target-example" label={say('target.example')} value={example} change={setExample} />
    <div class="understood" aria-live="polite">
      {wrong ? <p class="wrong">{wrong}</p> : null}
      {answer?.questionText ? <p class="wrong">{phrase(answer.questionText)}</p> : null}
      {answer && answer.choices.length ? <ul class="links">{answer.choices.map((one, i) => <li key={i}><label><input type="radio" name="choice" checked={chosen === i} onChange={() => setChosen(i)} /> {phrase(one.words)} <Tried reading={one} example={example} /></label></li>)}</ul> : null}
      {answer?.understood ? <p><strong>{say('target.understood')}:</strong> <span lang="vi">{reading!.targetText}</span>. {phrase(reading!.words)} <Tried reading={reading!} example={example} /></p> : null}
    </div>
    <details class="byhand" open={hand !== null && start === undefined}><summary>{say('target.byHand')}</summary>
      <ByHand hand={hand ?? (reading ? { rule: reading.rule, recurrence: reading.recurrence } : null)} indicators={indicators} change={setHand} /></details>
  </>;
}

function Tried({ reading, example }: { reading: Reading; example: string }): JSX.Element | null {
  if (!reading.verdict) return null;
  return <span class="tried">{say('target.example.result', { actual: example, percent: percentWords(reading.percent, reading.verdict), verdict: verdictWord(reading.verdict).toLowerCase() })}{reading.reason ? ` (${reasonWord(reading.reason)})` : ''}</span>;
}
