import { reference, rows as readRows, type Series } from './api.js';
import { Legend, Lines } from './charts.js';
import { Figure } from './figure.js';
import { courseOf, linesOf } from './indicator.js';
import type { Names } from './lagging.js';
import { AsOfChoice, PeriodChoice, Several, instant, usualPeriod } from './parts.js';
import { go, type Place } from './state.js';
import { say } from './texts/say.js';
import { Matrix } from './unitTables.js';
import { Controls, type Page } from './view.js';
import { SavedViews } from './views.js';
import { nameOf, period as periodWords } from './words.js';

const most = 6;

/** Any units beside each other in several indicators: their percents in one table, and how each went over the years. */
export async function compare(place: Place): Promise<Page> {
  const { units, indicators, terms } = await reference(), listed = (name: string): string[] => (place.query.get(name) ?? '').split(',').filter(Boolean);
  const period = place.query.get('period') ?? usualPeriod(terms), asOf = instant(place.query.get('asOf'));
  const names: Names = { unit: code => nameOf(units.get(code), code), indicator: code => nameOf(indicators.get(code), code), about: indicators };
  const codes = listed('units').filter(code => units.has(code)).slice(0, most);
  const rows = (await Promise.all(codes.map(unit => readRows({ orgUnit: unit, period, asOf })))).flat();
  const measured = [...new Set(rows.map(row => row.indicator))], chosen = listed('indicators').filter(code => measured.includes(code)).slice(0, most);
  const shown = chosen.length ? chosen : measured.slice(0, 4);
  const courses = await Promise.all(shown.map(async code => ({
    code, series: (await Promise.all(codes.filter(unit => rows.some(row => row.orgUnit === unit && row.indicator === code)).map(unit => courseOf({ code, period, asOf }, unit).catch((): Series | null => null)))).filter(one => one !== null),
  })));
  return {
    title: say('compare.compareUnits'),
    content: <>
      <p class="lead quiet">{periodWords(period)}</p>
      <Controls><PeriodChoice all={terms} now={period} /><AsOfChoice now={place.query.get('asOf')} /></Controls>
      <SavedViews />
      <Several id="unit" legend={say('compare.unitsSixAtMost')} add={say('common.addAUnit')} chosen={codes} candidates={[...units.keys()]} most={most} nameOf={names.unit} change={next => go({ units: next.join(',') || null })} />
      {measured.length ? <Several id="indicator" legend={say('compare.indicatorsSixAtMost')} add={say('compare.addAnIndicator')} chosen={shown} candidates={measured} most={most} nameOf={names.indicator} change={next => go({ indicators: next.join(',') || null })} /> : null}
      {rows.length ? <Matrix codes={codes} rows={rows.filter(row => shown.includes(row.indicator))} names={names} />
        : <p>{codes.length ? say('compare.noTargets') : say('compare.chooseTheUnitsTo')}</p>}
      <div class="multiples">{courses.map(({ code, series }) => {
        const drawn = series.flatMap((one, i) => linesOf({ unitName: names.unit }, one, i)), measure = indicators.get(code)?.measure ?? '';
        return drawn.length ? <Figure key={code} title={names.indicator(code)} says={measure} name={`${code}-compare`} legend={<Legend all={drawn} />} twin={{
          head: [say('common.unit'), say('common.period'), say('common.actual'), say('common.expected'), say('common.percent')],
          rows: series.flatMap(one => one.items.map(point => [names.unit(one.orgUnit), periodWords(point.period), point.actual, point.expected, point.percent])),
        }}><Lines all={drawn} label={`${names.indicator(code)}, ${measure}`} most={560} /></Figure> : null;
      })}</div>
    </>,
  };
}
