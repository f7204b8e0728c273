import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { reference, rows as readRows, type Brief, type Unit } from './api.js';
import { country } from './country.js';
import { CsvButton, type Twin } from './figure.js';
import { WhatLags, type Names } from './lagging.js';
import { UnitMap } from './map.js';
import { AsOfChoice, Crumbs, PeriodChoice, SearchField, StillRunning, Tiles, UnitChoice, ancestors, claimWord, count, instant, lagging, running, usualPeriod, type Counts } from './parts.js';
import { asked, go, link, quietly, type Place } from './state.js';
import { say } from './texts/say.js';
import { Matrix, UnitTable, type Line } from './unitTables.js';
import { Choice, Controls, type Page } from './view.js';
import { SavedViews } from './views.js';
import { alphabet, bare, headingWord, nameOf, number, period as periodWords, reasonWord, verdictWord } from './words.js';

// More units than this are shown by their sums: nobody reads a hundred thousand rows.
const most = 400;

/** A unit's own targets, made ready for searching and ordering. */
interface Own { code: string; name: string; searched: string; place: number; rows: Brief[] }

/** What the filters leave of one unit. */
interface Left { own: Own; rows: Brief[]; counts: Counts; lag: number }

export async function overview(place: Place): Promise<Page> {
  const { units, indicators, terms } = await reference();
  if (units.size === 0) return noUnits();
  const roots = [...units.values()].filter(unit => !unit.parent);
  const top = place.query.get('unit') ?? (roots.length === 1 ? roots[0]!.code : '');
  const period = place.query.get('period') ?? usualPeriod(terms), asOf = place.query.get('asOf');
  const names: Names = { unit: code => nameOf(units.get(code), code), indicator: code => nameOf(indicators.get(code), code), about: indicators };
  if (howManyUnder(units, top) > most) return country(place, top, period);
  const rows = await readRows({ under: top, period, asOf: instant(asOf) }), owns = byUnit(rows, names);
  const groups = [...new Set(rows.map(row => indicators.get(row.indicator)?.group ?? ''))].filter(Boolean).sort();
  return {
    title: top ? names.unit(top) : say('common.allUnits'),
    crumbs: <Crumbs units={units} code={top} />,
    content: <>
      <p class="lead quiet">{say('common.resolutionsAndResults', { period: periodWords(period) })}</p>
      <Filters units={units} top={top} all={roots.length > 1} terms={terms} period={period} asOf={asOf} groups={groups} />
      <SavedViews />
      <div id="result">{rows.length ? <Result owns={owns} units={units} top={top} period={period} names={names} /> : <NoTargets unit={top ? names.unit(top) : say('common.allUnits')} period={period} />}</div>
    </>,
  };
}

function Filters({ units, top, all, terms, period, asOf, groups }: { units: Map<string, Unit>; top: string; all: boolean; terms: string[]; period: string; asOf: string | null; groups: string[] }): JSX.Element {
  return <Controls search>
    <UnitChoice units={units} now={top} all={all ? say('common.allUnits') : ''} />
    <PeriodChoice all={terms} now={period} />
    <SearchField label={say('common.searchMarksNotNeeded')} now={asked('q')} change={q => quietly({ q })} />
    <Choice id="group" label={say('overview.field')} value={asked('group')} change={group => quietly({ group })} options={[['', say('common.all')], ...groups.map((code): [string, string] => [code, headingWord(code)])]} />
    <Choice id="sort" label={say('overview.order')} value={asked('sort') || 'lag'} change={sort => quietly({ sort: sort === 'lag' ? null : sort })} options={[
      ['lag', say('overview.attentionFirst')], ['best', say('overview.mostMetFirst')], ['missing', say('overview.mostMissingFirst')], ['name', say('overview.name')]]} />
    <AsOfChoice now={asOf} />
  </Controls>;
}

function Result({ owns, units, top, period, names }: { owns: Own[]; units: Map<string, Unit>; top: string; period: string; names: Names }): JSX.Element {
  const searched = useMemo(() => new Map([...names.about.keys()].map(code => [code, bare(names.indicator(code))])), []);
  const [q, group, verdict, sort] = [asked('q'), asked('group'), asked('verdict'), asked('sort')];
  const { counts, left, missing, unitCount } = useMemo(() => {
    const found = sift(owns, q, group, verdict, searched, names);
    found.left.sort(orders[sort] ?? orders['lag']!);
    return found;
  }, [q, group, verdict, sort]);
  const rows = left.flatMap(unit => unit.rows), reached = counts.exceeded + counts.met, asking = reached + counts.notMet + counts.noData, below = branches(left, units, top, names);
  const lines = left.map((unit): Line => ({
    code: unit.own.code, name: unit.own.name, where: nameOf(units.get(units.get(unit.own.code)?.parent ?? ''), ''), href: link(['ward', unit.own.code]), counts: unit.counts, lag: unit.lag,
  }));
  return <>
    <p class="lead" role="status">{say('common.ofTargetsMetOr', { reached: number(reached), total: number(asking), units: number(unitCount) })}</p>
    <Tiles counts={counts} pressed={verdict} press={pressed => quietly({ verdict: pressed })} />
    <StillRunning times={rows.filter(running).length} />
    <WhyMissing reasons={missing} />
    <WhatLags rows={rows} names={names} />
    {left.length === 0 ? <NoMatch /> : <>
      {below.length > 1 ? <><h2>{top ? say('common.byTheUnitsBelow') : say('overview.byTopUnit')}</h2><UnitMap lines={below} /><UnitTable lines={below} id="branches" label={say('common.unitsBelow')} /></> : null}
      <h2>{say('overview.units')}</h2>
      {below.length > 1 || lines.length < 2 ? null : <UnitMap lines={lines} />}
      <UnitTable id="units" label={say('overview.units')} lines={lines} />
      <h2>{say('overview.unitsAndTargets')}</h2>
      <p>{say('overview.eachCellIsThe')}</p>
      <Matrix key={left.length > 12 ? 'down' : 'across'} codes={left.map(unit => unit.own.code)} rows={rows} names={names} />
      <div class="tools"><CsvButton name={`${top || 'all'}-${period}`} twin={() => twin(rows, names)} /></div>
    </>}
  </>;
}

function byUnit(rows: Brief[], names: Names): Own[] {
  const owns = new Map<string, Own>();
  for (const row of rows) {
    const own = owns.get(row.orgUnit), name = names.unit(row.orgUnit);
    if (own) own.rows.push(row);
    else owns.set(row.orgUnit, { code: row.orgUnit, name, searched: bare(name), place: 0, rows: [row] });
  }
  const units = [...owns.values()].sort((a, b) => alphabet.compare(a.name, b.name));
  units.forEach((own, place) => { own.place = place; });
  return units;
}

const byName = (a: Left, b: Left): number => a.own.place - b.own.place;
const orders: Record<string, (a: Left, b: Left) => number> = {
  lag: (a, b) => b.lag - a.lag || b.counts.notMet - a.counts.notMet || byName(a, b),
  best: (a, b) => b.counts.exceeded + b.counts.met - a.counts.exceeded - a.counts.met || byName(a, b),
  missing: (a, b) => b.counts.noData - a.counts.noData || byName(a, b),
  name: byName,
};

/** Passes over every row once: a letter typed in the filter is answered before the next. */
function sift(owns: Own[], q: string, group: string, verdict: string, searched: Map<string, string>, names: Names): { counts: Counts; left: Left[]; missing: Map<string, number>; unitCount: number } {
  const wanted = bare(q), counts = count([]), left: Left[] = [], missing = new Map<string, number>();
  const inGroup = (code: string): boolean => !group || names.about.get(code)?.group === group;
  let unitCount = 0;
  for (const own of owns) {
    const whole = own.searched.includes(wanted), unit: Left = { own, rows: [], counts: count([]), lag: 0 };
    const found = own.rows.filter(row => inGroup(row.indicator) && (whole || searched.get(row.indicator)?.includes(wanted)));
    if (found.length) unitCount++;
    for (const row of found) {
      counts[row.verdict]++;
      if (row.verdict === 'noData') missing.set(row.reason ?? '', (missing.get(row.reason ?? '') ?? 0) + 1);
      if (verdict && row.verdict !== verdict) continue;
      unit.rows.push(row);
      unit.counts[row.verdict]++;
      if (lagging(row)) unit.lag++;
    }
    if (unit.rows.length) left.push(unit);
  }
  return { counts, left, missing, unitCount };
}

/** The scoreboards of what lies directly below: the top units, a country's provinces, a province's districts. */
function branches(left: Left[], units: Map<string, Unit>, top: string, names: Names): Line[] {
  const found = new Map<string, Line>();
  for (const unit of left) {
    const branch = branchOf(units, unit.own.code, top);
    if (branch === null) continue;
    const known = found.get(branch) ?? { code: branch, name: names.unit(branch), where: '', href: link([], { unit: branch }), counts: count([]), lag: 0 };
    for (const verdict of Object.keys(unit.counts) as (keyof Counts)[]) known.counts[verdict] += unit.counts[verdict];
    known.lag += unit.lag;
    found.set(branch, known);
  }
  return [...found.values()].sort((a, b) => b.lag - a.lag || alphabet.compare(a.name, b.name));
}

function howManyUnder(units: Map<string, Unit>, top: string): number {
  let found = 0;
  for (const unit of units.values()) if (top === '' || ancestors(units, unit.code).some(above => above.code === top)) found++;
  return found;
}

/** The unit directly below `top` (or the top unit itself) that a unit belongs to; null where it is not under another. */
function branchOf(units: Map<string, Unit>, code: string, top: string): string | null {
  let at = code;
  for (let steps = 0; steps < 12; steps++) {
    const parent = units.get(at)?.parent ?? '';
    if (parent === top) return at === code ? null : at;
    if (!parent) return null;
    at = parent;
  }
  return null;
}

function WhyMissing({ reasons }: { reasons: Map<string, number> }): JSX.Element | null {
  if (!reasons.size) return null;
  return <p><strong>{say('overview.whyNoData')}</strong>
    {[...reasons].sort((a, b) => b[1] - a[1]).map(([reason, times]) => `${number(times)} ${say('overview.targets')} – ${reasonWord(reason)}`).join('; ')}.</p>;
}

const noUnits = (): Page => ({
  title: say('overview.noUnits'),
  content: <p>{say('overview.noUnits.create')}<a href={link(['setup'])}>{say('overview.setUp')}</a>
    {say('overview.noUnits.orElse')}</p>,
});

const NoTargets = ({ unit, period }: { unit: string; period: string }): JSX.Element => <div class="notes calm"><h2>{say('common.noTargets')}</h2>
  <p>{say('overview.noTargets', { unit, period: periodWords(period) })}</p></div>;

const NoMatch = (): JSX.Element => <p>{say('overview.noTargetMatchesThe')}
  <button type="button" class="plain" onClick={() => go({ q: null, verdict: null, group: null })}>{say('overview.clearTheFilters')}</button></p>;

const twin = (rows: Brief[], names: Names): Twin => ({
  head: [say('common.unit'), say('common.indicator'), say('overview.group'), say('common.target'), say('common.actual'), say('common.percent'), say('common.difference'), say('common.verdict'), say('common.reason'), say('common.published')],
  rows: rows.map(row => [names.unit(row.orgUnit), names.indicator(row.indicator), row.group ?? '', row.targetText, row.actual, row.percent, row.difference, verdictWord(row.verdict), reasonWord(row.reason), claimWord(row)]),
});
