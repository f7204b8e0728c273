import { render, type ComponentChildren, type JSX, type VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Refused } from './api.js';
import type { Page } from './app.js';
import { bare, h } from './dom.js';
import { sentences } from './figureRow.js';
import { say } from './texts/say.js';

/** An element that shows a component for as long as it stands in the page. */
export function mount(content: VNode): HTMLElement {
  const holder = h('div');
  render(content, holder);
  return holder;
}

/** A page made of components. */
export function page(title: string, content: VNode): Page {
  const holder = mount(content);
  return { title, content: holder, isForm: true, close: () => render(null, holder) };
}

/** What came of a request, in words. */
export const refusal = (error: unknown): string => error instanceof Refused ? sentences(error).join(' ') : String(error);

export function Field({ id, label, hint, children }: { id: string; label: string; hint?: string; children: ComponentChildren }): JSX.Element {
  return <label for={id} class="field">{label}{children}{hint ? <small id={`${id}-hint`}>{hint}</small> : null}</label>;
}

export function Choice({ id, label, value, options, change }: { id: string; label: string; value: string; options: [string, string][]; change: (value: string) => void }): JSX.Element {
  return <Field id={id} label={label}>
    <select id={id} value={value} onChange={event => change(event.currentTarget.value)}>{options.map(([code, name]) => <option key={code} value={code}>{name}</option>)}</select>
  </Field>;
}

export function Input({ id, label, value, change, hint, type = 'text', list, required }: { id: string; label: string; value: string; change: (value: string) => void; hint?: string; type?: string; list?: string; required?: boolean }): JSX.Element {
  return <Field id={id} label={label} hint={hint}>
    <input id={id} type={type} value={value} list={list} required={required} autocomplete="off" aria-describedby={hint ? `${id}-hint` : undefined} onInput={event => change(event.currentTarget.value)} />
  </Field>;
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

/** Draws the page again with what the server has now. */
export const again = (): void => { dispatchEvent(new HashChangeEvent('hashchange')); };
