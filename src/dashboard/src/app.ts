import { Refused, reference } from './api.js';
import { h, type Child } from './dom.js';
import { here, link, readPlace, settings, switchLanguage, switchTheme, t, type Place } from './state.js';
import { overview } from './overview.js';
import { ward } from './ward.js';
import { indicator, indicators } from './indicator.js';
import { entry } from './entry.js';
import { importPage } from './import.js';
import { review } from './review.js';
import { keyPage } from './keyPage.js';
import { isWrongKey, may, me, recognise } from './me.js';
import { resolutionPage } from './resolution.js';
import { setup } from './setup.js';
import { say } from './texts/say.js';
import { work } from './work.js';

export interface Page {
  title: string;
  content: Child;
  /** The question to ask before the page is left; null when nothing would be lost. */
  leave?: () => string | null;
  /** A form is not drawn again when the window changes. */
  isForm?: boolean;
  /** What ends when another page comes. */
  close?: () => void;
}
type Show = (place: Place) => Promise<Page>;

const pages: Record<string, Show> = { '': overview, ward, indicator: place => place.path[1] ? indicator(place) : indicators(place), entry, import: importPage, review, key: () => keyPage(shell), setup, resolution: resolutionPage, work };

/** The head and the foot, in the language and theme of now. */
function shell(): void {
  document.querySelector('body > header')?.remove();
  document.body.prepend(h('header', null, h('div', { class: 'wide' },
    h('a', { class: 'brand', href: link([], { unit: null }) }, t('Chỉ tiêu và kết quả', 'Targets and results')), pagesNav(readPlace().path[0] ?? ''), switches())));
  const skip = document.querySelector('.skip')!;
  skip.textContent = t('Đến nội dung chính', 'Skip to the content');
  document.body.prepend(skip);
  document.querySelector('body > footer > div')!.replaceChildren(
    h('p', null, t('Mọi con số lấy từ API công khai của chính máy chủ này; bấm vào tên chỉ tiêu của một đơn vị để xem cách tính, số liệu gốc và nguồn.', 'Every figure comes from this server’s own public API; open a target of a unit to see how it was found, from which figures and which source.')),
    h('p', null, t('▲ vượt · ● đạt · ▼ chưa đạt · ○ chưa có số liệu. Tỷ lệ là phần trăm so với nghị quyết, có thể vượt 100%.', '▲ exceeded · ● met · ▼ not met · ○ no data. Percent is of the resolution’s target and is not cut at 100.')));
}

function pagesNav(now: string): HTMLElement {
  const to = (page: string, name: string): HTMLElement => h('a', { href: link(page ? [page] : []), 'aria-current': now === page ? 'page' : null }, name);
  return h('nav', { 'aria-label': t('Trang', 'Pages') },
    to('', t('Tổng quan', 'Overview')), to('indicator', t('Chỉ tiêu', 'Indicators')),
    may('reporter') ? [to('work', say('nav.work')), to('import', t('Nhập từ tệp', 'Import')), to('review', t('Chờ duyệt', 'To approve'))] : null,
    may('planner') ? to('setup', say('nav.setup')) : null,
    to('key', me.value ? say('nav.account', { name: me.value.name }) : t('Khóa', 'Key')), h('a', { href: '/docs/' }, 'API'));
}

function switches(): HTMLElement {
  const other = settings.language === 'vi' ? 'en' : 'vi';
  const isDark = settings.theme ? settings.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  return h('div', { class: 'switches' },
    h('button', { id: 'language', type: 'button', lang: other, onclick: () => switchLanguage(other) }, other === 'en' ? 'English' : 'Tiếng Việt'), ' ',
    h('button', { id: 'theme', type: 'button', onclick: () => switchTheme(isDark ? 'light' : 'dark') }, isDark ? t('Nền sáng', 'Light') : t('Nền tối', 'Dark')));
}

let shown = '';
let turn = 0;
let current: Page | null = null;

async function show(): Promise<void> {
  const place = readPlace(), mine = ++turn;
  const main = document.querySelector('main')!, focused = document.activeElement?.id;
  shell();
  main.setAttribute('aria-busy', 'true');
  if (!shown) main.replaceChildren(h('p', { role: 'status' }, t('Đang tải số liệu…', 'Loading the figures…')));
  let page: Page;
  try {
    await recognise();
    await reference();
    shell();
    page = await (pages[place.path[0] ?? ''] ?? nowhere)(place);
  } catch (error) { page = failure(error); }
  if (mine !== turn) { page.close?.(); return; }
  current?.close?.();
  current = page;
  document.title = `${page.title} – ${t('Chỉ tiêu và kết quả', 'Targets and results')}`;
  const heading = h('h1', { tabindex: -1 }, page.title);
  main.replaceChildren(heading, ...collect(page.content));
  const crumbs = main.querySelector('.crumbs');
  if (crumbs) main.prepend(crumbs);
  main.removeAttribute('aria-busy');
  const path = place.path.join('/');
  const again = focused ? document.getElementById(focused) : null;
  if (again) again.focus({ preventScroll: true });
  else if (shown && shown !== path + ' ') heading.focus();
  if (shown !== path + ' ') scrollTo(0, 0);
  shown = path + ' ';
}

function collect(content: Child): Node[] {
  const holder = h('div', null, content);
  return [...holder.childNodes];
}

const nowhere: Show = async () => ({ title: t('Không có trang này', 'There is no such page'), content: h('p', null, h('a', { href: '#/' }, t('Về trang tổng quan', 'Go to the overview'))) });

function failure(error: unknown): Page {
  const home = h('p', null, h('a', { href: '#/' }, t('Về trang tổng quan', 'Go to the overview')));
  if (!(error instanceof Refused)) {
    console.error(error);
    return { title: t('Trang này bị lỗi', 'This page failed'), content: [h('p', null, String(error)), home] };
  }
  if (error.status === 401 || error.status === 403) {
    if (isWrongKey.value) return { title: t('Cần khóa truy cập', 'A key is needed'), content: [h('p', { class: 'wrong' }, say('key.wrong')), h('p', null, h('a', { href: link(['key']) }, say('enterKey')))] };
    return { title: t('Cần khóa truy cập', 'A key is needed'), content: [h('p', null, t('Máy chủ này không mở số liệu cho mọi người.', 'This server does not show its figures to everyone.')), h('p', null, h('a', { href: link(['key']) }, t('Nhập khóa', 'Enter a key')))] };
  }
  // A day before there was anything leaves no page to change it on.
  const today = readPlace().query.get('asOf') ? h('p', null, h('a', { href: here({ asOf: null }) }, t('Xem số liệu hiện nay', 'See the figures of today'))) : null;
  return { title: error.message, content: [h('p', null, error.detail), h('ul', null, Object.values(error.errors).flat().map(text => h('li', null, text))), today, home] };
}

function skipToContent(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('main h1')?.focus();
  scrollTo(0, document.querySelector<HTMLElement>('main')!.offsetTop);
}

let width = innerWidth, waiting = 0;

// Charts are drawn for the width there is; a form is left alone.
function redraw(): void {
  if (Math.abs(width - innerWidth) <= 40) return;
  width = innerWidth;
  if (!current?.isForm) void show();
}

document.body.replaceChildren(
  h('a', { class: 'skip', href: '#main', onclick: skipToContent }), h('main', { id: 'main', class: 'wide' }), h('footer', null, h('div', { class: 'wide' })));
addEventListener('hashchange', () => void show());
addEventListener('beforeunload', event => { if (current?.leave?.()) event.preventDefault(); });
addEventListener('click', event => {
  const anchor = (event.target as Element).closest('a[href^="#/"]'), question = anchor ? current?.leave?.() : null;
  if (question && !confirm(question)) event.preventDefault();
});
addEventListener('resize', () => { clearTimeout(waiting); waiting = setTimeout(redraw, 250) as unknown as number; });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => shell());
if (!location.hash) history.replaceState(null, '', here({}));
void show();
