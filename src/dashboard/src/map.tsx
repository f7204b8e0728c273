import type { JSX } from 'preact';
import { boundaries } from './api.js';
import { say } from './texts/say.js';
import { asking, reached, type Line } from './unitTables.js';
import { useAnswer } from './view.js';
import { alphabet, number, shape } from './words.js';

type Share = 'exceeded' | 'met' | 'notMet' | 'noData';

/** How far the targets of a unit are reached: all, at least half, fewer, or nothing reported yet. */
export function shareOf(line: Line): Share {
  const all = asking(line);
  if (all === line.counts.noData) return 'noData';
  return reached(line) === all ? 'exceeded' : reached(line) * 2 >= all ? 'met' : 'notMet';
}

const words = (): Record<Share, string> => ({
  exceeded: say('map.allMet'), met: say('map.halfOrMoreMet'), notMet: say('map.fewerThanHalfMet'), noData: say('map.noData'),
});
const kinds: Share[] = ['exceeded', 'met', 'notMet', 'noData'];
export const counted = (line: Line): string => `${number(reached(line))}/${number(asking(line))}`;
export const says = (line: Line): string => `${line.name}: ${counted(line)}, ${words()[shareOf(line)]}`;

/** Units by where they lie, where their outlines are known, else as tiles: each with its colour and sign, leading to its page. */
export function UnitMap({ lines }: { lines: Line[] }): JSX.Element | null {
  // What draws outlines is loaded where there are some.
  const { value } = useAnswer(() => boundaries().then(async features => ({ features, Outlines: features.length ? (await import('./outlines.js')).Outlines : null })));
  const features = value?.features, Outlines = value?.Outlines, byCode = new Map(lines.map(line => [line.code, line]));
  const known = features?.filter(feature => byCode.has(feature.properties.code)) ?? [], outlined = new Set(known.map(feature => feature.properties.code));
  const others = lines.filter(line => !outlined.has(line.code));
  return <>
    <p class="quiet">{kinds.map((kind, i) => <>{i ? '; ' : ''}<span class={`sign ${kind}`} aria-hidden="true">{shape[kind]}</span> {words()[kind]}</>)}.</p>
    {Outlines && known.length ? <Outlines features={known} byCode={byCode} /> : null}
    {known.length && others.length ? <p>{say('map.withoutAnOutline')}</p> : null}
    {features && others.length ? <Tiles lines={others} /> : null}
  </>;
}

const Tiles = ({ lines }: { lines: Line[] }): JSX.Element => <ul class="tilemap">{[...lines].sort((a, b) => alphabet.compare(a.name, b.name)).map(line => {
  const share = shareOf(line);
  return <li key={line.code}><a class={`cell ${share}`} href={line.href} title={says(line)}><span aria-hidden="true">{shape[share]} </span>{counted(line)}<small>{line.name}</small></a></li>;
})}</ul>;
