import { Refused, all, call, forget, reference, type Figure, type Submission, type SubmittedFigure } from './api.js';
import type { Page } from './app.js';
import { h } from './dom.js';
import { figureText, sentences } from './figureRow.js';
import { may, me } from './me.js';
import { link, t } from './state.js';
import { groupWord, moment, nameOf, number, period as periodWords } from './words.js';

type Whole = Submission & { figures: SubmittedFigure[] };
type Decision = 'approval' | 'rejection' | 'withdrawal';

const shown = 50;

/** What waits for a second person: each figure beside the one that stands, and what can be done about it. */
export async function review(): Promise<Page> {
  const title = t('Số liệu chờ duyệt', 'Figures that wait for approval');
  if (!may('reporter')) return { title: t('Cần khóa truy cập', 'A key is needed'), content: h('p', null, t('Duyệt số liệu cần khóa của người báo cáo. ', 'Approving figures needs a reporter’s key. '), h('a', { href: link(['key']) }, t('Nhập khóa', 'Enter a key'))) };
  const { units, indicators } = await reference();
  forget();
  const waiting = await all<Submission>('submissions', { state: 'pending' });
  const whole = await Promise.all(waiting.slice(0, shown).map(async one => await (await call('GET', `/api/v1/submissions/${encodeURIComponent(one.id)}`)).json() as Whole));

  function item(one: Whole): HTMLElement {
    const said = h('div', { role: 'status' }), heading = `submission-${one.id}`;
    const reason = h('input', { id: `reason-${one.id}`, maxlength: 1000, autocomplete: 'off' });
    // Nobody decides on what is their own, and only who sent it takes it back.
    const isOwn = one.submittedBy === me.value?.name;
    const buttons = h('div', { class: 'tools' },
      isOwn ? h('button', { type: 'button', 'aria-describedby': heading, onclick: () => void decide('withdrawal') }, t('Rút lại', 'Withdraw')) : [
        h('button', { type: 'button', class: 'main', 'aria-describedby': heading, onclick: () => void decide('approval') }, t('Duyệt', 'Approve')), ' ',
        h('button', { type: 'button', 'aria-describedby': heading, onclick: () => void decide('rejection') }, t('Từ chối', 'Reject'))]);
    const form = h('div', null, isOwn ? h('p', null, t('Bạn gửi lần này; người khác duyệt.', 'You submitted this; another person approves.')) : h('label', { class: 'field', for: `reason-${one.id}` }, t('Lý do (bắt buộc khi từ chối)', 'Reason (needed to reject)'), reason), buttons);

    async function decide(decision: Decision): Promise<void> {
      const why = reason.value.trim();
      if (decision === 'rejection' && !why) {
        said.replaceChildren(h('p', { class: 'wrong' }, t('Hãy ghi lý do từ chối để người gửi biết cần sửa gì.', 'Say why, so that who submitted it knows what to mend.')));
        reason.focus();
        return;
      }
      for (const button of buttons.querySelectorAll('button')) button.disabled = true;
      try {
        await call('POST', `/api/v1/submissions/${encodeURIComponent(one.id)}/${decision}`, why ? { reason: why } : {});
        forget();
        form.remove();
        said.replaceChildren(h('p', { class: 'saved' }, done(decision)));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        for (const button of buttons.querySelectorAll('button')) button.disabled = false;
        said.replaceChildren(h('p', { class: 'wrong' }, sentences(error).join(' ')));
      }
    }

    return h('li', { id: `item-${one.id}` },
      h('h2', { id: heading }, one.orgUnits.map(code => nameOf(units.get(code), code)).join(', ')),
      h('p', { class: 'quiet' }, t(`${one.submittedBy} gửi ${number(one.count)} số liệu, ${moment(one.submittedAt)}`, `${one.submittedBy} submitted ${number(one.count)} ${one.count === 1 ? 'figure' : 'figures'}, ${moment(one.submittedAt)}`)),
      table(one, heading), form, said);
  }

  function table(one: Whole, heading: string): HTMLElement {
    const head = [t('Chỉ tiêu', 'Indicator'), t('Kỳ', 'Period'), t('Đang có', 'Now'), t('Số gửi', 'Submitted'), t('Nguồn, lý do', 'Source, reason')];
    const line = ({ figure, removes, basedOn, current }: SubmittedFigure): HTMLElement => {
      const unit = one.orgUnits.length > 1 ? `${nameOf(units.get(figure.orgUnit), figure.orgUnit)}: ` : '';
      const name = unit + nameOf(indicators.get(figure.indicator), figure.indicator) + (figure.group ? ` – ${groupWord(figure.group)}` : '');
      const isStale = (current?.version ?? null) !== basedOn;
      const cells = [
        periodWords(figure.period), [figureText(current), isStale ? h('p', { class: 'wrong' }, t('Đã đổi từ khi gửi; không duyệt được nữa.', 'Changed since it was submitted; it can no longer be approved.')) : null],
        h('strong', null, removes ? t('rút số liệu này', 'withdraw this figure') : figureText(figure as unknown as Figure) + (figure.status === 'provisional' ? t(' (tạm tính)', ' (provisional)') : '')),
        [figure.source, figure.note, figure.reason].filter(Boolean).join('; ') || t('không ghi', 'not given'),
      ];
      return h('tr', null, h('th', { scope: 'row' }, name), cells.map((cell, i) => h('td', { 'data-name': head[i + 1] }, cell)));
    };
    return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': heading }, h('table', { class: 'stacked' },
      h('thead', null, h('tr', null, head.map(text => h('th', { scope: 'col' }, text)))), h('tbody', null, one.figures.map(line))));
  }

  return {
    title,
    isForm: true,
    content: whole.length === 0 ? h('p', { role: 'status' }, t('Không có số liệu nào chờ duyệt.', 'Nothing waits for approval.')) : [
      h('p', null, t('Duyệt là việc của người khác với người gửi. Số gửi chưa được tính vào tỷ lệ nào cho tới khi được duyệt.', 'Another person than who submitted approves. Until then these figures count in no percent.')),
      h('ol', { class: 'targets review' }, whole.map(item)),
      waiting.length > shown ? h('p', null, t(`Còn ${number(waiting.length - shown)} lần gửi nữa, hiện ra khi các lần trên đã được quyết định.`, `${number(waiting.length - shown)} more appear once these are decided.`)) : null],
  };
}

const done = (decision: Decision): string => ({ approval: t('Đã duyệt; số liệu đã được tính.', 'Approved; the figures count now.'), rejection: t('Đã từ chối.', 'Rejected.'), withdrawal: t('Đã rút lại.', 'Withdrawn.') })[decision];
