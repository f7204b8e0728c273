import { render, type VNode } from 'preact';
import { act } from 'preact/test-utils';
import { settings } from '../src/state.js';
import { learn } from '../src/texts/say.js';

await learn(settings.language);

/** Draws a component into a document of its own. */
export function draw(content: VNode): HTMLElement {
  const holder = document.createElement('div');
  document.body.replaceChildren(holder);
  act(() => render(content, holder));
  return holder;
}

export const press = (element: Element | null | undefined): void => act(() => { (element as HTMLElement).click(); });

export function type(element: Element | null | undefined, text: string): void {
  act(() => {
    (element as HTMLInputElement).value = text;
    element!.dispatchEvent(new Event(element!.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
  });
}

export const texts = (holder: Element, selector: string): string[] => [...holder.querySelectorAll(selector)].map(one => one.textContent ?? '');
