import { Refused, all, call, get, reference, type Open, type Resolution, type Row, type Scorecard, type Series, type Unit } from './api.js';
import type { Page } from './app.js';
import { badge, bar, colour, percentOf, runningBadge, sparkline } from './charts.js';
import { h, save, type Child } from './dom.js';
import { embedBox } from './embed.js';
import { explanation } from './explanation.js';
import { plans, reports } from './me.js';
import { remediesOf, remediesRead, summary } from './remediesOf.js';
import { say } from './texts/say.js';
import { sentences } from './figureRow.js';
import { saveCsv, type Twin } from './figure.js';
import { asOfChoice, claimWord, count, crumbs, differenceWord, expectedPercent, instant, measured, periodChoice, running, tiles, usualPeriod } from './parts.js';
import { apiKey, link, quietly, settings, t, type Place } from './state.js';
import { untargeted } from './untargeted.js';
import { day, groupWord, nameOf, number, paceWord, period as periodWords, reasonWord, verdictWord } from './words.js';

/** A unit's scorecard: its targets in the order of its resolutions, each with its explanation. */
export async function ward(place: Place): Promise<Page> {
  const code = place.path[1] ?? '', { units, indicators, terms } = await reference();
  const resolutions = await all<Resolution>('resolutions', { orgUnit: code });
  const period = place.query.get('period') ?? usualPeriod(resolutions.length ? resolutions.map(one => one.term) : terms);
  const asOf = place.query.get('asOf'), at = instant(asOf);
  const card = await get<Scorecard>(`achievements/${encodeURIComponent(code)}/${encodeURIComponent(period)}`, { asOf: at });
  // What is asked and answered has no past to look at.
  const remedies = at === null && card.items.length ? await remediesRead(code, period) : [];
  let verdict = place.query.get('verdict') ?? '', open = place.query.get('open') ?? '';
  const result = h('div'), unitName = nameOf(units.get(code), code);
  const nameOfRow = (row: Row): string => nameOf(indicators.get(row.indicator), row.indicator) + (row.group ? ` – ${groupWord(row.group)}` : '');

  function press(wanted: string): void {
    verdict = wanted;
    quietly({ verdict });
    const focused = document.activeElement?.id;
    draw();
    if (focused) document.getElementById(focused)?.focus();
  }

  function draw(): void {
    const shown = card.items.filter(row => !verdict || row.verdict === verdict);
    const documents = [...new Set(card.items.map(row => row.resolution))];
    result.replaceChildren(
      h('p', { class: 'lead', role: 'status' }, t(`${card.scoreboard.metOrExceeded} trên ${card.scoreboard.applicable} chỉ tiêu đạt và vượt.`, `${card.scoreboard.metOrExceeded} of ${card.scoreboard.applicable} targets met or exceeded.`)),
      tiles(count(card.items), verdict, press),
      stillOpen(card.scoreboard.open) ?? '',
      ...documents.flatMap(document => [
        h('h2', { lang: 'vi' }, resolutions.find(one => one.code === document)?.title ?? document),
        targets(shown.filter(row => row.resolution === document)),
      ]),
      h('p', { class: 'quiet' }, t('Trên mỗi thanh: vạch đứng là mức nghị quyết giao (100%), tam giác là tiến độ kế hoạch đến nay.', 'On each bar: the upright line is the target of the resolution (100%), the triangle is where steady progress would be by now.')),
      h('div', { class: 'tools' }, h('button', { type: 'button', onclick: () => saveCsv(`${code}-${period}`, twin(card.items, nameOfRow)) }, t('Tải số liệu (CSV)', 'Download data (CSV)')), h('button', { type: 'button', onclick: () => print() }, t('In trang này', 'Print this page'))),
      untargeted(code, indicators, card.items),
      official(code, period, at),
      embedBox(code, period, unitName, card.items));
  }

  const targets = (rows: Row[]): HTMLElement => rows.length ? h('ol', { class: 'targets' }, rows.map(target)) : h('p', null, t('Không có chỉ tiêu nào với đánh giá này.', 'No target has this verdict.'));

  function target(row: Row): HTMLElement {
    const id = row.indicator + (row.group ? `:${row.group}` : ''), name = nameOfRow(row);
    const why = h('div', { class: 'why', id: `why-${id}`, hidden: true });
    const toggle = h('button', { type: 'button', class: 'plain', id: `open-${id}`, 'aria-expanded': 'false', 'aria-controls': `why-${id}`, onclick: () => void swap(why.hidden) }, name);
    async function swap(show: boolean, quiet = false): Promise<void> {
      why.hidden = !show;
      toggle.setAttribute('aria-expanded', String(show));
      if (!quiet) { open = show ? id : ''; quietly({ open }); }
      if (!show || why.childElementCount) return;
      why.replaceChildren(h('p', { role: 'status' }, t('Đang tải cách tính…', 'Loading how it was found…')));
      try { why.replaceChildren(await explanation(row, { unit: code, period, name, at }), remediesOf(row, units, code, period, said)); }
      catch (error) { why.replaceChildren(h('p', { role: 'alert' }, error instanceof Refused ? `${error.message} ${error.detail}` : String(error))); }
    }
    const said = h('div', { class: 'remedied' });
    summary(said, remedies.filter(one => one.target === row.targetId));
    const item = h('li', { id: `row-${id}` },
      h('div', { class: 'target' }, h('div', null, h('h3', null, toggle), asked(row), parts(row)), h('div', null, reached(row, name), overTime(row)), h('div', null, judged(row))),
      why, said);
    if (open === id || open === row.indicator) { void swap(true, true); setTimeout(() => item.scrollIntoView({ block: 'start' }), 60); }
    return item;
  }

  /** A small line of how it went, where there is more than one figure to draw. */
  function overTime(row: Row): HTMLElement {
    const holder = h('div', { class: 'spark' });
    if (row.actual !== null) {
      void get<Series>('achievements/series', { orgUnit: code, indicator: row.indicator, group: row.group, target: row.targetId, asOf: at })
        .then(series => { const line = sparkline(series); if (line) holder.append(line); })
        .catch(() => { /* the row says everything without it */ });
    }
    return holder;
  }

  if (card.items.length) draw();
  else result.replaceChildren(noTargets(period, asOf, code, units), untargeted(code, indicators, []));
  return {
    title: unitName,
    content: [crumbs(units, code),
      h('p', { class: 'lead quiet' }, t(`Thực hiện nghị quyết, ${periodWords(period)}${asOf ? `, số liệu tính đến ngày ${day(asOf)}` : ''}`, `Resolution and results, ${periodWords(period)}${asOf ? `, as it stood on ${day(asOf)}` : ''}`)),
      h('form', { class: 'controls', onsubmit: (event: Event) => event.preventDefault() }, periodChoice(terms, period), asOfChoice(asOf)),
      reports(units, code) || plans(units, code) ? h('p', null,
        reports(units, code) ? [h('a', { href: link(['entry', code]) }, t('Nhập số liệu cho đơn vị này', 'Enter figures for this unit')), ' · ', h('a', { href: link(['import'], { unit: code }) }, t('Nhập từ tệp Excel', 'Import a spreadsheet'))] : null,
        plans(units, code) ? [' · ', h('a', { href: link(['setup', code]) }, say('nav.setup'))] : null) : null,
      result],
  };
}

/** The sheet in its official form. A link takes no key along, so who has one gets the file. */
function official(code: string, period: string, at: string | null): HTMLElement {
  const query = new URLSearchParams({ lang: settings.language, ...at ? { asOf: at } : {} }).toString();
  const said = h('span', { role: 'status' });
  const file = (kind: 'html' | 'xlsx', words: string): HTMLElement => {
    const address = `/api/v1/achievements/${encodeURIComponent(code)}/${encodeURIComponent(period)}.${kind}?${query}`, name = `${code}-${period}.${kind}`;
    const fetched = (event: Event): void => {
      if (!apiKey()) return;
      event.preventDefault();
      call('GET', address).then(async answer => save(name, await answer.blob())).catch((error: unknown) => { said.textContent = ` ${error instanceof Refused ? sentences(error).join(' ') : String(error)}`; });
    };
    return h('a', { href: address, download: kind === 'xlsx' ? name : null, onclick: fetched }, words);
  };
  return h('p', { class: 'official' }, t('Biểu chính thức: ', 'Official sheet: '), file('html', t('xem và in', 'view and print')), ' · ', file('xlsx', t('tệp Excel', 'Excel file')), said);
}

function stillOpen(open: Open): HTMLElement | null {
  if (!open.total) return null;
  const words = [['ahead', open.ahead], ['onTrack', open.onTrack], ['behind', open.behind], ['farBehind', open.farBehind]] as const;
  const counts = words.filter(([, many]) => many).map(([pace, many]) => `${paceWord(pace)} ${many}`);
  if (open.unknown) counts.push(t(`chưa rõ tiến độ ${open.unknown}`, `${open.unknown} without a pace`));
  return h('p', { class: 'quiet' }, t(`Chưa đạt và còn thời gian: ${open.total} (${counts.join('; ')}).`, `Not met yet and still with time: ${open.total} (${counts.join('; ')}).`));
}

// Kinds that ask for no number, or for numbers of several measures.
const withoutUnit = ['unstated', 'achieve', 'composite', 'everyUnit', 'asAssigned', 'judged', 'rankWithin'];

function asked(row: Row): HTMLElement {
  const inUnit = withoutUnit.includes(row.rule.kind) ? '' : ` (${row.measure})`;
  return h('dl', { class: 'pair' },
    h('dt', null, t('Nghị quyết', 'Target')), h('dd', { lang: 'vi' }, row.targetText, inUnit, howOften(row), row.stretch?.reached ? h('small', null, t(' (đã đạt mức phấn đấu)', ' (stretch reached)')) : null),
    h('dt', null, t('Thực hiện', 'Actual')), h('dd', null, row.actual === null ? t('chưa có', 'none') : [
      measured(row.actual, row.measure), row.actualPeriod ? h('small', null, `, ${periodWords(row.actualPeriod)}`) : null, row.provisional ? h('small', null, t(' (tạm tính)', ' (provisional)')) : null]));
}

// In the language of the target's own words, which come from the resolution.
const howOften = (row: Row): string => row.recurrence === 'eachYear' ? ' – mỗi năm' : row.recurrence === 'perYearAverage' ? ' – bình quân mỗi năm' : '';

/** What a line is made of, each with its own judgement: it has one row and counts once. */
function parts(row: Row): HTMLElement | null {
  if (!row.parts.length) return null;
  return h('details', { class: 'parts' }, h('summary', null, t(`Gồm ${row.parts.length} phần`, `Made of ${row.parts.length} parts`), row.formsDisagree ? h('strong', null, t(' – các cách nói không khớp nhau', ' – its forms disagree')) : ''),
    h('ul', null, row.parts.map(part => h('li', null, badge(part.verdict), ` ${part.name}: `, h('span', { lang: 'vi' }, part.targetText), ` (${part.measure}); `,
      part.actual === null ? reasonWord(part.reason) : t(`thực hiện ${measured(part.actual, part.measure)}`, `actual ${measured(part.actual, part.measure)}`),
      part.code === row.worstPart ? h('strong', null, t(' – kém nhất', ' – the worst')) : ''))));
}

function reached(row: Row, name: string): Child {
  if (row.percent === null) return h('p', { class: 'quiet' }, row.reason ? t(`Không có tỷ lệ: ${reasonWord(row.reason)}.`, `No percent: ${reasonWord(row.reason)}.`) : t('Chỉ tiêu này không tính tỷ lệ.', 'This target has no percent.'));
  // At the due date there is no path any more, only the target.
  const expected = row.due ? null : expectedPercent(row);
  const path = expected === null ? '' : t(` (kế hoạch ${number(expected, 0)}%)`, ` (${number(expected, 0)}% expected)`);
  return [h('div', { class: 'big' }, percentOf(row)), bar(row, expected, `${name}: ${percentOf(row)}, ${verdictWord(row.verdict)}${path}`),
    row.pace?.class && !row.due ? h('p', { class: 'quiet' }, t('Tiến độ: ', 'Pace: '), paceWord(row.pace.class), path) : null];
}

function judged(row: Row): Child {
  return [running(row) ? runningBadge() : badge(row.verdict), row.band && colour(row.band), row.difference === null ? null : h('p', { class: 'sentence' }, differenceWord(row, row.measure)),
    row.claim ? h('p', null, t('Báo cáo ghi: ', 'The report says: '), h('strong', null, claimWord(row)),
      row.claim.disagrees === true ? h('strong', null, t(' – khác với cách tính này', ' – differs from ours')) : row.claim.disagrees === false ? t(' – khớp', ' – agrees') : '') : null];
}

const twin = (rows: Row[], name: (row: Row) => string): Twin => ({
  head: ['TT', t('Chỉ tiêu', 'Indicator'), t('ĐVT', 'Unit'), t('Nghị quyết', 'Target'), t('Thực hiện', 'Actual'), t('Tỷ lệ %', 'Percent'), t('Chênh lệch', 'Difference'), t('Đánh giá', 'Verdict'), t('Lý do', 'Reason'), t('Báo cáo đã công bố', 'Published')],
  rows: rows.map((row, i) => [String(i + 1), name(row), row.measure, row.targetText, row.actual, row.percent, row.difference, verdictWord(row.verdict), reasonWord(row.reason), claimWord(row)]),
});

const noTargets = (period: string, asOf: string | null, code: string, units: Map<string, Unit>): HTMLElement => h('div', { class: 'notes calm' },
  h('h2', null, t('Không có chỉ tiêu nào cho kỳ này', 'No targets for this period')),
  h('p', null, t(`Không nghị quyết nào của đơn vị này giao chỉ tiêu có con số hoặc yêu cầu cho ${periodWords(period)}${asOf ? ` số liệu tính đến ngày ${day(asOf)}` : ''}.`, `No resolution of this unit sets a target for ${periodWords(period)}${asOf ? ` as it stood on ${day(asOf)}` : ''}.`)),
  [...units.values()].some(unit => unit.parent === code) ? h('p', null, h('a', { href: link([], { unit: code }) }, t('Xem các đơn vị trực thuộc', 'See the units under it'))) : null);
