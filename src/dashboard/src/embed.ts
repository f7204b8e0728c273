import type { Row } from './api.js';
import { h } from './dom.js';
import { settings, t } from './state.js';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The code that shows this scorecard on another page: a frame, and badges for Markdown. */
export function embedBox(unit: string, period: string, name: string, rows: Row[]): HTMLElement {
  const place = `${location.origin}/embed/${unit}/${period}`, language = `?lang=${settings.language}`;
  const first = rows.find(row => row.percent !== null) ?? rows[0];
  return h('details', { class: 'embed' }, h('summary', null, t('Đưa bảng này lên trang web khác', 'Show this on another web page')),
    h('p', null, t('Chép đoạn mã dưới đây. Số liệu trên trang kia tự cập nhật; máy chủ phải mở cho người xem không có khóa.', 'Copy the code below. The figures there keep themselves up to date; the server has to be open to readers without a key.')),
    code('embed-frame', t('Khung trong trang web', 'Frame in a web page'), `<iframe src="${place}${language}" title="${escaped(name)}" width="420" height="420" loading="lazy" style="border:0"></iframe>`),
    code('embed-badge', t('Huy hiệu (Markdown)', 'Badge (Markdown)'), `[![${name.replace(/[[\]]/g, '')}](${place}.svg${language})](${location.origin}/#/ward/${unit}?period=${period})`),
    first ? code('embed-one', t('Huy hiệu của một chỉ tiêu', 'Badge of one target'), `![${first.indicator}](${place}/${first.indicator}.svg${language})`) : null);
}

function code(id: string, label: string, text: string): HTMLElement {
  const field = h('textarea', { id, rows: 3, readonly: true, spellcheck: 'false' }, text), said = h('span', { role: 'status' });
  const copy = async (): Promise<void> => {
    field.select();
    try { await navigator.clipboard.writeText(text); said.textContent = t(' Đã chép.', ' Copied.'); }
    catch { said.textContent = t(' Nhấn Ctrl+C để chép.', ' Press Ctrl+C to copy.'); }
  };
  return h('div', { class: 'code' }, h('label', { for: id }, label), field, h('p', null, h('button', { type: 'button', 'aria-describedby': id, onclick: () => void copy() }, t('Chép', 'Copy')), said));
}
