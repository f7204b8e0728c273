import type { JSX } from 'preact';
import { all } from './api.js';
import { here, link } from './state.js';
import { say } from './texts/say.js';
import { useAnswer } from './view.js';
import { day, number } from './words.js';

/** Units that took the place of others from a day on. */
export interface Succession { id: string; from: string; reason: string; undoes: string | null; undoneBy: string | null; parts: { predecessor: string; predecessorName: string; successor: string; successorName: string; share: number | null }[] }

/** Whose place a unit took and who took its own, and by whose names its results are told. */
export function Successions({ unit, boundaries }: { unit: string; boundaries: string | null }): JSX.Element {
  // The targets stand without it.
  const { value } = useAnswer(() => all<Succession>('organisation-units/successions', { orgUnit: unit }));
  return <div id="successions">{value ? <Passages unit={unit} all={value} boundaries={boundaries} /> : null}</div>;
}

/** The successions that hold, the latest first, with the choice of names. */
export function Passages({ unit, all: found, boundaries }: { unit: string; all: Succession[]; boundaries: string | null }): JSX.Element | null {
  const holding = found.filter(one => !one.undoes && !one.undoneBy);
  if (!holding.length) return null;
  const choices = [['', say('successions.own')], ...[...new Set(holding.map(one => before(one.from)))].map(last => [`asOf:${last}`, say('successions.then', { day: day(last) })]), ['today', say('successions.today')]];
  return <div class="notes calm">
    {holding.map(one => <p key={one.id}><Words unit={unit} one={one} /> <small lang="vi">{one.reason}</small></p>)}
    <p>{say('successions.names')} {choices.map(([value, words], i) => <span key={value}>{i ? ' · ' : ''}
      <a href={here({ boundaries: value || null })} aria-current={(boundaries ?? '') === value ? 'true' : undefined}>{words}</a></span>)}</p>
  </div>;
}

function Words({ unit, one }: { unit: string; one: Succession }): JSX.Element {
  const came = one.parts.filter(part => part.successor === unit), went = one.parts.filter(part => part.predecessor === unit);
  return <>
    {came.length ? <>{say('successions.came', { day: day(one.from) })} <Others of={came.map(part => ({ code: part.predecessor, name: part.predecessorName, share: part.share }))} />. </> : null}
    {went.length ? <>{say('successions.went', { day: day(one.from) })} <Others of={went.map(part => ({ code: part.successor, name: part.successorName, share: part.share }))} />.</> : null}
  </>;
}

const Others = ({ of }: { of: { code: string; name: string; share: number | null }[] }): JSX.Element => <>
  {of.map((other, i) => <span key={other.code}>{i ? ', ' : ''}<a href={link(['ward', other.code])} lang="vi">{other.name}</a>{other.share === null ? '' : ` (${number(other.share * 100)}%)`}</span>)}
</>;

/** The last day of those who were there before. */
function before(from: string): string {
  const last = new Date(`${from}T00:00:00Z`);
  last.setUTCDate(last.getUTCDate() - 1);
  return last.toISOString().slice(0, 10);
}
