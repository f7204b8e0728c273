import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Change, Judged, Row } from './api.js';
import { StandingBadge, percentOf } from './charts.js';
import type { Typed } from './drafts.js';
import { figureText, levelWord, type FigureRow, type Theirs } from './figureRow.js';
import { readNumber, writeNumber } from './numbers.js';
import { t } from './state.js';
import type { Options } from './view.js';
import { number, period as periodWords, phrase } from './words.js';

/** One figure of the form: what was asked, its fields, and what they would change. */
export function FigureFields({ row, isClosed, insist, source }: { row: FigureRow; isClosed: boolean; insist: (row: FigureRow) => void; source: string }): JSX.Element {
  const theirs = row.theirs.value;
  return <li id={`row-${row.id}`} class={row.isBad.value || theirs ? 'bad' : undefined}><fieldset disabled={isClosed}><legend>{row.name}</legend>
    <div class="asked">{row.targets.value.map(target => <Asked key={target.targetId} target={target} />)}<p class="quiet">{storedWords(row)}</p></div>
    <div class="typed"><div class="figures"><Main row={row} /></div><p class="reading"><Read row={row} /></p><LeftOut row={row} /><More row={row} /></div>
    <div class="outcome"><div class="effect" aria-live="polite"><Effect row={row} source={source} /></div>
      <div role="status">{theirs ? <Conflict row={row} theirs={theirs} insist={insist} /> : row.said.value}</div></div>
  </fieldset></li>;
}

function storedWords(row: FigureRow): string {
  const stored = row.stored.value;
  if (stored === null) return t('Chưa có số liệu cho kỳ này.', 'No figure for this period yet.');
  const words = figureText(stored) + (row.levels || stored.numerator !== null ? '' : ` ${row.measure}`);
  return t(`Đang lưu: ${words}`, `Stored: ${words}`) + (stored.status === 'provisional' ? t(' (tạm tính)', ' (provisional)') : '');
}

const Asked = ({ target }: { target: Row }): JSX.Element => <p>{t('Nghị quyết', 'Target')} ({periodWords(target.targetPeriod)}): <strong lang="vi">{target.targetText}</strong>
  {target.percent === null ? null : <> <span class="quiet">{t('nay ', 'now ')}</span>{percentOf(target)}</>}</p>;

interface Named { row: FigureRow; name: Exclude<keyof Typed, 'pair' | 'over'>; label: string; id: string }

const Text = ({ row, name, label, id, most }: Named & { most?: number }): JSX.Element => <label for={id}><span>{label}</span>
  <input id={id} autocomplete="off" value={row.typed.value[name]} maxLength={most} inputMode={most ? undefined : 'decimal'} aria-invalid={!most && readNumber(row.typed.value[name]).kind === 'wrong' ? 'true' : undefined}
    onInput={event => row.type({ [name]: event.currentTarget.value })} /></label>;

const Pick = ({ row, name, label, id, options }: Named & { options: Options }): JSX.Element => <label for={id}><span>{label}</span>
  <select id={id} value={row.typed.value[name]} onChange={event => row.type({ [name]: event.currentTarget.value })}>{options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}</select></label>;

function Main({ row }: { row: FigureRow }): JSX.Element {
  const first = `figure-${row.id}`, { pair } = row.typed.value;
  if (row.levels) return <Pick row={row} name="level" label={t('Mức', 'Level')} id={first} options={[['', t('chưa có', 'none')], ...row.levels.map((level): [string, string] => [level, levelWord(level)])]} />;
  return <>
    {pair ? <><Text key="part" row={row} name="numerator" label={t('Tử số', 'Part')} id={first} /><span class="measure">/</span><Text key="whole" row={row} name="denominator" label={t('Mẫu số', 'Whole')} id={`whole-${row.id}`} /></>
      : <><Text key="value" row={row} name="value" label={row.isRatio ? t('Tỷ lệ', 'Rate') : t('Số liệu', 'Figure')} id={first} /><span class="measure">{row.measure}</span></>}
    {row.isRatio ? <button type="button" class="plain" onClick={() => row.type({ pair: !pair })}>{pair ? t('Chỉ có tỷ lệ', 'Only the rate is known') : t('Ghi tử số và mẫu số', 'Give part and whole')}</button> : null}
  </>;
}

/** How what is typed is read, where that is not plain to see. */
function Read({ row }: { row: FigureRow }): JSX.Element | null {
  const typed = row.typed.value, names = typed.pair ? ['numerator', 'denominator'] as const : ['value'] as const;
  if (row.levels) return null;
  const said = names.map(name => readingOf(row, name)).filter(one => one !== null);
  const [part, whole] = [readNumber(typed.numerator), readNumber(typed.denominator)];
  if (typed.pair && !said.length && row.measure === '%' && part.kind === 'number' && whole.kind === 'number' && Number(whole.text) > 0) return <>= {number(Number(part.text) / Number(whole.text) * 100, 2)}%</>;
  return <>{said}</>;
}

function readingOf(row: FigureRow, name: 'value' | 'numerator' | 'denominator'): JSX.Element | null {
  const text = row.typed.value[name], found = readNumber(text);
  if (found.kind === 'nothing') return null;
  if (found.kind === 'wrong') return <span key={name} class="wrong">{t(`“${text}” không phải là số. Ghi như 1.862,5; “khoảng”, “trên”, “dưới” thì chọn ở “Văn bản chỉ nêu”. `, `“${text}” is not a number. Write it like 1,862.5; “about”, “over” and “under” are chosen at “The source only says”. `)}</span>;
  if (found.kind === 'number') {
    const shown = number(Number(found.text), 8);
    return [shown, writeNumber(Number(found.text))].includes(text.trim()) ? null : <span key={name}>{t(`Hiểu là ${shown}. `, `Read as ${shown}. `)}</span>;
  }
  const pick = (value: string): JSX.Element => {
    const shown = number(Number(value), 8);
    return <button type="button" onClick={() => { row.type({ [name]: writeNumber(Number(value)) }); document.getElementById(`figure-${row.id}`)?.focus(); }}>{value.includes('.') ? t(`${shown} (số thập phân)`, `${shown} (a decimal)`) : value}</button>;
  };
  return <span key={name}><span class="wrong">{t(`“${text}” là số nào? `, `Which number is “${text}”? `)}</span>{pick(found.likely)}{t(' hay ', ' or ')}{pick(found.other)}</span>;
}

const LeftOut = ({ row }: { row: FigureRow }): JSX.Element | null => row.left.value ? <p class="carried">{t('Của số cũ, chưa ghi cho số mới: ', 'Said of the old figure, not yet of the new one: ')}<q lang="vi">{row.left.value}</q>{' '}
  <button type="button" class="plain" onClick={() => row.keepAbout()}>{t('Giữ cho số mới', 'Keep for the new one')}</button></p> : null;

function More({ row }: { row: FigureRow }): JSX.Element {
  const id = (name: string): string => `${name}-${row.id}`, isOpen = useSignal(false);
  // What is left out, and a number that is no number, lead to the fields that take them.
  const isNeeded = row.left.value !== '' || readNumber(row.typed.value.value).kind === 'wrong';
  useEffect(() => { if (isNeeded) isOpen.value = true; }, [isNeeded]);
  return <details class="more" open={isOpen.value} onToggle={event => { isOpen.value = event.currentTarget.open; }}>
    <summary>{t('Nguồn, ghi chú, tạm tính, “khoảng”', 'Source, note, provisional, “about”')}<span class="unseen"> – {row.name}</span></summary>
    <div class="fields">
      <Text row={row} name="source" label={t('Nguồn', 'Source')} id={id('source')} most={1000} />
      <Text row={row} name="note" label={t('Ghi chú', 'Note')} id={id('note')} most={2000} />
      <Pick row={row} name="status" label={t('Tình trạng', 'Status')} id={id('status')} options={[['final', t('chính thức', 'final')], ['provisional', t('tạm tính', 'provisional')]]} />
      <Pick row={row} name="bound" label={t('Văn bản chỉ nêu', 'The source only says')} id={id('bound')} options={[
        ['', t('đúng số này', 'this very number')], ['atLeast', t('trên, ít nhất', 'over, at least')], ['atMost', t('dưới, nhiều nhất', 'under, at most')], ['about', t('khoảng', 'about')]]} />
      <Text row={row} name="reason" label={t('Lý do sửa', 'Reason for the change')} id={id('reason')} most={1000} />
    </div></details>;
}

/** What the figure does to the percents of this unit's targets, and what a person should look at again. */
function Effect({ row, source }: { row: FigureRow; source: string }): JSX.Element | null {
  const wish = row.wish(source), effect = row.effect.value;
  if (wish.kind === 'withdraw') return <p>{t('Lưu sẽ ', 'Saving will ')}<strong>{t('rút số liệu này', 'withdraw this figure')}</strong>{t('; lịch sử vẫn giữ.', '; its history is kept.')}</p>;
  if (effect === null || wish.kind !== 'figure') return null;
  const { change, warnings } = effect;
  return <><p class="quiet">{change.change === 'created' ? t('Sẽ là số liệu mới.', 'Will be a new figure.') : t(`Sẽ thay ${figureText(change.from)}.`, `Will replace ${figureText(change.from)}.`)}</p>
    {change.achievements.length ? change.achievements.map(one => <Becomes key={one.targetId} one={one} of={change} target={row.targets.value.find(target => target.targetId === one.targetId)} />)
      : <p>{t('Không đổi tỷ lệ của chỉ tiêu nào.', 'Changes no percent.')}</p>}
    {warnings.map((one, i) => <p key={i} class="carried">{t('Xem lại: ', 'Look again: ')}{phrase(one.message)}</p>)}</>;
}

function Becomes({ one, of, target }: { one: Change['achievements'][number]; of: Change; target?: Row }): JSX.Element {
  const side = (judged: Judged | null, isMarked: boolean): JSX.Element => judged === null ? <>{t('chưa có', 'none')}</>
    : <>{judged.percent === null ? '' : `${percentOf(judged)} `}{isMarked || judged.percent === null ? <StandingBadge judged={judged} /> : null}</>;
  return <p class="becomes"><OtherTarget one={one} of={of} /><span class="quiet">{periodWords(one.targetPeriod)}{target ? ` (${target.targetText})` : ''}: </span>
    {side(one.before, one.before?.verdict !== one.after?.verdict)}<span aria-hidden="true"> → </span><span class="unseen">{t(' thành ', ' becomes ')}</span><strong>{side(one.after, true)}</strong></p>;
}

/** Someone else has changed the figure since it was read: both are shown and nobody's is lost. */
function Conflict({ row, theirs, insist }: { row: FigureRow; theirs: Theirs; insist: (row: FigureRow) => void }): JSX.Element {
  const typed = row.typed.value, mine = row.levels ? levelWord(typed.level) : typed.pair ? `${typed.numerator} / ${typed.denominator}` : typed.value, now = figureText(theirs.figure);
  return <><p class="wrong">{theirs.figure === null ? t(`Người khác vừa rút số liệu này (${theirs.by}); số của bạn là ${mine}.`, `Someone else has withdrawn it (${theirs.by}); yours is ${mine}.`)
    : t(`Người khác vừa sửa thành ${now} (${theirs.by}); số của bạn là ${mine}.`, `Someone else has changed it to ${now} (${theirs.by}); yours is ${mine}.`)}
  {theirs.figure?.source ? <span class="quiet">{t(' Nguồn của họ: ', ' Their source: ')}{theirs.figure.source}</span> : null}</p>
  <p class="choice"><button type="button" onClick={() => row.take(theirs.figure)}>{t('Lấy số của họ', 'Take theirs')}</button>{' '}
    <button type="button" class="main" onClick={() => { row.putOver(theirs.figure); insist(row); }}>{t('Ghi số của tôi', 'Save mine')}</button></p></>;
}

/** Whose target a figure moves, where it is not the figure's own: the unit's above, or one that is made of several. */
export function OtherTarget({ one, of }: { one: Change['achievements'][number]; of: Change }): JSX.Element | null {
  const names = [one.orgUnit === of.orgUnit ? '' : one.orgUnitName, one.indicator === of.indicator ? '' : one.indicatorName].filter(Boolean);
  return names.length ? <span lang="vi">{names.join(', ')}: </span> : null;
}
