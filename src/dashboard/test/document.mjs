// A document for components to be drawn into.
import { Window } from 'happy-dom';

const window = new Window({ url: 'http://localhost/#/?lang=vi' });
for (const name of ['window', 'document', 'location', 'history', 'navigator', 'sessionStorage', 'localStorage', 'matchMedia', 'HTMLElement', 'HTMLInputElement', 'Element', 'Node', 'SVGElement', 'Event', 'MouseEvent', 'getComputedStyle', 'ResizeObserver', 'requestAnimationFrame', 'cancelAnimationFrame', 'addEventListener', 'removeEventListener']) {
  const value = name === 'window' ? window : window[name];
  Object.defineProperty(globalThis, name, { value: typeof value === 'function' && !value.prototype ? value.bind(window) : value, configurable: true, writable: true });
}
