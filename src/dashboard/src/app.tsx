import { batch, signal } from '@preact/signals';
import { Fragment, render, type JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { Refused, reference } from './api.js';
import { measureRoom } from './charts.js';
import { compare } from './compare.js';
import { indicator, indicators } from './indicator.js';
import { keyPage } from './keyPage.js';
import { countWaiting, isWrongKey, may, me, nameAndRole, recognise, waiting } from './me.js';
import { overview } from './overview.js';
import { here, link, place, readPlace, settings, switchLanguage, switchTheme, t, type Place } from './state.js';
import { say } from './texts/say.js';
import { beforeLeaving, type Page } from './view.js';
import { ward } from './ward.js';

type Show = (place: Place) => Promise<Page>;

const written = (name: keyof typeof import('./writing.js')): Show => async place => (await import('./writing.js'))[name](place);

const pages: Record<string, Show> = {
  '': overview, ward, indicator: place => place.path[1] ? indicator(place) : indicators(), key: keyPage, compare,
  entry: written('entry'), import: written('importPage'), review: written('review'), setup: written('setup'), resolution: written('resolutionPage'), work: written('work'),
};

const shown = signal<{ page: Page; path: string; turn: number } | null>(null), busy = signal(true);
const night = matchMedia('(prefers-color-scheme: dark)'), isNight = signal(night.matches);
let turn = 0;

/** Reads what a place shows and then shows it; the page before stays until then. */
async function show(): Promise<void> {
  const next = readPlace(), mine = ++turn;
  busy.value = true;
  let page: Page;
  try {
    await recognise();
    await reference();
    page = await (pages[next.path[0] ?? ''] ?? nowhere)(next);
  } catch (error) { page = failure(error); }
  if (mine !== turn) return;
  document.title = `${page.title} – ${t('Chỉ tiêu và kết quả', 'Targets and results')}`;
  batch(() => {
    place.value = readPlace();
    shown.value = { page, path: next.path.join('/'), turn };
    busy.value = false;
  });
  void countWaiting();
}

function App(): JSX.Element {
  // Everything is said in the language of the place.
  void place.value;
  return <>
    <a class="skip" href="#main" onClick={skipToContent}>{t('Đến nội dung chính', 'Skip to the content')}</a>
    <Head />
    <Main />
    <footer><div class="wide">
      <p>{t('Mọi con số lấy từ API công khai của chính máy chủ này; bấm vào tên chỉ tiêu của một đơn vị để xem cách tính, số liệu gốc và nguồn.',
        'Every figure comes from this server’s own public API; open a target of a unit to see how it was found, from which figures and which source.')}</p>
      <p>{t('▲ vượt · ● đạt · ▼ chưa đạt · ○ chưa có số liệu. Tỷ lệ là phần trăm so với nghị quyết, có thể vượt 100%.',
        '▲ exceeded · ● met · ▼ not met · ○ no data. Percent is of the resolution’s target and is not cut at 100.')}</p>
    </div></footer>
  </>;
}

function Head(): JSX.Element {
  const other = settings.language === 'vi' ? 'en' : 'vi', isDark = settings.theme ? settings.theme === 'dark' : isNight.value;
  return <header><div class="wide">
    <a class="brand" href={link([], { unit: null })}>{t('Chỉ tiêu và kết quả', 'Targets and results')}</a>
    <nav aria-label={t('Trang', 'Pages')}>
      <To page="" name={t('Tổng quan', 'Overview')} /><To page="indicator" name={t('Chỉ tiêu', 'Indicators')} />
      {may('reporter') ? <><To page="work" name={say('nav.work')} />
        {me.value?.orgUnit ? <To page="entry" place={['entry', me.value.orgUnit]} name={say('work.enter')} /> : null}
        <To page="import" name={t('Nhập từ tệp', 'Import')} /><To page="review" name={t('Chờ duyệt', 'To approve') + (waiting.value ? ` (${waiting.value})` : '')} /></> : null}
      {may('planner') ? <To page="setup" name={say('nav.setup')} /> : null}
      <To page="key" name={me.value ? nameAndRole(me.value) : t('Khóa', 'Key')} /><a href="/docs/">API</a>
    </nav>
    <div class="switches">
      <button id="language" type="button" lang={other} onClick={() => switchLanguage(other)}>{other === 'en' ? 'English' : 'Tiếng Việt'}</button>{' '}
      <button id="theme" type="button" onClick={() => switchTheme(isDark ? 'light' : 'dark')}>{isDark ? t('Nền sáng', 'Light') : t('Nền tối', 'Dark')}</button>
    </div>
  </div></header>;
}

const To = ({ page, name, place: to = page ? [page] : [] }: { page: string; name: string; place?: string[] }): JSX.Element =>
  <a href={link(to)} aria-current={(place.value.path[0] ?? '') === page ? 'page' : undefined}>{name}</a>;

let before: string | null = null;

function Main(): JSX.Element {
  const now = shown.value, focused = document.activeElement?.id;
  useLayoutEffect(() => {
    measureRoom();
    if (!now) return;
    // Who goes on where they were is not thrown out of a field; who comes to another page hears its heading.
    const same = focused ? document.getElementById(focused) : null;
    if (same) same.focus({ preventScroll: true });
    else if (before !== null && before !== now.path) document.querySelector<HTMLElement>('main h1')?.focus();
    if (before !== now.path) scrollTo(0, 0);
    before = now.path;
  }, [now]);
  return <main id="main" class="wide" aria-busy={busy.value ? 'true' : undefined}>
    {now ? <Fragment key={now.turn}>{now.page.crumbs}<h1 tabIndex={-1}>{now.page.title}</h1>{now.page.content}</Fragment>
      : <p role="status">{t('Đang tải số liệu…', 'Loading the figures…')}</p>}
  </main>;
}

const Home = (): JSX.Element => <p><a href="#/">{t('Về trang tổng quan', 'Go to the overview')}</a></p>;

const nowhere: Show = async () => ({ title: t('Không có trang này', 'There is no such page'), content: <Home /> });

function failure(error: unknown): Page {
  if (!(error instanceof Refused)) {
    console.error(error);
    return { title: t('Trang này bị lỗi', 'This page failed'), content: <><p>{String(error)}</p><Home /></> };
  }
  if (error.status === 401 || error.status === 403) {
    return {
      title: t('Cần khóa truy cập', 'A key is needed'),
      content: <>{isWrongKey.value ? <p class="wrong">{say('key.wrong')}</p> : <p>{t('Máy chủ này không mở số liệu cho mọi người.', 'This server does not show its figures to everyone.')}</p>}
        <p><a href={link(['key'])}>{say('enterKey')}</a></p></>,
    };
  }
  return {
    title: error.message,
    content: <><p>{error.detail}</p><ul>{Object.values(error.errors).flat().map(text => <li key={text}>{text}</li>)}</ul>
      {/* A day before there was anything leaves no page to change it on. */}
      {readPlace().query.get('asOf') ? <p><a href={here({ asOf: null })}>{t('Xem số liệu hiện nay', 'See the figures of today')}</a></p> : null}<Home /></>,
  };
}

function skipToContent(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('main h1')?.focus();
  scrollTo(0, document.querySelector<HTMLElement>('main')!.offsetTop);
}

let resized = 0;
addEventListener('hashchange', () => void show());
addEventListener('beforeunload', event => { if (beforeLeaving()) event.preventDefault(); });
addEventListener('click', event => {
  const anchor = (event.target as Element).closest('a[href^="#/"]'), question = anchor ? beforeLeaving() : null;
  if (question && !confirm(question)) event.preventDefault();
}, true);
addEventListener('resize', () => { clearTimeout(resized); resized = setTimeout(measureRoom, 250) as unknown as number; });
night.addEventListener('change', () => { isNight.value = night.matches; });
if (!location.hash) history.replaceState(null, '', here({}));
render(<App />, document.body);
void show();
