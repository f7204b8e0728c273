import { Refused, call, forget, get, reference, type Explained, type Figure, type Row, type Scorecard } from './api.js';
import type { Page } from './app.js';
import { badge, percentOf } from './charts.js';
import { h } from './dom.js';
import { apiKey, here, link, t, type Place } from './state.js';
import { crumbs } from './parts.js';
import { groupWord, nameOf, number, period as periodWords } from './words.js';

/** A unit's figures of one period as a form, for a reporter's key. */
export async function entry(place: Place): Promise<Page> {
  const code = place.path[1] ?? '', { units, indicators, resolutions } = await reference();
  const terms = resolutions.filter(resolution => resolution.orgUnit === code).map(resolution => resolution.term).sort();
  const asked = place.query.get('period') ?? '';
  const period = place.query.get('for') ?? (/^\d{4}$/.test(asked) ? asked : (terms.at(-1) ?? String(new Date().getFullYear())).slice(-4));
  if (!apiKey()) return { title: t('Cần khóa truy cập', 'A key is needed'), content: h('p', null, t('Nhập số liệu cần khóa của người báo cáo. ', 'Entering figures needs a reporter’s key. '), h('a', { href: link(['key']) }, t('Nhập khóa', 'Enter a key'))) };
  const card = await get<Scorecard>(`achievements/${encodeURIComponent(code)}/${encodeURIComponent(period)}`);
  const rows = await Promise.all(card.items.map(row => line(row)));
  const when = h('input', { id: 'for', value: period, autocomplete: 'off', onchange: (event: Event) => { location.hash = here({ for: (event.target as HTMLInputElement).value.trim() }); } });
  return {
    title: t(`Nhập số liệu: ${nameOf(units.get(code), code)}`, `Enter figures: ${nameOf(units.get(code), code)}`),
    content: [crumbs(units, code), h('div', { class: 'controls' }, h('label', { for: 'for' }, t('Kỳ của số liệu (2022, 2022-Q3, 2022-05)', 'Period of the figures (2022, 2022-Q3, 2022-05)'), when)),
      h('p', null, t('“Kiểm tra” hỏi máy chủ mà chưa lưu. “Lưu” ghi số liệu; số cũ vẫn nằm trong lịch sử. Nếu người khác vừa sửa, bạn sẽ thấy số của họ trước khi quyết định.', '“Check” asks the server without saving. “Save” records the figure; the old one stays in the history. If someone else has just changed it, you see theirs before you decide.')),
      rows.length ? h('table', { class: 'stacked entry' }, h('caption', null, periodWords(period)), h('thead', null, h('tr', null, [t('Chỉ tiêu', 'Indicator'), t('Nghị quyết', 'Target'), t('Số liệu', 'Figure'), t('Việc', 'Action')].map(text => h('th', { scope: 'col' }, text)))), h('tbody', null, rows)) : h('p', null, t('Đơn vị này không có chỉ tiêu cho kỳ ấy.', 'This unit has no targets for that period.')),
      h('p', null, h('a', { href: link(['ward', code]) }, t('Về trang của đơn vị', 'Back to the unit')))],
  };

  async function line(row: Row): Promise<HTMLElement> {
    const about = indicators.get(row.indicator), name = nameOf(about, row.indicator) + (row.group ? ` – ${groupWord(row.group)}` : '');
    const levels = about?.valueType === 'yesNo' ? ['no', 'yes'] : about?.valueType === 'level' ? about.levels : null;
    const url = `/api/v1/actuals/${code}/${row.indicator}/${period}${row.group ? `?group=${encodeURIComponent(row.group)}` : ''}`;
    let tag: string | null = null, stored: Figure | null = null;
    async function read(): Promise<void> {
      try { const response = await call('GET', url); tag = response.headers.get('ETag'); stored = await response.json() as Figure; }
      catch (error) { if (!(error instanceof Refused) || error.status !== 404) throw error; tag = null; stored = null; }
    }
    await read();
    const shown = (figure: Figure | null): string => figure === null ? '' : figure.level ?? String(figure.value ?? '');
    const id = `figure-${row.indicator}${row.group ? `-${row.group}` : ''}`;
    const field = levels ? h('select', { id, value: shown(stored) }, h('option', { value: '' }, t('chưa có', 'none')), levels.map(level => h('option', { value: level }, level === 'yes' ? t('có', 'yes') : level === 'no' ? t('không', 'no') : level)))
      : h('input', { id, inputmode: 'decimal', autocomplete: 'off', value: shown(stored) });
    const said = h('p', { role: 'status' });
    // A counted pair stays a pair: this form changes a rate only where it was entered as one.
    const isPair = (stored as Figure | null)?.numerator !== null && (stored as Figure | null)?.numerator !== undefined;
    if (isPair) field.setAttribute('disabled', '');
    const body = (): Record<string, unknown> | null => {
      if (levels) return field.value ? { level: field.value, group: row.group } : null;
      // A comma is the decimal sign in Vietnamese; a dot may mean thousands, so only one way is taken.
      const text = field.value.trim().replace(',', '.');
      if (!/^-?\d+(\.\d+)?$/.test(text)) { said.textContent = t('Ghi một số, như 55,94, không có dấu phân cách hàng nghìn.', 'Write a number such as 55.94, without thousands separators.'); return null; }
      return { value: Number(text), group: row.group };
    };
    const complain = (error: unknown): void => { const refused = error as Refused; said.textContent = `${refused.message}. ${refused.detail ?? ''} ${Object.values(refused.errors ?? {}).flat().join(' ')}`; };
    async function check(): Promise<void> {
      const figure = body();
      if (!figure) return;
      try {
        const answer = await (await call('POST', '/api/v1/actuals', { items: [{ orgUnit: code, indicator: row.indicator, period, ...figure }], dryRun: true })).json() as { created: number; updated: number };
        said.textContent = answer.created ? t('Hợp lệ; sẽ là số liệu mới.', 'Valid; it would be a new figure.') : answer.updated ? t(`Hợp lệ; sẽ thay ${shown(stored)}.`, `Valid; it would replace ${shown(stored)}.`) : t('Giống số đã lưu.', 'The same as stored.');
      } catch (error) { complain(error); }
    }
    async function put(): Promise<void> {
      const figure = body();
      if (!figure) return;
      try {
        const response = await call('PUT', url, { ...stored ? { source: stored.source, note: stored.note, status: stored.status, bound: stored.bound } : {}, ...figure }, tag ? { 'If-Match': tag } : {});
        tag = response.headers.get('ETag');
        stored = await response.json() as Figure;
        forget();
        const now = await get<Explained>(`achievements/${code}/${period}/${row.indicator}`, { target: row.targetId, group: row.group });
        said.replaceChildren(t('Đã lưu. ', 'Saved. '), badge(now.verdict), ' ', percentOf(now));
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 412 && error.status !== 428) { complain(error); return; }
        const mine = field.value;
        await read();
        said.replaceChildren(t(`Người khác vừa sửa thành ${shown(stored)}; số của bạn là ${mine}. `, `Someone else has changed it to ${shown(stored)}; yours is ${mine}. `),
          h('button', { type: 'button', onclick: () => { field.value = shown(stored); said.textContent = ''; } }, t('Lấy số của họ', 'Take theirs')), ' ', h('button', { type: 'button', onclick: () => void put() }, t('Ghi số của tôi', 'Save mine')));
      }
    }
    return h('tr', null, h('th', { scope: 'row' }, h('label', { for: id }, name)), h('td', { lang: 'vi' }, row.targetText), h('td', null, field, ` ${row.measure}`, isPair ? h('small', null, t(' (tử số và mẫu số: sửa qua API)', ' (a counted pair: change it through the API)')) : null, row.actual === null ? null : h('small', null, t(` trong kỳ: ${number(row.actual)}`, ` in the period: ${number(row.actual)}`))),
      h('td', null, h('button', { type: 'button', disabled: isPair, 'aria-label': t(`Kiểm tra ${name}`, `Check ${name}`), onclick: () => void check() }, t('Kiểm tra', 'Check')), ' ', h('button', { type: 'button', class: 'main', disabled: isPair, 'aria-label': t(`Lưu ${name}`, `Save ${name}`), onclick: () => void put() }, t('Lưu', 'Save')), said));
  }
}
