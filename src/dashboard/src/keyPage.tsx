import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { forget, forgetNames, reference, refusal } from './api.js';
import { isSignedOut, isWrongKey, me, recognise } from './me.js';
import { accounts, isToken, refused, signIn, wayOut } from './signIn.js';
import { apiKey, link, setApiKey } from './state.js';
import { say } from './texts/say.js';
import type { Page } from './view.js';
import { day, moment, nameOf } from './words.js';

/** Takes a key, says whose it is, and leads to its unit; a wrong one is said to be wrong. */
export async function keyPage(): Promise<Page> {
  const { units } = await reference().catch(() => ({ units: new Map() }));
  const unitName = (code: string | null): string => code === null ? say('keys.all') : nameOf(units.get(code), code);
  const account = await accounts().catch(() => null);
  return { title: say('key.title'), content: <Key unitName={unitName} account={account} /> };
}

/** The credential goes, and with the page all that it read; the server tells the browser to drop what it kept of answers, and the issuer ends its session. */
async function leave(): Promise<void> {
  setApiKey('');
  const here = `?signed-out=${Date.now()}`, issuer = wayOut();
  if (issuer) await fetch(here).catch(() => null);
  location.assign(issuer ?? `${here}${location.hash}`);
}

type Account = Awaited<ReturnType<typeof accounts>>;

function Key({ unitName, account }: { unitName: (code: string | null) => string; account: Account }): JSX.Element {
  const isLeft = !me.value && location.search.startsWith('?signed-out');
  const isAccount = isToken(apiKey()), wrong = isSignedOut.value ? say('signIn.ended') : isWrongKey.value ? say('key.wrong') : '';
  const [typed, setTyped] = useState(isAccount ? '' : apiKey()), [said, setSaid] = useState(refused || (isLeft ? say('key.gone') : ''));
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
      {one ? <button type="button" onClick={() => void leave()}>{isAccount ? say('signIn.leave') : say('key.leave')}</button> : null}
    </form>
    {account && !one ? <p><button id="signIn" type="button" class="main" onClick={() => void signIn(account).then(() => setSaid(refused))}>{say('signIn.begin')}</button></p> : null}
    <p role="status" class={wrong || (refused && said === refused) ? 'wrong' : 'saved'}>{said || wrong}</p>
    {one ? <div class="notes calm">
      <p>{say('key.me', { name: one.name, role: one.role ? say(`role.${one.role}`) : '', unit: unitName(one.allUnits ? null : one.orgUnit) })}{one.expiresAt ? ` ${say('key.expires', { day: isAccount ? moment(one.expiresAt) : day(one.expiresAt) })}` : ''}</p>
      {one.orgUnit ? <p><a href={link(['ward', one.orgUnit])}>{say('key.home')}</a></p> : null}
    </div> : null}
  </>;
}
