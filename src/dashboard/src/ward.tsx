import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { all, call, get, reference, refusal, type Resolution, type Row, type Scorecard, type Unit } from './api.js';
import { EmbedBox } from './embed.js';
import { plans, reports } from './me.js';
import { AsOfChoice, Crumbs, PeriodChoice, instant, usualPeriod } from './parts.js';
import { remediesOf } from './remedies.js';
import { apiKey, link, settings, type Place } from './state.js';
import { Successions } from './successions.js';
import { Targets, type Ward } from './targets.js';
import { say } from './texts/say.js';
import { Untargeted } from './untargeted.js';
import { Controls, save, type Page } from './view.js';
import { day, fullName, nameOf, period as periodWords } from './words.js';

/** A unit's scorecard: its targets in the order of its resolutions, each with its explanation. */
export async function ward(place: Place): Promise<Page> {
  const code = place.path[1] ?? '', { units, indicators, terms } = await reference();
  const resolutions = await all<Resolution>('resolutions', { orgUnit: code });
  const period = place.query.get('period') ?? usualPeriod(resolutions.length ? resolutions.map(one => one.term) : terms);
  const asOf = place.query.get('asOf'), at = instant(asOf), boundaries = place.query.get('boundaries'), name = nameOf(units.get(code), code);
  const card = await get<Scorecard>(`achievements/${encodeURIComponent(code)}/${encodeURIComponent(period)}`, { asOf: at, boundaries });
  // What is asked and answered has no past to look at.
  const remedies = at === null && card.items.length ? await remediesOf(code, period) : [];
  const nameOfRow = (row: Row): string => fullName(indicators, row);
  const shown: Ward = { code, name, period, at, boundaries, units, indicators, card, titles: await titlesOf(card.items, resolutions), remedies, nameOfRow };
  return {
    title: name,
    crumbs: <Crumbs units={units} code={code} />,
    content: <>
      <p class="lead quiet">{say('ward.resolutionAndResults', { period: periodWords(period) })}{asOf ? say('ward.asItStoodOn', { day: day(asOf) }) : ''}</p>
      <Controls><PeriodChoice all={terms} now={period} /><AsOfChoice now={asOf} /></Controls>
      <Doors code={code} units={units} />
      <Successions unit={code} boundaries={boundaries} />
      {card.items.length ? <Targets of={shown} /> : <NoTargets period={period} asOf={asOf} code={code} units={units} />}
      <p><a href={link(['compare'], { units: code })}>{say('ward.compareWithOtherUnits')}</a></p>
      <Untargeted unit={code} indicators={indicators} targets={card.items} />
      {card.items.length ? <><Official of={shown} /><EmbedBox unit={code} period={period} name={name} rows={card.items} /></> : null}
    </>,
  };
}

/** What the resolutions of the rows are called; those of units whose place this one took are not among its own. */
async function titlesOf(rows: Row[], own: Resolution[]): Promise<Map<string, string>> {
  const titles = new Map(own.map(one => [one.code, one.title]));
  const others = [...new Set(rows.map(row => row.resolution))].filter(code => !titles.has(code));
  // The targets stand with the code where the title cannot be had.
  const found = await Promise.allSettled(others.map(code => get<Resolution>(`resolutions/${encodeURIComponent(code)}`)));
  for (const one of found) if (one.status === 'fulfilled') titles.set(one.value.code, one.value.title);
  return titles;
}

/** What the key of the reader may do here. */
function Doors({ code, units }: { code: string; units: Map<string, Unit> }): JSX.Element | null {
  const mayReport = reports(units, code), mayPlan = plans(units, code);
  return mayReport || mayPlan ? <p>
    {mayReport ? <><a href={link(['entry', code])}>{say('ward.enterFiguresForThis')}</a> · <a href={link(['import'], { unit: code })}>{say('common.importASpreadsheet')}</a></> : null}
    {mayPlan ? <> · <a href={link(['setup', code])}>{say('nav.setup')}</a></> : null}
  </p> : null;
}

/** The sheet in its official form. A link takes no key along, so who has one gets the file. */
function Official({ of: { code, period, at, boundaries } }: { of: Ward }): JSX.Element {
  const [said, setSaid] = useState(''), query = new URLSearchParams({ lang: settings.language, ...at ? { asOf: at } : {}, ...boundaries ? { boundaries } : {} }).toString();
  const file = (kind: 'html' | 'xlsx', words: string): JSX.Element => {
    const address = `/api/v1/achievements/${encodeURIComponent(code)}/${encodeURIComponent(period)}.${kind}?${query}`, name = `${code}-${period}.${kind}`;
    const fetched = (event: Event): void => {
      if (!apiKey()) return;
      event.preventDefault();
      call('GET', address).then(async answer => save(name, await answer.blob())).catch((error: unknown) => setSaid(refusal(error)));
    };
    return <a href={address} download={kind === 'xlsx' ? name : undefined} onClick={fetched}>{words}</a>;
  };
  return <p class="official">{say('ward.officialSheet')}{file('html', say('ward.viewAndPrint'))} · {file('xlsx', say('ward.excelFile'))} <span role="status">{said}</span></p>;
}

const NoTargets = ({ period, asOf, code, units }: { period: string; asOf: string | null; code: string; units: Map<string, Unit> }): JSX.Element => <div class="notes calm">
  <h2>{say('common.noTargets')}</h2>
  <p>{asOf ? say('ward.noTargetsThen', { period: periodWords(period), day: day(asOf) })
    : say('ward.noTargets', { period: periodWords(period) })}</p>
  {[...units.values()].some(unit => unit.parent === code) ? <p><a href={link([], { unit: code })}>{say('ward.seeTheUnitsUnder')}</a></p> : null}
</div>;
