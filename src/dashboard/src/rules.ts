import type { Closure, Unit } from './api.js';
import { h } from './dom.js';
import { t } from './state.js';
import { moment, period as periodWords } from './words.js';

/** Whether the closed period has all of another one. A term has each unit's own days, so its first and last year are left to the server. */
export function isWithin(period: string, closed: string): boolean {
  if (period === closed) return true;
  const inner = days(period), term = /^(\d{4})-(\d{4})$/.exec(closed);
  const outer = term ? [`${Number(term[1]) + 1}-01-01`, `${Number(term[2]) - 1}-12-31`] : days(closed);
  return inner !== null && outer !== null && outer[0]! <= inner[0]! && inner[1]! <= outer[1]!;
}

// The first and the last day; a month ends with 31, which is enough to compare.
function days(period: string): string[] | null {
  const months = (year: string, from: number, to: number): string[] => [`${year}-${String(from).padStart(2, '0')}-01`, `${year}-${String(to).padStart(2, '0')}-31`];
  if (/^\d{4}$/.test(period)) return months(period, 1, 12);
  const part = /^(\d{4})-([SQ])(\d)$/.exec(period);
  if (part) { const length = part[2] === 'S' ? 6 : 3, nth = Number(part[3]); return months(part[1]!, (nth - 1) * length + 1, nth * length); }
  const month = /^(\d{4})-(\d\d)$/.exec(period);
  if (month) return months(month[1]!, Number(month[2]), Number(month[2]));
  const ends = period.split('--');
  return ends.length === 2 ? ends : null;
}

/** Whether figures of a unit wait for a second person: as it says itself, else as the nearest unit above it does. */
export function isReviewed(units: Map<string, Unit>, code: string): boolean {
  let unit = units.get(code);
  for (let steps = 0; unit && steps < 12; steps++) {
    if (unit.review) return unit.review === 'fourEyes';
    unit = unit.parent ? units.get(unit.parent) : undefined;
  }
  return false;
}

/** Says that nothing can be entered, and whom to ask. */
export const closedNote = (closure: Closure, unitName: string): HTMLElement => h('div', { class: 'notes', id: 'closed' },
  h('h2', null, t('Số liệu kỳ này đã chốt', 'This period is closed')),
  h('p', null, t(`${unitName} đã chốt số liệu ${periodWords(closure.period)} (${closure.closedBy}, ${moment(closure.closedAt)}): `, `${unitName} closed ${periodWords(closure.period)} (${closure.closedBy}, ${moment(closure.closedAt)}): `), h('q', { lang: 'vi' }, closure.reason)),
  h('p', null, t('Không sửa được số liệu cho tới khi kỳ được mở lại. Cần bổ sung thì báo người đã chốt.', 'Figures cannot be changed until it is opened again. Ask whoever closed it.')));
