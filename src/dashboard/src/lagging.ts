import { all, type Brief, type Indicator, type Published } from './api.js';
import { badge, percentOf } from './charts.js';
import { h, type Child } from './dom.js';
import { behind, claimWord, differenceWord, expectedPercent, gap, lagging, measured } from './parts.js';
import { link, t } from './state.js';
import { groupWord, number, paceWord, reasonWord } from './words.js';

const shown = 12;

export interface Names { unit: (code: string) => string; indicator: (code: string) => string; about: Map<string, Indicator> }

/** The address of a target's explanation on its ward's page. */
export const explanation = (row: Brief): string => link(['ward', row.orgUnit], { open: row.indicator + (row.group ? `:${row.group}` : '') });

/** What lags, furthest first, each with the one sentence that says why and a link to the whole explanation. */
export function whatLags(rows: Brief[], names: Names): Child {
  const found = rows.filter(lagging);
  if (!found.length) return rows.length ? nothingLags() : null;
  const worst = furthest(found, shown);
  return h('section', { class: 'notes', 'aria-labelledby': 'lags' },
    h('h2', { id: 'lags' }, t(`Cần chú ý: ${number(found.length)} chỉ tiêu`, `Needs attention: ${number(found.length)} targets`)),
    h('ol', { class: 'lags' }, worst.map(row => lag(row, names))),
    found.length > worst.length ? h('p', null, t(`Còn ${number(found.length - worst.length)} chỉ tiêu nữa trong bảng dưới.`, `${number(found.length - worst.length)} more are in the tables below.`)) : null);
}

const nothingLags = (): HTMLElement => h('div', { class: 'notes calm' }, h('h2', null, t('Cần chú ý', 'Needs attention')),
  h('p', null, t('Trong các chỉ tiêu đang xem, không có chỉ tiêu nào có số liệu mà chưa đạt hoặc chậm tiến độ.', 'Of the targets shown, none that has figures is short of its target or behind schedule.')));

function lag(row: Brief, names: Names): HTMLElement {
  const why = h('span', null, sentence(row, names.about.get(row.indicator)?.measure ?? ''));
  const quote = h('span');
  if (row.verdict === 'noData') void quoteReport(row, quote);
  return h('li', null,
    h('a', { href: explanation(row) }, names.unit(row.orgUnit), ' – ', names.indicator(row.indicator), row.group ? ` (${groupWord(row.group)})` : ''), ' ',
    row.verdict === 'noData' ? null : badge(row.verdict, row.percent === null ? undefined : percentOf(row)), h('br'), why, quote);
}

/** Why it lags, in one sentence with the figures that say so. */
function sentence(row: Brief, measure: string): string {
  if (row.verdict === 'noData') return t(`Báo cáo ghi ${claimWord(row)}; ${reasonWord(row.reason)} nên chưa tính được tỷ lệ.`, `The report says ${claimWord(row)}; ${reasonWord(row.reason)}, so there is no percent.`);
  const reached = row.actual === null ? '' : row.direction === 'up'
    ? t(`Mới ${measured(row.actual, measure)}; nghị quyết giao ${row.targetText}`, `${measured(row.actual, measure)} so far; the target is ${row.targetText}`)
    : t(`Hiện ${measured(row.actual, measure)}; nghị quyết giao ${row.targetText}`, `${measured(row.actual, measure)} now; the target is ${row.targetText}`);
  const short = row.difference !== null && row.difference < 0 ? `, ${differenceWord(row, measure)}` : '';
  const expected = expectedPercent(row);
  const pace = behind(row) && !row.due ? `; ${paceWord(row.pace!.class)}${expected === null ? '' : t(`, kế hoạch đến nay ${number(expected, 0)}%`, `, ${number(expected, 0)}% expected by now`)}` : '';
  return `${reached}${short}${pace}.`;
}

async function quoteReport(row: Brief, place: HTMLElement): Promise<void> {
  const claims = await all<Published>('claims', { orgUnit: row.orgUnit, indicator: row.indicator }).catch(() => []);
  const said = claims.find(claim => claim.group === row.group && claim.statement);
  if (said) place.append(' ', h('q', { lang: 'vi' }, said.statement));
}

/** The few that are furthest behind, without sorting all of a country's. */
function furthest(rows: Brief[], few: number): Brief[] {
  const best: { row: Brief; gap: number }[] = [];
  for (const row of rows) {
    const by = gap(row);
    if (best.length === few && by <= best[few - 1]!.gap) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]!.gap < by) at--;
    best.splice(at, 0, { row, gap: by });
    if (best.length > few) best.pop();
  }
  return best.map(one => one.row);
}
