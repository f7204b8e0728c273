import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { all, call, forget, reference, refusal, type Change, type Figure, type Indicator, type Submission, type SubmittedFigure, type Unit } from './api.js';
import { figureText } from './figureRow.js';
import { Effects } from './import.js';
import { countWaiting, may, me } from './me.js';
import { link, t } from './state.js';
import { Table, type Column } from './table.js';
import { useAnswer, type Page } from './view.js';
import { fullName, moment, nameOf, number, period as periodWords } from './words.js';

type Whole = Submission & { figures: SubmittedFigure[] };
type Decision = 'approval' | 'rejection' | 'withdrawal';
interface Names { units: Map<string, Unit>; indicators: Map<string, Indicator> }

const shown = 50;

/** What waits for a second person: each figure beside the one that stands, and what can be done about it. */
export async function review(): Promise<Page> {
  if (!may('reporter')) return { title: t('Cần khóa truy cập', 'A key is needed'), content: <p>{t('Duyệt số liệu cần khóa của người báo cáo. ', 'Approving figures needs a reporter’s key. ')}<a href={link(['key'])}>{t('Nhập khóa', 'Enter a key')}</a></p> };
  const names = await reference();
  forget();
  const waiting = await all<Submission>('submissions', { state: 'pending' });
  const whole = await Promise.all(waiting.slice(0, shown).map(async one => await (await call('GET', `/api/v1/submissions/${encodeURIComponent(one.id)}`)).json() as Whole));
  return {
    title: t('Số liệu chờ duyệt', 'Figures that wait for approval'),
    content: whole.length === 0 ? <p role="status">{t('Không có số liệu nào chờ duyệt.', 'Nothing waits for approval.')}</p> : <>
      <p>{t('Duyệt là việc của người khác với người gửi. Số gửi chưa được tính vào tỷ lệ nào cho tới khi được duyệt.', 'Another person than who submitted approves. Until then these figures count in no percent.')}</p>
      <ol class="targets review">{whole.map(one => <Item key={one.id} one={one} names={names} />)}</ol>
      {waiting.length > shown ? <p>{t(`Còn ${number(waiting.length - shown)} lần gửi nữa, hiện ra khi các lần trên đã được quyết định.`, `${number(waiting.length - shown)} more appear once these are decided.`)}</p> : null}
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
      setWrong(t('Hãy ghi lý do từ chối để người gửi biết cần sửa gì.', 'Say why, so that who submitted it knows what to mend.'));
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
    <p class="quiet">{t(`${one.submittedBy} gửi ${number(one.count)} số liệu, ${moment(one.submittedAt)}`, `${one.submittedBy} submitted ${number(one.count)} ${one.count === 1 ? 'figure' : 'figures'}, ${moment(one.submittedAt)}`)}</p>
    <Figures one={one} names={names} />
    {done ? null : <div>
      {isOwn ? <p>{t('Bạn gửi lần này; người khác duyệt.', 'You submitted this; another person approves.')}</p> : <label class="field" for={`reason-${one.id}`}>{t('Lý do (bắt buộc khi từ chối)', 'Reason (needed to reject)')}
        <input id={`reason-${one.id}`} maxLength={1000} autocomplete="off" value={reason} onInput={event => setReason(event.currentTarget.value)} /></label>}
      <div class="tools">{isOwn ? button('withdrawal', t('Rút lại', 'Withdraw')) : <>{button('approval', t('Duyệt', 'Approve'), 'main')} {button('rejection', t('Từ chối', 'Reject'))}</>}</div>
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
    { head: t('Chỉ tiêu', 'Indicator'), value: nameOfFigure, cell: line => <a href={link(['ward', line.figure.orgUnit], { open: line.figure.indicator, period: line.figure.period.slice(0, 4) })}>{nameOfFigure(line)}</a> },
    { head: t('Kỳ', 'Period'), value: line => periodWords(line.figure.period) },
    { head: t('Đang có', 'Now'), value: line => figureText(line.current), cell: line => <>{figureText(line.current)}
      {(line.current?.version ?? null) === line.basedOn ? null : <p class="wrong">{t('Đã đổi từ khi gửi; không duyệt được nữa.', 'Changed since it was submitted; it can no longer be approved.')}</p>}</> },
    { head: t('Số gửi', 'Submitted'), value: sent, cell: line => <strong>{sent(line)}</strong> },
    { head: t('Tỷ lệ trước → sau', 'Percent before → after'), value: line => effectOf(line)?.achievements[0]?.after?.percent ?? null, cell: line => { const change = effectOf(line); return change ? <Effects change={change} /> : null; } },
    { head: t('Nguồn, lý do', 'Source, reason'), value: ({ figure }) => [figure.source, figure.note, figure.reason].filter(Boolean).join('; ') || t('không ghi', 'not given') },
  ];
  return <Table columns={columns} rows={one.figures} label={one.orgUnits.map(code => nameOf(names.units.get(code), code)).join(', ')} look="stacked" />;
}

const sent = ({ figure, removes }: SubmittedFigure): string => removes ? t('rút số liệu này', 'withdraw this figure')
  : figureText(figure as unknown as Figure) + (figure.status === 'provisional' ? t(' (tạm tính)', ' (provisional)') : '');

const doneWord = (decision: Decision): string => ({ approval: t('Đã duyệt; số liệu đã được tính.', 'Approved; the figures count now.'), rejection: t('Đã từ chối.', 'Rejected.'), withdrawal: t('Đã rút lại.', 'Withdrawn.') })[decision];
