import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { refusal } from './api.js';
import { say } from './texts/say.js';
import { bare } from './words.js';

/** What a place of the address shows. */
export interface Page { title: string; content: ComponentChildren; crumbs?: ComponentChildren }

let question = (): string | null => null;

/** The question to ask before the page is left; null when nothing would be lost. */
export const beforeLeaving = (): string | null => question();

/** Asks before the page is left, as long as the component stands. */
export function useQuestion(ask: () => string | null): void {
  useLayoutEffect(() => { question = ask; return () => { question = () => null; }; });
}

/** What a request gives, asked when the component first stands: nothing yet, the answer, or why there is none. */
export function useAnswer<T>(ask: () => Promise<T> | null): { value?: T; wrong?: string } {
  const [answer, set] = useState<{ value?: T; wrong?: string }>({});
  useEffect(() => { void ask()?.then(value => set({ value }), (error: unknown) => set({ wrong: refusal(error) })); }, []);
  return answer;
}

export function Field({ id, label, hint, children }: { id: string; label: string; hint?: string; children: ComponentChildren }): JSX.Element {
  return <label for={id} class="field">{label}{children}{hint ? <small id={`${id}-hint`}>{hint}</small> : null}</label>;
}

export type Options = [string, string][];

export function Choice({ id, label, value, options, change }: { id: string; label: string; value: string; options: Options; change: (value: string) => void }): JSX.Element {
  return <Field id={id} label={label}>
    <select id={id} value={value} onChange={event => change(event.currentTarget.value)}>{options.map(([code, name]) => <option key={code} value={code}>{name}</option>)}</select>
  </Field>;
}

export function Input({ id, label, value, change, hint, type = 'text', list, required }: { id: string; label: string; value: string; change: (value: string) => void; hint?: string; type?: string; list?: string; required?: boolean }): JSX.Element {
  return <Field id={id} label={label} hint={hint}>
    <input id={id} type={type} value={value} list={list} required={required} autocomplete="off" aria-describedby={hint ? `${id}-hint` : undefined} onInput={event => change(event.currentTarget.value)} />
  </Field>;
}

/** The choices above a page's figures; they work at once, so nothing is sent. */
export function Controls({ children, search }: { children: ComponentChildren; search?: boolean }): JSX.Element {
  return <form class="controls" role={search ? 'search' : undefined} onSubmit={event => event.preventDefault()}>{children}</form>;
}

/** A form that says what came of sending it. */
export function Form({ send, button, children, disabled }: { send: () => Promise<string | void>; button: string; children: ComponentChildren; disabled?: boolean }): JSX.Element {
  const [said, setSaid] = useState<{ text: string; wrong: boolean }>({ text: '', wrong: false }), [busy, setBusy] = useState(false);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try { setSaid({ text: await send() ?? say('saved'), wrong: false }); } catch (error) { setSaid({ text: refusal(error), wrong: true }); }
    setBusy(false);
  }
  return <form class="setup" onSubmit={event => void submit(event)}>
    <div class="controls">{children}</div>
    <button class="main" disabled={busy || disabled}>{button}</button> <span role="status" class={said.wrong ? 'wrong' : 'saved'}>{said.text}</span>
  </form>;
}

/** A code made of a name, which no other thing has. */
export function codeOf(name: string, taken: (code: string) => boolean): string {
  const base = bare(name).replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 56) || 'x';
  for (let n = 1; ; n++) { const code = n === 1 ? base : `${base}-${n}`; if (!taken(code)) return code; }
}

/** Saves a file. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content), anchor = Object.assign(document.createElement('a'), { href: url, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Draws the page again with what the server has now. */
export const again = (): void => { dispatchEvent(new HashChangeEvent('hashchange')); };
