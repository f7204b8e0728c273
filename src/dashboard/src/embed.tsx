import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Row } from './api.js';
import { settings, t } from './state.js';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The code that shows this scorecard on another page: a frame, and badges for Markdown. */
export function EmbedBox({ unit, period, name, rows }: { unit: string; period: string; name: string; rows: Row[] }): JSX.Element {
  const place = `${location.origin}/embed/${unit}/${period}`, language = `?lang=${settings.language}`;
  const first = rows.find(row => row.percent !== null) ?? rows[0];
  return <details class="embed"><summary>{t('Đưa bảng này lên trang web khác', 'Show this on another web page')}</summary>
    <p>{t('Chép đoạn mã dưới đây. Số liệu trên trang kia tự cập nhật; máy chủ phải mở cho người xem không có khóa.', 'Copy the code below. The figures there keep themselves up to date; the server has to be open to readers without a key.')}</p>
    <Code id="embed-frame" label={t('Khung trong trang web', 'Frame in a web page')} text={`<iframe src="${place}${language}" title="${escaped(name)}" width="420" height="420" loading="lazy" style="border:0"></iframe>`} />
    <Code id="embed-badge" label={t('Huy hiệu (Markdown)', 'Badge (Markdown)')} text={`[![${name.replace(/[[\]]/g, '')}](${place}.svg${language})](${location.origin}/#/ward/${unit}?period=${period})`} />
    {first ? <Code id="embed-one" label={t('Huy hiệu của một chỉ tiêu', 'Badge of one target')} text={`![${first.indicator}](${place}/${first.indicator}.svg${language})`} /> : null}
  </details>;
}

function Code({ id, label, text }: { id: string; label: string; text: string }): JSX.Element {
  const field = useRef<HTMLTextAreaElement>(null), [said, say] = useState('');
  async function copy(): Promise<void> {
    field.current!.select();
    try { await navigator.clipboard.writeText(text); say(t('Đã chép.', 'Copied.')); } catch { say(t('Nhấn Ctrl+C để chép.', 'Press Ctrl+C to copy.')); }
  }
  return <div class="code"><label for={id}>{label}</label><textarea ref={field} id={id} rows={3} readOnly spellcheck={false} value={text} />
    <p><button type="button" aria-describedby={id} onClick={() => void copy()}>{t('Chép', 'Copy')}</button> <span role="status">{said}</span></p></div>;
}
