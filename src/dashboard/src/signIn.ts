import { setApiKey } from './state.js';
import { say } from './texts/say.js';

/** The office's own accounts, where the operator has named them; the page is their client, without a secret. */
interface Accounts { issuer: string; clientId: string; scope: string }
interface Endpoints { issuer: string; authorization_endpoint: string; token_endpoint: string; end_session_endpoint?: string }
interface Begun { issuer: string; clientId: string; tokens: string; leave: string | null; state: string; verifier: string; hash: string }

/** Whether a credential is a token of an account and not a key: three parts of base64url. */
export const isToken = (credential: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(credential);

/** Why the last try to sign in came to nothing; empty when it did not. */
export let refused = '';

/** The accounts that may be signed in with; null where there are none. */
export async function accounts(): Promise<Accounts | null> {
  const answer = await fetch('/sign-in.json');
  return answer.ok ? await answer.json() as Accounts | null : null;
}

/** Leads to the issuer, which leads back here; stays here and says why where it cannot. */
export async function signIn(account: Accounts): Promise<void> {
  try { await begin(account); } catch (error) { refused = failure(error); }
}

async function begin({ issuer, clientId, scope }: Accounts): Promise<void> {
  // Codes are bound to this tab by a hash, which browsers only work out on safe lines.
  if (!isSecureContext) throw new Error(say('signIn.unsafe'));
  const said = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json() as Endpoints;
  if (said.issuer.replace(/\/$/, '') !== issuer) throw new Error(said.issuer);
  const verifier = random(), state = random();
  const begun: Begun = { issuer: said.issuer, clientId, tokens: said.token_endpoint, leave: said.end_session_endpoint ?? null, state, verifier, hash: location.hash };
  sessionStorage.setItem('signIn', JSON.stringify(begun));
  const challenge = text(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
  const question = new URL(said.authorization_endpoint);
  for (const [name, value] of Object.entries({ response_type: 'code', client_id: clientId, redirect_uri: home(), scope, state, code_challenge: challenge, code_challenge_method: 'S256' }))
    question.searchParams.set(name, value);
  location.assign(question);
}

/** Takes what the issuer sent along on the way back, if anything: a token in the place of a key. */
export async function comeBack(): Promise<void> {
  const said = new URLSearchParams(location.search), kept = sessionStorage.getItem('signIn');
  if (!said.has('state')) return;
  // A code is good once, and belongs in no history.
  history.replaceState(null, '', location.pathname + location.hash);
  const begun = kept ? JSON.parse(kept) as Begun : null;
  if (!begun?.verifier || said.get('state') !== begun.state || (said.get('iss') ?? begun.issuer) !== begun.issuer) { refused = say('signIn.failed', { why: 'state' }); return; }
  sessionStorage.setItem('signIn', JSON.stringify({ ...begun, state: '', verifier: '' }));
  try {
    const code = said.get('code');
    if (!code) throw new Error(said.get('error_description') ?? said.get('error') ?? '');
    const answer = await fetch(begun.tokens, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: home(), client_id: begun.clientId, code_verifier: begun.verifier }),
    });
    const { access_token: token, error } = await answer.json() as { access_token?: string; error?: string };
    if (!token || !isToken(token)) throw new Error(error ?? `${answer.status}`);
    refused = '';
    setApiKey(token);
  } catch (error) { refused = failure(error); }
  location.hash = begun.hash;
}

/** Where the issuer ends its session too; null where it says nothing of that, or nobody signed in. */
export function wayOut(): string | null {
  const kept = sessionStorage.getItem('signIn');
  sessionStorage.removeItem('signIn');
  const begun = kept ? JSON.parse(kept) as Begun : null;
  if (!begun?.leave) return null;
  const way = new URL(begun.leave);
  way.searchParams.set('client_id', begun.clientId);
  way.searchParams.set('post_logout_redirect_uri', home());
  return way.href;
}

const failure = (error: unknown): string => say('signIn.failed', { why: error instanceof Error ? error.message : String(error) });
const home = (): string => location.origin + location.pathname;
const text = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const random = (): string => text(crypto.getRandomValues(new Uint8Array(32)));
