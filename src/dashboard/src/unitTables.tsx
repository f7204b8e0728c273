import { Fragment, type JSX } from 'preact';
import type { Brief } from './api.js';
import { percentOf } from './charts.js';
import { explanation, type Names } from './lagging.js';
import { Stack, claimWord, running, tone, type Counts } from './parts.js';
import { link } from './state.js';
import { Table, type Column } from './table.js';
import { say } from './texts/say.js';
import { alphabet, groupWord, headingWord, number, paceWord, shape, verdictWord } from './words.js';

/** A unit, or everything under one, with its counts. */
export interface Line { code: string; name: string; where: string; href: string; counts: Counts; lag: number; together?: string }

export const reached = (line: Line): number => line.counts.exceeded + line.counts.met;
export const asking = (line: Line): number => reached(line) + line.counts.notMet + line.counts.noData;

/** Units with their counts, one a line. */
export function UnitTable({ lines, id, label, what = say('common.unit') }: { lines: Line[]; id: string; label: string; what?: string }): JSX.Element {
  const count = (head: string, value: (line: Line) => number, cell = (line: Line): string => number(value(line))): Column<Line> => ({ head, number: true, value, cell });
  const columns: Column<Line>[] = [
    { head: what, value: line => line.name, cell: line => <><a href={line.href}>{line.name}</a>{line.where ? <small> {line.where}</small> : null}</> },
    { head: say('units.share'), cell: line => <Stack counts={line.counts} /> },
    count(say('units.metOrExceeded'), reached, line => `${number(reached(line))}/${number(asking(line))}`),
    count(say('units.notMet'), line => line.counts.notMet), count(say('units.noData'), line => line.counts.noData),
    count(say('units.reported'), line => asking(line) ? (asking(line) - line.counts.noData) / asking(line) * 100 : 0, line => asking(line) ? `${number((asking(line) - line.counts.noData) / asking(line) * 100, 0)}%` : ''),
    count(say('units.attention'), line => line.lag),
  ];
  if (lines.some(line => line.together)) columns.push({ head: say('units.together'), number: true, value: line => line.together ?? '' });
  return <Table columns={columns} rows={lines} label={label} id={id} look="stacked" />;
}

/** Units by indicators, each cell a percent that leads to its explanation. Few units stand across, many down. */
export function Matrix({ codes, rows, names }: { codes: string[]; rows: Brief[]; names: Names }): JSX.Element {
  const at = byPlace(rows), label = say('units.matrixOfUnitsAnd');
  const heading = (code: string): string => headingWord(names.about.get(code)?.group ?? null);
  const indicators = [...new Set(rows.map(row => row.indicator))].sort((a, b) => alphabet.compare(heading(a), heading(b)) || alphabet.compare(names.indicator(a), names.indicator(b)));
  const toWard = (code: string): JSX.Element => <a href={link(['ward', code])}>{names.unit(code)}</a>;
  const cell = (unit: string, indicator: string): JSX.Element => <Cell rows={at.get(`${unit} ${indicator}`)} name={`${names.unit(unit)} – ${names.indicator(indicator)}`} />;
  if (codes.length > 12) {
    const columns: Column<string>[] = [{ head: say('common.unit'), value: names.unit, cell: toWard }, ...indicators.map((indicator): Column<string> => ({
      head: names.indicator(indicator), href: link(['indicator', indicator]), value: unit => at.get(`${unit} ${indicator}`)?.[0]?.percent ?? null, cell: unit => cell(unit, indicator),
    }))];
    return <Table columns={columns} rows={codes} label={label} placed={{ id: 'matrix', look: 'tall matrix' }} />;
  }
  return <div class="scroll matrix" id="matrix" tabIndex={0} role="region" aria-label={label}><table>
    <caption class="unseen">{say('units.percentAndVerdictOf')}</caption>
    <thead><tr><th scope="col">{say('common.indicator')}</th>{codes.map(code => <th key={code} scope="col">{toWard(code)}</th>)}</tr></thead>
    {[...new Set(indicators.map(heading))].map(group => <tbody key={group}>
      <tr class="band"><th scope="rowgroup" colSpan={codes.length + 1}>{group}</th></tr>
      {indicators.filter(code => heading(code) === group).map(code => <tr key={code}>
        <th scope="row"><a href={link(['indicator', code])}>{names.indicator(code)}</a></th>{codes.map(unit => <td key={unit}>{cell(unit, code)}</td>)}</tr>)}
    </tbody>)}
  </table></div>;
}

function byPlace(rows: Brief[]): Map<string, Brief[]> {
  const found = new Map<string, Brief[]>();
  for (const row of rows) {
    const place = `${row.orgUnit} ${row.indicator}`, own = found.get(place);
    if (own) own.push(row);
    else found.set(place, [row]);
  }
  return found;
}

function Cell({ rows, name }: { rows: Brief[] | undefined; name: string }): JSX.Element {
  if (!rows) return <span class="none"><span aria-hidden="true">·</span><span class="unseen">{say('units.notAsked')}</span></span>;
  return <Fragment>{rows.map(row => {
    const said = underneath(row);
    return <a key={row.group} class={`cell ${tone(row)}`} href={explanation(row)} title={name}><span aria-hidden="true">{shape[row.verdict]} </span>{mainWord(row)}
      {row.group ? <small>{groupWord(row)}</small> : null}{said ? <small>{said}</small> : null}</a>;
  })}</Fragment>;
}

const mainWord = (row: Brief): string => row.percent !== null ? percentOf(row) : row.verdict === 'noData' ? say('common.none') : verdictWord(row.verdict);

function underneath(row: Brief): string {
  if (row.verdict === 'noData' && row.claim) return say('units.report', { claim: claimWord(row) });
  if (running(row) && row.pace) return paceWord(row.pace.class);
  if (row.percent !== null) return verdictWord(row.verdict);
  return row.verdict === 'noData' && row.reason === 'noNumericTarget' ? say('units.noNumberSet') : '';
}
