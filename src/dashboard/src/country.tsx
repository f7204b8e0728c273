import type { JSX } from 'preact';
import { reference, summary, type Board, type RollUp } from './api.js';
import { percentOf } from './charts.js';
import { UnitMap } from './map.js';
import { AsOfChoice, Crumbs, PeriodChoice, SearchField, StillRunning, Tiles, UnitChoice, instant, measured, parentsOf, type Counts } from './parts.js';
import { asked, link, quietly, type Place } from './state.js';
import { say } from './texts/say.js';
import { UnitTable, type Line } from './unitTables.js';
import { Controls, type Page } from './view.js';
import { SavedViews } from './views.js';
import { alphabet, bare, nameOf, number, period as periodWords } from './words.js';

const most = 50;

interface Sought { code: string; name: string; where: string; words: string; href: string }

/** Thousands of units: their sums by the units below and by indicator, and any of them by its name. Their rows stand on the pages below. */
export async function country(place: Place, top: string, period: string): Promise<Page> {
  const { units, indicators, terms } = await reference(), asOf = place.query.get('asOf');
  const query = { under: top, period, asOf: instant(asOf) };
  const [below, measures] = await Promise.all([summary('orgUnit', query), summary('indicator', query)]);
  const parents = parentsOf(units), board = below.scoreboard, counts = countsOf(board), reached = counts.exceeded + counts.met;
  const unitName = (code: string | null): string => code === null ? '' : nameOf(units.get(code), code);
  const addressOf = (code: string): string => parents.has(code) ? link([], { unit: code }) : link(['ward', code]);
  const sought = [...units.values()].map(({ code, parent }): Sought => ({ code, name: unitName(code), where: unitName(parent), words: bare(`${unitName(code)} ${unitName(parent)}`), href: addressOf(code) }))
    .sort((a, b) => alphabet.compare(a.name, b.name));
  const branches = below.items.filter(item => item.orgUnit !== top).map(item => line(item.orgUnit!, unitName(item.orgUnit!), item.scoreboard, addressOf(item.orgUnit!)));
  const byIndicator = measures.items.map(item => line(item.indicator!, nameOf(indicators.get(item.indicator!), item.indicator!), item.scoreboard, link(['indicator', item.indicator!]), together(item.rollUp, indicators.get(item.indicator!)?.measure ?? '')));
  for (const lines of [branches, byIndicator]) lines.sort((a, b) => b.lag - a.lag || alphabet.compare(a.name, b.name));
  return {
    title: top ? unitName(top) : say('common.allUnits'),
    crumbs: <Crumbs units={units} code={top} />,
    content: <>
      <p class="lead quiet">{say('common.resolutionsAndResults', { period: periodWords(period) })}</p>
      <Controls search>
        <UnitChoice units={units} now={top} all={[...units.values()].filter(unit => !unit.parent).length > 1 ? say('common.allUnits') : ''} />
        <PeriodChoice all={terms} now={period} /><Search /><AsOfChoice now={asOf} />
      </Controls>
      <SavedViews />
      <Found sought={sought} />
      <p class="lead" role="status">{say('common.ofTargetsMetOr', { reached: number(reached), total: number(reached + counts.notMet + counts.noData), units: number(units.size) })}</p>
      <Tiles counts={counts} />
      <StillRunning times={board.open.total - board.open.behind - board.open.farBehind} />
      <h2>{say('common.byTheUnitsBelow')}</h2><UnitMap lines={branches} /><UnitTable lines={branches} id="branches" label={say('common.unitsBelow')} />
      <h2>{say('country.byIndicator')}</h2><UnitTable lines={byIndicator} id="measures" label={say('common.indicators')} what={say('common.indicator')} />
    </>,
  };
}

const Search = (): JSX.Element => <SearchField label={say('country.findAUnitMarks')} now={asked('q')} change={q => quietly({ q })} />;

function Found({ sought }: { sought: Sought[] }): JSX.Element {
  const wanted = bare(asked('q')), hits = wanted ? sought.filter(one => one.words.includes(wanted)) : [];
  return <div id="found">{wanted ? <>
    <p role="status">{say('country.unitsMatch', { n: number(hits.length) })}</p>
    <ul class="found">{hits.slice(0, most).map(one => <li key={one.code}><a href={one.href}>{one.name}</a>{one.where ? <small> {one.where}</small> : null}</li>)}</ul>
  </> : null}</div>;
}

/** What the units come to together: 1,240 đảng viên, 96%. */
const together = (all: RollUp | null | undefined, measure: string): string => !all || all.actual === null ? ''
  : [measured(all.actual, measure), all.percent === null || all.verdict === null ? '' : percentOf({ percent: all.percent, verdict: all.verdict })].filter(Boolean).join(' · ');

const line = (code: string, name: string, board: Board, href: string, together = ''): Line => ({ code, name, where: '', href, together, counts: countsOf(board), lag: board.notMet + board.open.behind + board.open.farBehind });

// As the rows count them: what is not met yet is not met, whether it still has time or not.
const countsOf = (board: Board): Counts => ({ exceeded: board.exceeded, met: board.met, notMet: board.notMet + board.open.total, noData: board.noData, notAssessable: board.notAssessable });
