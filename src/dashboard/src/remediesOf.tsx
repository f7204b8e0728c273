import { render } from 'preact';
import { all, type Row, type Unit } from './api.js';
import { plans, reports } from './me.js';
import { Remedies, Shown, type Remedy } from './remedies.js';
import { mount } from './view.js';

const years = (period: string): [number, number] => { const found = (period.match(/\b\d{4}\b/g) ?? ['0']).map(Number); return [found[0]!, found.at(-1)!]; };

const isAbout = (one: Remedy, period: string): boolean => {
  const [first, last] = years(period), [from, to] = years(one.period);
  return one.state !== 'withdrawn' && from <= last && to >= first;
};

/** What is asked of a unit about the years of a period; nothing where it cannot be had: the rows say their own without it. */
export const remediesRead = (unit: string, period: string): Promise<Remedy[]> =>
  all<Remedy>('remedies', { orgUnit: unit }).then(found => found.filter(one => isAbout(one, period))).catch(() => []);

/** Shows below a row what is asked and answered about its target. */
export const summary = (into: HTMLElement, remedies: Remedy[]): void =>
  render(remedies.map(one => <Shown key={one.id} remedy={one} />), into);

/** The questions and answers about a row of a unit's page; what is below the row follows them. */
export const remediesOf = (row: Row, units: Map<string, Unit>, unit: string, period: string, said: HTMLElement): HTMLElement => mount(
  <Remedies unit={unit} target={row.targetId} period={period} mayAsk={plans(units, unit)} mayAnswer={reports(units, unit)}
    read={found => summary(said, found.filter(one => isAbout(one, period)))} />);
