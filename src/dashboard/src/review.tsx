import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { all, call, forget, reference, refusal, type Change, type Figure, type Indicator, type Submission, type SubmittedFigure, type Unit } from './api.js';
import { figureText } from './figureRow.js';
import { Effects } from './import.js';
import { countWaiting, may, me } from './me.js';
import { link } from './state.js';
import { Table, type Column } from './table.js';
import { say } from './texts/say.js';
import { useAnswer, type Page } from './view.js';
import { fullName, moment, nameOf, number, period as periodWords } from './words.js';

type Whole = Submission & { figures: SubmittedFigure[] };
type Decision = 'approval' | 'rejection' | 'withdrawal';
interface Names { units: Map<string, Unit>; indicators: Map<string, Indicator> }

const shown = 50;

/** What waits for a second person: each figure beside the one that stands, and what can be done about it. */
export async function review(): Promise<Page> {
  if (!may('reporter')) return { title: say('common.aKeyIsNeeded'), content: <p>{say('review.approvingFiguresNeedsA')}<a href={link(['key'])}>{say('common.enterAKey')}</a></p> };
  const names = await reference();
  forget();
  const waiting = await all<Submission>('submissions', { state: 'pending' });
  const whole = await Promise.all(waiting.slice(0, shown).map(async one => await (await call('GET', `/api/v1/submissions/${encodeURIComponent(one.id)}`)).json() as Whole));
  return {
    title: say('review.figuresThatWaitFor'),
    content: whole.length === 0 ? <p role="status">{say('review.nothingWaitsForApproval')}</p> : <>
      <p>{say('review.anotherPersonThanWho')}</p>
      <ol class="targets review">{whole.map(one => <Item key={one.id} one={one} names={names} />)}</ol>
      {waiting.length > shown ? <p>{say('review.moreAppearOnceThese', { n: number(waiting.length - shown) })}</p> : null}
    </>,
  };
}

function Item({ one, names }: { one: Whole; names: Names }): JSX.Element {
  const [reason, setReason] = useState(''), [wrong, setWrong] = useState(''), [done, setDone] = useState<Decision | null>(null), [isBusy, setBusy] = useState(false);
  // Nobody decides on what is their own, and only who sent it takes it back.
  const heading = `submission-${one.id}`, isOwn = one.submittedBy === me.value?.name;
  async function decide(decision: Decision): Promise<void> {
    const why = reason.trim();
    if (decision === 'rejection' && !why) {
      setWrong(say('review.sayWhySoThat'));
      document.getElementById(`reason-${one.id}`)?.focus();
      return;
    }
    setBusy(true);
    try {
      await call('POST', `/api/v1/submissions/${encodeURIComponent(one.id)}/${decision}`, why ? { reason: why } : {});
      forget();
      setWrong('');
      setDone(decision);
      void countWaiting();
    } catch (error) { setWrong(refusal(error)); }
    setBusy(false);
  }
  const button = (decision: Decision, words: string, look?: string): JSX.Element => <button type="button" class={look} disabled={isBusy} aria-describedby={heading} onClick={() => void decide(decision)}>{words}</button>;
  return <li id={`item-${one.id}`}>
    <h2 id={heading}>{one.orgUnits.map(code => nameOf(names.units.get(code), code)).join(', ')}</h2>
    <p class="quiet">{one.count === 1 ? say('review.submittedFigure', { by: one.submittedBy, n: number(one.count), when: moment(one.submittedAt) }) : say('review.submittedFigures', { by: one.submittedBy, n: number(one.count), when: moment(one.submittedAt) })}</p>
    <Figures one={one} names={names} />
    {done ? null : <div>
      {isOwn ? <p>{say('review.youSubmittedThisAnother')}</p> : <label class="field" for={`reason-${one.id}`}>{say('review.reasonNeededToReject')}
        <input id={`reason-${one.id}`} maxLength={1000} autocomplete="off" value={reason} onInput={event => setReason(event.currentTarget.value)} /></label>}
      <div class="tools">{isOwn ? button('withdrawal', say('review.withdraw')) : <>{button('approval', say('review.approve'), 'main')} {button('rejection', say('review.reject'))}</>}</div>
    </div>}
    <div role="status">{done ? <p class="saved">{doneWord(done)}</p> : wrong ? <p class="wrong">{wrong}</p> : null}</div>
  </li>;
}

// What the figures would do if they were recorded now; who may not record them decides without it.
async function effectsOf(one: Whole): Promise<Change[]> {
  const items = one.figures.filter(line => !line.removes).map(({ figure: { orgUnit, indicator, period, group, value, numerator, denominator, level, bound, status } }) => ({
    orgUnit, indicator, period, group, bound, status, ...level !== null ? { level } : numerator !== null ? { numerator, denominator } : { value },
  }));
  return items.length ? (await (await call('POST', '/api/v1/actuals/batch', { items, dryRun: true })).json() as { changes?: Change[] }).changes ?? [] : [];
}

function Figures({ one, names }: { one: Whole; names: Names }): JSX.Element {
  const { value: effects } = useAnswer(() => effectsOf(one));
  const effectOf = ({ figure }: SubmittedFigure): Change | undefined => effects?.find(change => change.orgUnit === figure.orgUnit && change.indicator === figure.indicator && change.period === figure.period && change.group === figure.group);
  const nameOfFigure = ({ figure }: SubmittedFigure): string => (one.orgUnits.length > 1 ? `${nameOf(names.units.get(figure.orgUnit), figure.orgUnit)}: ` : '')
    + fullName(names.indicators, figure);
  const columns: Column<SubmittedFigure>[] = [
    { head: say('common.indicator'), value: nameOfFigure, cell: line => <a href={link(['ward', line.figure.orgUnit], { open: line.figure.indicator, period: line.figure.period.slice(0, 4) })}>{nameOfFigure(line)}</a> },
    { head: say('common.period'), value: line => periodWords(line.figure.period) },
    { head: say('review.now'), value: line => figureText(line.current), cell: line => <>{figureText(line.current)}
      {(line.current?.version ?? null) === line.basedOn ? null : <p class="wrong">{say('review.changedSinceItWas')}</p>}</> },
    { head: say('review.submitted'), value: sent, cell: line => <strong>{sent(line)}</strong> },
    { head: say('common.percentBeforeAfter'), value: line => effectOf(line)?.achievements[0]?.after?.percent ?? null, cell: line => { const change = effectOf(line); return change ? <Effects change={change} /> : null; } },
    { head: say('review.sourceReason'), value: ({ figure }) => [figure.source, figure.note, figure.reason].filter(Boolean).join('; ') || say('common.notGiven') },
  ];
  return <Table columns={columns} rows={one.figures} label={one.orgUnits.map(code => nameOf(names.units.get(code), code)).join(', ')} look="stacked" />;
}

const sent = ({ figure, removes }: SubmittedFigure): string => removes ? say('common.withdrawThisFigure')
  : figureText(figure as unknown as Figure) + (figure.status === 'provisional' ? say('common.provisional') : '');

const doneWord = (decision: Decision): string => ({ approval: say('review.approvedTheFiguresCount'), rejection: say('review.rejected'), withdrawal: say('review.withdrawn') })[decision];
