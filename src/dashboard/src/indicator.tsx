import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { all, get, reference, type Benchmark, type Indicator, type Published, type Ranking, type Series, type Warning } from './api.js';
import { Bars, Columns, Legend, Lines, Strip, actuals, expectedPath, percentOf, type Item, type Line } from './charts.js';
import { benchmarkLines } from './explanation.js';
import { Figure, TwinTable } from './figure.js';
import { AsOfChoice, PeriodChoice, SearchField, Several, UnitChoice, claimWord, count, instant, measured, usualPeriod } from './parts.js';
import { asked, go, link, quietly, type Place } from './state.js';
import { say } from './texts/say.js';
import { Controls, type Page } from './view.js';
import { SavedViews } from './views.js';
import { bare, headingWord, nameOf, number, period as periodWords, phrase, reasonWord, shape, verdictWord } from './words.js';

const most = 40;

/** All indicators, under their headings. */
export async function indicators(): Promise<Page> {
  const { indicators } = await reference();
  return { title: say('common.indicators'), content: <List indicators={[...indicators.values()]} /> };
}

function List({ indicators }: { indicators: Indicator[] }): JSX.Element {
  const wanted = bare(asked('q')), found = indicators.filter(one => bare(nameOf(one, one.code)).includes(wanted));
  return <>
    <Controls search><SearchField label={say('common.searchMarksNotNeeded')} now={asked('q')} change={q => quietly({ q })} /></Controls>
    {found.length ? [...new Set(found.map(one => one.group))].map(group => <section key={group}><h2>{headingWord(group)}</h2>
      <ul>{found.filter(one => one.group === group).map(one => <li key={one.code}><a href={link(['indicator', one.code])}>{nameOf(one, one.code)}</a><small> ({one.measure})</small></li>)}</ul></section>)
      : <p>{say('indicator.noIndicatorMatches')}</p>}
  </>;
}

/** What the parts of an indicator's page share. */
interface Shown { code: string; name: string; measure: string; period: string; asOf: string | null; unitName: (unit: string) => string }
interface Part { page: Shown; ranks: Ranking }

/** One indicator over all units: ranking, distribution, course over time, and what others published. */
export async function indicator(place: Place): Promise<Page> {
  const code = place.path[1]!, { units, indicators, terms } = await reference();
  const about = indicators.get(code), period = place.query.get('period') ?? usualPeriod(terms);
  const under = place.query.get('unit'), asOf = place.query.get('asOf'), at = instant(asOf);
  const page: Shown = { code, name: nameOf(about, code), measure: about?.measure ?? '', period, asOf: at, unitName: unit => nameOf(units.get(unit), unit) };
  const [ranks, claims, benchmarks, warnings] = await Promise.all([
    get<Ranking>('achievements/ranking', { indicator: code, period, under, asOf: at }),
    all<Published>('claims', { indicator: code }),
    all<Benchmark>('benchmarks', { indicator: code }),
    get<{ items: Warning[] }>('quality', { indicator: code, under }).then(answer => answer.items).catch(() => [] as Warning[]),
  ]);
  const candidates = [...ranks.items, ...ranks.missing].map(row => row.orgUnit), chosen = place.query.get('wards');
  const compared = (chosen?.split(',').filter(ward => candidates.includes(ward)) ?? candidates.slice(0, 3)).slice(0, 4);
  const courses = (await Promise.all(compared.map(ward => courseOf(page, ward).catch(() => null)))).filter(one => one !== null);
  return {
    title: page.name,
    content: <>
      <p class="lead quiet">{headingWord(about?.group ?? null)} · {page.measure} · {periodWords(period)}</p>
      <Controls><UnitChoice units={units} now={under ?? ''} all={say('common.all')} /><PeriodChoice all={terms} now={period} /><AsOfChoice now={asOf} /></Controls>
      <SavedViews />
      <InShort page={page} ranks={ranks} under={under} />
      <Ranks page={page} ranks={ranks} />
      <Unranked page={page} ranks={ranks} claims={claims} />
      <Distribution page={page} ranks={ranks} />
      {candidates.length ? <OverTime page={page} compared={compared} candidates={candidates} courses={courses} /> : null}
      <WiderUnits page={page} benchmarks={benchmarks} />
      <PublishedTable page={page} claims={claims} />
      <ToLookAt page={page} warnings={warnings} />
    </>,
  };
}

function InShort({ page, ranks, under }: Part & { under: string | null }): JSX.Element {
  const counts = count([...ranks.items, ...ranks.missing]), total = ranks.items.length + ranks.missing.length, reached = number(counts.exceeded + counts.met);
  if (total > 0) return <p class="lead">{say('indicator.ofUnitsMetOr', { reached, total: number(total) })}</p>;
  const where = under ? say('indicator.within', { unit: page.unitName(under) }) : '';
  return <div class="notes calm"><h2>{say('indicator.noUnit')}</h2>
    <p>{say('indicator.forChooseAnotherPeriod', { period: periodWords(page.period), where })}</p></div>;
}

/** The units in their order, as many as are asked for at once, from either end. */
function Ranks({ page, ranks }: Part): JSX.Element | null {
  const [worstFirst, turn] = useState(false), [from, go] = useState(0), total = ranks.items.length;
  if (!total) return null;
  const shown = (worstFirst ? [...ranks.items].reverse() : ranks.items).slice(from, from + most);
  const says = total > most ? say('indicator.unitsToOf', { first: number(from + 1), last: number(from + shown.length), total: number(total) })
    : say('indicator.theUprightLineIs');
  const step = (to: number, text: string): JSX.Element => <button type="button" disabled={to < 0 || to >= total} onClick={() => go(to)}>{text}</button>;
  return <><h2>{say('indicator.ranking')}</h2>
    <div class="tools"><button id="worst" type="button" aria-pressed={worstFirst} onClick={() => { turn(!worstFirst); go(0); }}>{say('indicator.lowestFirst')}</button>
      {total > most ? <>{step(from - most, say('indicator.previous'))}{step(from + most, say('indicator.next'))}</> : null}</div>
    <Figure title={say('indicator.percentOfTheTarget')} says={says} name={`${page.code}-${page.period}-ranking`} twin={{
      head: [say('common.unit'), say('indicator.rank'), say('common.target'), say('common.actual'), say('common.percent'), say('common.difference'), say('common.verdict')],
      rows: ranks.items.map(row => [page.unitName(row.orgUnit), row.rank, row.target, row.actual, row.percent, row.difference, verdictWord(row.verdict)]),
    }}><Bars items={shown.map(row => bar(page, row))} label={say('indicator.rankingOf', { name: page.name })} mark={100} /></Figure></>;
}

function bar(page: Shown, row: Ranking['items'][number]): Item {
  const name = page.unitName(row.orgUnit);
  return {
    label: `${row.rank}. ${name}`, value: row.percent ?? 0, text: `${shape[row.verdict]} ${percentOf(row)}`, verdict: row.verdict, href: link(['ward', row.orgUnit], { open: page.code }),
    says: `${name}: ${percentOf(row)}, ${verdictWord(row.verdict)}. ${say('common.actual')} ${measured(row.actual, page.measure)}, ${say('indicator.target')} ${measured(row.target, page.measure)}`,
  };
}

function Unranked({ page, ranks, claims }: Part & { claims: Published[] }): JSX.Element | null {
  const missing = ranks.missing;
  return missing.length ? <><h2>{say('indicator.notRankedUnits', { n: number(missing.length) })}</h2>
    <ul>{missing.slice(0, 100).map(row => {
      const said = claims.find(claim => claim.orgUnit === row.orgUnit);
      return <li key={row.orgUnit}><a href={link(['ward', row.orgUnit], { open: page.code })}>{page.unitName(row.orgUnit)}</a>: {reasonWord(row.reason)}
        {said ? <>{say('indicator.theReportSays')}<strong>{claimOf(said)}</strong></> : ''}</li>;
    })}</ul>{missing.length > 100 ? <p>{say('indicator.fullList')}</p> : null}</> : null;
}

const edges: [number, number][] = [[-Infinity, 50], [50, 80], [80, 100], [100, 120], [120, Infinity]];

// Few units stand each for itself on a scale; many are counted in bands.
function Distribution({ page, ranks }: Part): JSX.Element | null {
  const known = ranks.items.filter(row => row.percent !== null);
  if (known.length < 2) return null;
  const low = known.reduce((least, row) => row.percent! < least.percent! ? row : least), high = known.reduce((best, row) => row.percent! > best.percent! ? row : best);
  const says = say('indicator.unitsHaveAPercent', { n: number(known.length), low: percentOf(low), high: percentOf(high) });
  const file = `${page.code}-${page.period}-distribution`, heading = <h2>{say('indicator.distribution')}</h2>;
  if (known.length <= most) {
    const title = say('indicator.theUnitsOnThe');
    return <>{heading}<Figure title={title} says={`${says} ${say('indicator.theBoldLineIs')}`} name={file}
      twin={{ head: [say('common.unit'), say('common.percent')], rows: known.map(row => [page.unitName(row.orgUnit), row.percent]) }}>
      <Strip items={known.map(row => ({ name: page.unitName(row.orgUnit), value: row.percent!, verdict: row.verdict }))} label={`${title}. ${says}`} /></Figure></>;
  }
  const title = say('indicator.unitsByPercent'), bands = edges.map(([from, to]) => ({
    label: from === -Infinity ? '< 50%' : to === Infinity ? '≥ 120%' : `${from} – <${to}%`,
    value: known.filter(row => row.percent! >= from && row.percent! < to).length, verdict: from >= 100 ? 'exceeded' as const : 'notMet' as const,
  }));
  return <>{heading}<Figure title={title} says={says} name={file} twin={{ head: [say('common.rate'), say('indicator.units')], rows: bands.map(band => [band.label, band.value]) }}><Columns items={bands} label={title} /></Figure></>;
}

/** Up to four units beside each other over the periods, with their expected paths and the wider units' level. */
function OverTime({ page, compared, candidates, courses }: { page: Shown; compared: string[]; candidates: string[]; courses: Series[] }): JSX.Element {
  const drawn = courses.flatMap((one, i) => linesOf(page, one, i)), title = say('indicator.overThePeriods', { name: page.name });
  const silent = compared.filter(ward => !drawn.some(line => line.name === page.unitName(ward))).map(page.unitName).join(', ');
  return <><h2>{say('indicator.overTime')}</h2><Several id="ward" legend={say('indicator.unitsFourAtMost')} add={say('common.addAUnit')} chosen={compared} candidates={candidates} most={4} nameOf={page.unitName} change={wards => go({ wards: wards.join(',') || '-' })} />
    <p><a href={link(['compare'], { units: compared.join(','), indicators: page.code })}>{say('indicator.compareSeveralIndicatorsOf')}</a></p>
    {drawn.length ? <Figure title={title} name={`${page.code}-series`} legend={<Legend all={drawn} />}
      says={say('indicator.toDateAtThe', { measure: page.measure })} twin={{
        head: [say('common.unit'), say('common.period'), say('common.actual'), say('common.expected'), say('common.percent')],
        rows: courses.flatMap(one => one.items.map(point => [page.unitName(one.orgUnit), periodWords(point.period), point.actual, point.expected, point.percent])),
      }}><Lines all={drawn} label={title} /></Figure> : null}
    {silent ? <p class="quiet">{say('indicator.noFiguresWithinThe', { n: silent })}</p> : null}</>;
}

// Of the target that the period asks for: the term after it has another.
export async function courseOf(page: Pick<Shown, 'code' | 'period' | 'asOf'>, ward: string): Promise<Series> {
  const { items } = await get<{ items: { targetId: string }[] }>('achievements', { orgUnit: ward, indicator: page.code, period: page.period, asOf: page.asOf, fields: 'targetId' });
  return get('achievements/series', { orgUnit: ward, indicator: page.code, target: items[0]?.targetId, asOf: page.asOf });
}

export function linesOf(page: Pick<Shown, 'unitName'>, one: Series, like: number): Line[] {
  const points = actuals(one), path = expectedPath(one), name = page.unitName(one.orgUnit);
  if (!points.length) return [];
  const expected: Line[] = path.length ? [{ name: say('indicator.expected', { name }), like, dashed: true, points: path }] : [];
  return [{ name, like, points }, ...expected, ...benchmarkLines(one, 3)];
}

const WiderUnits = ({ page, benchmarks }: { page: Shown; benchmarks: Benchmark[] }): JSX.Element | null => benchmarks.length ? <><h2>{say('indicator.besideWiderUnits')}</h2>
  <ul>{benchmarks.map((one, i) => <li key={i}>{page.unitName(one.scope)}, {periodWords(one.period)}: <strong>{number(one.value)} {page.measure}</strong>
    {say('indicator.for', { unit: page.unitName(one.orgUnit) })}{one.source ? <small lang="vi"> {one.source}</small> : null}</li>)}</ul></> : null;

function PublishedTable({ page, claims }: { page: Shown; claims: Published[] }): JSX.Element | null {
  const title = say('indicator.publishedInReports');
  return claims.length ? <><h2>{title}</h2><div lang="vi"><TwinTable caption={title} twin={{
    head: [say('common.unit'), say('common.period'), say('indicator.says'), say('common.wording')],
    rows: claims.map(claim => [page.unitName(claim.orgUnit), periodWords(claim.period), claimOf(claim), claim.statement ?? claim.source]),
  }} /></div></> : null;
}

const ToLookAt = ({ page, warnings }: { page: Shown; warnings: Warning[] }): JSX.Element | null => warnings.length ? <div class="notes"><h2>{say('indicator.figuresToLookAt')}</h2>
  <ul>{warnings.slice(0, 20).map((warning, i) => <li key={i}>{page.unitName(warning.orgUnit)}, {periodWords(warning.period)}: {phrase(warning.message)}</li>)}</ul></div> : null;

const claimOf = (claim: Published): string => claimWord({ claim: { percent: claim.percent, verdict: claim.verdict, disagrees: null } });
