import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Row } from './api.js';
import { settings } from './state.js';
import { say } from './texts/say.js';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The code that shows this scorecard on another page: a frame, and badges for Markdown. */
export function EmbedBox({ unit, period, name, rows }: { unit: string; period: string; name: string; rows: Row[] }): JSX.Element {
  const place = `${location.origin}/embed/${unit}/${period}`, language = `?lang=${settings.language}`;
  const first = rows.find(row => row.percent !== null) ?? rows[0];
  return <details class="embed"><summary>{say('embed.showThisOnAnother')}</summary>
    <p>{say('embed.copyTheCodeBelow')}</p>
    <Code id="embed-frame" label={say('embed.frameInAWeb')} text={`<iframe src="${place}${language}" title="${escaped(name)}" width="420" height="420" loading="lazy" style="border:0"></iframe>`} />
    <Code id="embed-badge" label={say('embed.badgeMarkdown')} text={`[![${name.replace(/[[\]]/g, '')}](${place}.svg${language})](${location.origin}/#/ward/${unit}?period=${period})`} />
    {first ? <Code id="embed-one" label={say('embed.badgeOfOneTarget')} text={`![${first.indicator}](${place}/${first.indicator}.svg${language})`} /> : null}
  </details>;
}

function Code({ id, label, text }: { id: string; label: string; text: string }): JSX.Element {
  const field = useRef<HTMLTextAreaElement>(null), [said, setSaid] = useState('');
  async function copy(): Promise<void> {
    field.current!.select();
    try { await navigator.clipboard.writeText(text); setSaid(say('embed.copied')); } catch { setSaid(say('embed.pressCtrlCTo')); }
  }
  return <div class="code"><label for={id}>{label}</label><textarea ref={field} id={id} rows={3} readOnly spellcheck={false} value={text} />
    <p><button type="button" aria-describedby={id} onClick={() => void copy()}>{say('embed.copy')}</button> <span role="status">{said}</span></p></div>;
}
