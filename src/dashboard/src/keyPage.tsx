import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { forget, forgetNames, reference, refusal } from './api.js';
import { isWrongKey, me, recognise } from './me.js';
import { apiKey, link, setApiKey } from './state.js';
import { say } from './texts/say.js';
import type { Page } from './view.js';
import { day, nameOf } from './words.js';

/** Takes a key, says whose it is, and leads to its unit; a wrong one is said to be wrong. */
export async function keyPage(): Promise<Page> {
  const { units } = await reference().catch(() => ({ units: new Map() }));
  const unitName = (code: string | null): string => code === null ? say('keys.all') : nameOf(units.get(code), code);
  return { title: say('key.title'), content: <Key unitName={unitName} /> };
}

/** The key goes, and with the page all that it read; the server tells the browser to drop what it kept of answers. */
function leave(): void {
  setApiKey('');
  location.assign(`?signed-out=${Date.now()}${location.hash}`);
}

function Key({ unitName }: { unitName: (code: string | null) => string }): JSX.Element {
  const isLeft = !me.value && location.search.startsWith('?signed-out');
  const [typed, setTyped] = useState(apiKey()), [said, setSaid] = useState(isWrongKey.value ? say('key.wrong') : isLeft ? say('key.gone') : '');
  async function use(key: string): Promise<void> {
    setApiKey(key.trim());
    forget();
    forgetNames();
    try {
      await recognise();
      setSaid(me.value ? say('key.works') : isWrongKey.value && key ? say('key.wrong') : say('key.gone'));
    } catch (error) { setSaid(say('key.loadFailed', { why: refusal(error) })); }
  }
  const one = me.value;
  return <>
    <p>{say('key.lead')}</p>
    <form onSubmit={event => { event.preventDefault(); void use(typed); }}>
      <div class="controls"><label for="key">{say('key.field')}<input id="key" type="password" autocomplete="off" spellcheck={false} value={typed} onInput={event => setTyped(event.currentTarget.value)} /></label></div>
      <button class="main">{say('key.use')}</button>{' '}
      {one ? <button type="button" onClick={leave}>{say('key.leave')}</button> : null}
    </form>
    <p role="status" class={isWrongKey.value ? 'wrong' : 'saved'}>{said}</p>
    {one ? <div class="notes calm">
      <p>{say('key.me', { name: one.name, role: one.role ? say(`role.${one.role}`) : '', unit: unitName(one.allUnits ? null : one.orgUnit) })}{one.expiresAt ? ` ${say('key.expires', { day: day(one.expiresAt) })}` : ''}</p>
      {one.orgUnit ? <p><a href={link(['ward', one.orgUnit])}>{say('key.home')}</a></p> : null}
    </div> : null}
  </>;
}
