import type { JSX } from 'preact';
import { all, type Brief, type Indicator, type Published } from './api.js';
import { Badge, percentOf } from './charts.js';
import { behind, claimWord, differenceWord, expectedPercent, gap, howOften, lagging, measured, placeOf } from './parts.js';
import { link } from './state.js';
import { say } from './texts/say.js';
import { useAnswer } from './view.js';
import { groupWord, number, paceWord, reasonWord } from './words.js';

// What is seen at once, and what unfolds: on a phone each takes a tenth of the screen.
const first = 5, shown = 12;

export interface Names { unit: (code: string) => string; indicator: (code: string) => string; about: Map<string, Indicator> }

/** The address of a target's explanation on its ward's page. */
export const explanation = (row: Brief): string => link(['ward', row.orgUnit], { open: placeOf(row) });

/** What lags, furthest first, each with the one sentence that says why and a link to the whole explanation. */
export function WhatLags({ rows, names }: { rows: Brief[]; names: Names }): JSX.Element | null {
  if (!rows.length) return null;
  const found = rows.filter(lagging), worst = found.map(row => ({ row, by: gap(row) })).sort((a, b) => b.by - a.by).slice(0, shown);
  if (!found.length) {
    return <div class="notes calm"><h2>{say('lagging.needsAttention')}</h2>
      <p>{say('lagging.none')}</p></div>;
  }
  const lines = (some: typeof worst): JSX.Element[] => some.map(({ row }) => <Lag key={`${row.orgUnit} ${row.indicator} ${row.group}`} row={row} names={names} />);
  return <section class="notes" aria-labelledby="lags">
    <h2 id="lags">{say('lagging.needsAttentionTargets', { n: number(found.length) })}</h2>
    <ol class="lags">{lines(worst.slice(0, first))}</ol>
    {worst.length > first ? <details><summary>{say('lagging.showMore', { n: worst.length - first })}</summary><ol class="lags" start={first + 1}>{lines(worst.slice(first))}</ol></details> : null}
    {found.length > worst.length ? <p>{say('lagging.moreAreInThe', { n: number(found.length - worst.length) })}</p> : null}
  </section>;
}

const Lag = ({ row, names }: { row: Brief; names: Names }): JSX.Element => <li>
  <a href={explanation(row)}>{names.unit(row.orgUnit)} – {names.indicator(row.indicator)}{row.group ? ` (${groupWord(row)})` : ''}</a>{' '}
  {row.verdict === 'noData' ? null : <Badge verdict={row.verdict} text={row.percent === null ? undefined : percentOf(row)} />}<br />
  {sentence(row, names.about.get(row.indicator)?.measure ?? '')}{row.verdict === 'noData' ? <Quote row={row} /> : null}
</li>;

/** Why it lags, in one sentence with the figures that say so. */
function sentence(row: Brief, measure: string): string {
  if (row.verdict === 'noData') return say('lagging.theReportSaysSo', { claim: claimWord(row), reason: reasonWord(row.reason) });
  const reached = row.actual === null ? '' : row.direction === 'up'
    ? say('lagging.soFarTheTarget', { actual: measured(row.actual, measure), target: row.targetText + howOften(row) })
    : say('lagging.nowTheTargetIs', { actual: measured(row.actual, measure), target: row.targetText + howOften(row) });
  const short = row.difference !== null && row.difference < 0 ? `, ${differenceWord(row, measure)}` : '';
  const expected = expectedPercent(row);
  const pace = behind(row) && !row.due ? `; ${paceWord(row.pace!.class)}${expected === null ? '' : say('lagging.expectedByNow', { percent: number(expected, 0) })}` : '';
  return `${reached}${short}${pace}.`;
}

/** What a report said, in its own words. */
function Quote({ row }: { row: Brief }): JSX.Element | null {
  const { value: claims } = useAnswer(() => all<Published>('claims', { orgUnit: row.orgUnit, indicator: row.indicator }));
  const said = claims?.find(claim => claim.group === row.group && claim.statement);
  return said ? <> <q lang="vi">{said.statement}</q></> : null;
}
