import { all, type Indicator, type Row, type Stored } from './api.js';
import { h } from './dom.js';
import { table } from './figure.js';
import { measured } from './parts.js';
import { t } from './state.js';
import { groupWord, nameOf, period as periodWords } from './words.js';

/** The figures of a unit that no target of the period asks for, so that nothing that was reported is out of sight. */
export function untargeted(unit: string, indicators: Map<string, Indicator>, targets: Row[]): HTMLElement {
  const place = h('div', { id: 'untargeted' });
  const asked = new Set(targets.map(row => `${row.indicator}:${row.group ?? ''}`));
  void all<Stored>('actuals', { orgUnit: unit }).then(figures => {
    const others = figures.filter(figure => !asked.has(`${figure.indicator}:${figure.group ?? ''}`));
    if (!others.length) return;
    const title = t('Số liệu đã báo cáo mà kỳ này không có chỉ tiêu', 'Reported figures without a target in this period');
    const name = (figure: Stored): string => nameOf(indicators.get(figure.indicator), figure.indicator) + (figure.group ? ` – ${groupWord(figure.group)}` : '');
    place.append(h('details', { open: targets.length === 0 }, h('summary', null, `${title} (${others.length})`), table({
      head: [t('Chỉ tiêu', 'Indicator'), t('Kỳ', 'Period'), t('Thực hiện', 'Actual'), t('Nguồn', 'Source')],
      rows: others.map(figure => [name(figure), periodWords(figure.period), figure.level ?? measured(figure.value, indicators.get(figure.indicator)?.measure ?? ''), figure.source]),
    }, title)));
  }).catch(() => { /* the targets stand without it */ });
  return place;
}
