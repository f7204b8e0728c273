import type { Indicator, Phrase, Unit, Verdict } from './api.js';
import { settings, t } from './state.js';

export const verdicts: Verdict[] = ['exceeded', 'met', 'notMet', 'noData'];
/** A shape for each verdict, so that colour is never the only sign. */
export const shape: Record<Verdict, string> = { exceeded: '▲', met: '●', notMet: '▼', noData: '○', notAssessable: '–' };
export const verdictWord = (verdict: Verdict): string => ({
  exceeded: t('Vượt', 'Exceeded'), met: t('Đạt', 'Met'), notMet: t('Chưa đạt', 'Not met'), noData: t('Chưa có số liệu', 'No data'), notAssessable: t('Không áp dụng', 'Not applicable'),
})[verdict];

export const reasonWord = (reason: string | null): string => reason === null ? '' : ({
  actualMissing: t('chưa có kết quả thực hiện cho kỳ này', 'no result has been reported for this period'),
  notDue: t('chưa đến hạn đánh giá', 'not due yet'),
  targetZero: t('chỉ tiêu bằng 0 nên không tính được tỷ lệ', 'the target is 0, so there is no percent'),
  baselineMissing: t('thiếu số đầu kỳ', 'the value at the start is missing'),
  noNumericTarget: t('nghị quyết không nêu con số', 'the resolution gives no number'),
  dueYearMissing: t('thiếu số liệu của năm đến hạn', 'the figure of the due year is missing'),
  notCombinable: t('số liệu các kỳ không cộng gộp được', 'figures of several periods cannot be combined'),
  denominatorZero: t('mẫu số bằng 0', 'the denominator is 0'),
  levelUnknown: t('mức xếp loại không có trong thang', 'the level is not on the scale'),
  notApplicable: t('không áp dụng cho đơn vị này', 'does not apply to this unit'),
  outOfRange: t('kết quả vượt ngoài phạm vi tính', 'the result is out of range'),
  noMeaning: t('công thức không có nghĩa với các con số này', 'the formula says nothing of these numbers'),
  kindHasNoPercent: t('loại chỉ tiêu này chỉ có đánh giá, không có tỷ lệ', 'this kind of target has a verdict and no percent'),
  partMissing: t('còn phần chưa đánh giá được', 'a part has no verdict yet'),
  judgedOverYears: t('bình quân nhiều năm chỉ đánh giá chung cả giai đoạn', 'an average over years is judged over them together'),
  judgementMissing: t('người có thẩm quyền chưa đánh giá', 'nobody has judged it yet'),
  periodIncomplete: t('số liệu chưa đủ cả kỳ', 'the figures leave days out'),
} as Record<string, string>)[reason] ?? reason;

export const paceWord = (pace: string | null): string => pace === null ? '' : ({
  met: t('đã đạt mức yêu cầu', 'already at the level asked'), ahead: t('nhanh hơn tiến độ', 'ahead of schedule'), onTrack: t('đúng tiến độ', 'on schedule'),
  behind: t('chậm tiến độ', 'behind schedule'), farBehind: t('chậm nhiều so với tiến độ', 'far behind schedule'), movingAway: t('đi ngược hướng', 'moving the wrong way'),
} as Record<string, string>)[pace] ?? pace;

// What indicators call their headings and sub-groups, by indicator and code; headings by their code alone.
const called = new Map<string, Phrase>();

/** Learns the names that indicators give to their headings and sub-groups. */
export function learnNames(indicators: Iterable<Indicator>): void {
  called.clear();
  for (const one of indicators) {
    for (const { code, name, nameEn } of one.groupNames ?? []) called.set(code === one.group ? code : `${one.code} ${code}`, { vi: name, en: nameEn ?? name });
  }
}

// Headings that most resolutions have need no name of their own.
const usual: Record<string, Phrase> = {
  economy: { vi: 'Kinh tế', en: 'Economy' }, society: { vi: 'Văn hóa – xã hội', en: 'Culture and society' }, party: { vi: 'Xây dựng Đảng', en: 'Party building' },
  government: { vi: 'Chính quyền', en: 'Government' }, defence: { vi: 'Quốc phòng – an ninh', en: 'Defence and security' }, environment: { vi: 'Môi trường', en: 'Environment' },
};

export function headingWord(group: string | null): string {
  if (group === null) return t('Khác', 'Other');
  const named = called.get(group) ?? usual[group];
  return named ? phrase(named) : group;
}

interface OfGroup { indicator: string; group: string | null }

/** What a sub-group is called; its code where nobody gave it a name. */
export function groupWord({ indicator, group }: OfGroup): string {
  const named = called.get(`${indicator} ${group}`);
  return named ? phrase(named) : group ?? '';
}

/** An indicator's name with the sub-group it is for. */
export const fullName = (indicators: Map<string, Indicator>, of: OfGroup): string => nameOf(indicators.get(of.indicator), of.indicator) + (of.group ? ` – ${groupWord(of)}` : '');

export const phrase = (words: Phrase): string => words[settings.language];
export const nameOf = (thing: Unit | Indicator | undefined, code: string): string => thing === undefined ? code : settings.language === 'en' && thing.nameEn ? thing.nameEn : thing.name;

const locale = (): string => settings.language === 'vi' ? 'vi-VN' : 'en-GB';
const formats = new Map<string, Intl.NumberFormat>();
export function number(value: number | null | undefined, decimals = 2, sign = false): string {
  if (value === null || value === undefined) return '';
  const id = `${locale()} ${decimals} ${sign}`;
  let format = formats.get(id);
  if (!format) formats.set(id, format = new Intl.NumberFormat(locale(), { maximumFractionDigits: decimals, signDisplay: sign ? 'exceptZero' : 'auto' }));
  return format.format(value).replace(/^-/, '−');
}

/** An arithmetic of the API, which is without a language, with its numbers as people here write them. */
export const arithmetic = (text: string): string => text.replace(/\d+(\.\d+)?/g, digits => number(Number(digits), 6));

/** A percent that never rounds across 100 against its verdict. */
export function percent(value: number | null, verdict: Verdict, decimals = 1): string {
  if (value === null) return '';
  const rounded = Number(value.toFixed(decimals));
  const lies = verdict === 'notMet' ? rounded >= 100 && value < 100 : verdict === 'exceeded' && rounded <= 100 && value > 100;
  return `${number(value, lies ? 10 : decimals)}%`;
}

export function day(text: string): string {
  const [year, month, date] = text.slice(0, 10).split('-');
  return settings.language === 'vi' ? `${date}/${month}/${year}` : `${Number(date)} ${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][Number(month) - 1]} ${year}`;
}
export const moment = (text: string): string => {
  const at = new Date(text), two = (part: number): string => String(part).padStart(2, '0');
  return `${day(`${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`)} ${two(at.getHours())}:${two(at.getMinutes())}`;
};

export function period(text: string): string {
  if (/^\d{4}-\d{4}$/.test(text)) return t(`nhiệm kỳ ${text.replace('-', '–')}`, `term ${text.replace('-', '–')}`);
  if (/^\d{4}$/.test(text)) return t(`năm ${text}`, text);
  const part = /^(\d{4})-([SQ])(\d)$/.exec(text);
  if (part) return part[2] === 'Q' ? t(`quý ${part[3]}/${part[1]}`, `Q${part[3]} ${part[1]}`) : t(`${part[3] === '1' ? '6 tháng đầu' : '6 tháng cuối'} năm ${part[1]}`, `half ${part[3]} of ${part[1]}`);
  const month = /^(\d{4})-(\d\d)$/.exec(text);
  if (month) return t(`tháng ${Number(month[2])}/${month[1]}`, `${month[2]}/${month[1]}`);
  const days = text.split('--');
  return days.length === 2 ? `${day(days[0]!)} – ${day(days[1]!)}` : text;
}

/** Vietnamese text without its marks, for searching. */
export const bare = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase();

/** Made once: a comparison that looks up its language each time is what makes a long list slow. */
export const alphabet = new Intl.Collator('vi');
