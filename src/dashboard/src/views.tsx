import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { remember, remembered } from './state.js';
import { say } from './texts/say.js';

/** A page with its choices, by a name. */
interface View { name: string; place: string }

function stored(): View[] {
  try { return JSON.parse(remembered('views') ?? '[]') as View[]; } catch { return []; }
}

/** The views that this browser keeps by name, and the link of the one on the screen, to send to others. */
export function SavedViews(): JSX.Element {
  const [views, setViews] = useState(stored), [name, setName] = useState(''), [said, setSaid] = useState('');
  function put(next: View[], says: string): void {
    setViews(next);
    // Where the browser keeps nothing, the link can still be copied.
    remember('views', JSON.stringify(next));
    setSaid(says);
  }
  async function copy(): Promise<void> {
    try { await navigator.clipboard.writeText(location.href); setSaid(say('views.linkCopied')); } catch { setSaid(location.href); }
  }
  return <details class="views"><summary>{say('views.savedViews')}{views.length ? ` (${views.length})` : ''}</summary>
    {views.length ? <ul class="links">{views.map(view => <li key={view.name}><a href={view.place}>{view.name}</a>{' '}
      <button type="button" aria-label={say('views.removeNamed', { name: view.name })} onClick={() => put(views.filter(one => one !== view), say('views.removed', { name: view.name }))}>{say('views.remove')}</button></li>)}</ul> : null}
    <form class="tools" onSubmit={event => {
      event.preventDefault();
      const view = { name: name.trim(), place: location.hash };
      if (!view.name) return;
      put([...views.filter(one => one.name !== view.name), view], say('views.savedInThisBrowser', { name: view.name }));
      setName('');
    }}>
      <label class="field" for="view-name">{say('views.aNameForThis')}<input id="view-name" value={name} autocomplete="off" maxLength={80} onInput={event => setName(event.currentTarget.value)} /></label>
      <button>{say('save')}</button><button type="button" onClick={() => void copy()}>{say('views.copyTheLink')}</button>
    </form>
    <p role="status">{said}</p>
  </details>;
}
