import type { Row, Unit } from './api.js';
import { plans, reports } from './me.js';
import { Remedies } from './remedies.js';
import { mount } from './view.js';

/** The questions and answers about a row of a unit's page. */
export const remediesOf = (row: Row, units: Map<string, Unit>, unit: string, period: string): HTMLElement => mount(
  <Remedies unit={unit} target={row.targetId} period={period} mayAsk={plans(units, unit)} mayAnswer={reports(units, unit)} />);
