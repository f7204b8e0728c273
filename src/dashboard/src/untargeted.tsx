import type { JSX } from 'preact';
import { all, type Indicator, type Row, type Stored } from './api.js';
import { TwinTable } from './figure.js';
import { measured } from './parts.js';
import { say } from './texts/say.js';
import { useAnswer } from './view.js';
import { fullName, period as periodWords } from './words.js';

/** The figures of a unit that no target of the period asks for, so that nothing that was reported is out of sight. */
export function Untargeted({ unit, indicators, targets }: { unit: string; indicators: Map<string, Indicator>; targets: Row[] }): JSX.Element {
  const asked = new Set(targets.map(row => `${row.indicator}:${row.group ?? ''}`));
  // The targets stand without it.
  const { value: figures } = useAnswer(() => all<Stored>('actuals', { orgUnit: unit }));
  const others = figures?.filter(figure => !asked.has(`${figure.indicator}:${figure.group ?? ''}`)) ?? [];
  const title = say('untargeted.reportedFiguresWithoutA');
  return <div id="untargeted">{others.length ? <details open={targets.length === 0}><summary>{title} ({others.length})</summary><TwinTable caption={title} twin={{
    head: [say('common.indicator'), say('common.period'), say('common.actual'), say('common.source')],
    rows: others.map(figure => [fullName(indicators, figure), periodWords(figure.period), figure.level ?? measured(figure.value, indicators.get(figure.indicator)?.measure ?? ''), figure.source]),
  }} /></details> : null}</div>;
}
