import { batch, signal } from '@preact/signals';
import { Fragment, render, type JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { Refused, reference } from './api.js';
import { measureRoom } from './charts.js';
import { keyPage } from './keyPage.js';
import { countWaiting, isWrongKey, may, me, nameAndRole, recognise, waiting } from './me.js';
import { overview } from './overview.js';
import { here, link, place, readPlace, settings, switchLanguage, switchTheme, type Place } from './state.js';
import { learn, say } from './texts/say.js';
import { beforeLeaving, type Page } from './view.js';
import { ward } from './ward.js';

type Show = (place: Place) => Promise<Page>;

const written = (name: keyof typeof import('./writing.js')): Show => async place => (await import('./writing.js'))[name](place);

const pages: Record<string, Show> = {
  '': overview, ward, key: keyPage,
  indicator: async place => { const { indicator, indicators } = await import('./indicator.js'); return place.path[1] ? indicator(place) : indicators(); },
  compare: async place => (await import('./compare.js')).compare(place),
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
    // Whatever comes next may have to say why it fails.
    await learn(settings.language);
    await recognise();
    await reference();
    page = await (pages[next.path[0] ?? ''] ?? nowhere)(next);
  } catch (error) {
    page = failure(error);
  }
  if (mine !== turn) return;
  document.title = `${page.title} – ${say('nav.targetsAndResults')}`;
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
    <a class="skip" href="#main" onClick={skipToContent}>{say('nav.skipToTheContent')}</a>
    <Head />
    <Main />
    <footer><div class="wide">
      <p>{say('nav.aboutFigures')}</p>
      <p>{say('nav.aboutSigns')}</p>
    </div></footer>
  </>;
}

function Head(): JSX.Element {
  const other = settings.language === 'vi' ? 'en' : 'vi', isDark = settings.theme ? settings.theme === 'dark' : isNight.value;
  return <header><div class="wide">
    <a class="brand" href={link([], { unit: null })}>{say('nav.targetsAndResults')}</a>
    <nav aria-label={say('nav.pages')}>
      <To page="" name={say('nav.overview')} /><To page="indicator" name={say('nav.indicators')} />
      {may('reporter') ? <><To page="work" name={say('nav.work')} />
        {me.value?.orgUnit ? <To page="entry" place={['entry', me.value.orgUnit]} name={say('work.enter')} /> : null}
        <To page="import" name={say('nav.import')} /><To page="review" name={say('nav.toApprove') + (waiting.value ? ` (${waiting.value})` : '')} /></> : null}
      {may('planner') ? <To page="setup" name={say('nav.setup')} /> : null}
      <To page="key" name={me.value ? nameAndRole(me.value) : say('nav.key')} /><a href="/docs/">API</a>
    </nav>
    <div class="switches">
      <button id="language" type="button" lang={other} onClick={() => switchLanguage(other)}>{say('nav.otherLanguage')}</button>{' '}
      <button id="theme" type="button" onClick={() => switchTheme(isDark ? 'light' : 'dark')}>{isDark ? say('nav.light') : say('nav.dark')}</button>
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
      : <p role="status">{say('nav.loadingTheFigures')}</p>}
  </main>;
}

const Home = (): JSX.Element => <p><a href="#/">{say('nav.goToTheOverview')}</a></p>;

const nowhere: Show = async () => ({ title: say('nav.noSuchPage'), content: <Home /> });

function failure(error: unknown): Page {
  if (!(error instanceof Refused)) {
    console.error(error);
    return { title: say('nav.thisPageFailed'), content: <><p>{String(error)}</p><Home /></> };
  }
  if (error.status === 401 || error.status === 403) {
    return {
      title: say('common.aKeyIsNeeded'),
      content: <>{isWrongKey.value ? <p class="wrong">{say('key.wrong')}</p> : <p>{say('nav.notPublic')}</p>}
        <p><a href={link(['key'])}>{say('enterKey')}</a></p></>,
    };
  }
  return {
    title: error.message,
    content: <><p>{error.detail}</p><ul>{Object.values(error.errors).flat().map(text => <li key={text}>{text}</li>)}</ul>
      {/* A day before there was anything leaves no page to change it on. */}
      {readPlace().query.get('asOf') ? <p><a href={here({ asOf: null })}>{say('nav.seeTheFiguresOf')}</a></p> : null}<Home /></>,
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
void learn(settings.language).then(() => render(<App />, document.body));
void show();
