import { geoIdentity, geoPath, type GeoPermissibleObjects } from 'd3-geo';
import type { JSX } from 'preact';
import type { Feature } from './api.js';
import { Frame, roomNow } from './charts.js';
import { counted, says, shareOf } from './map.js';
import { say } from './texts/say.js';
import type { Line } from './unitTables.js';
import { shape } from './words.js';

/** Units by their outlines, each a link. */
export function Outlines({ features, byCode }: { features: Feature[]; byCode: Map<string, Line> }): JSX.Element {
  const width = Math.min(roomNow(), 760), height = Math.round(width * 1.15), all = { type: 'FeatureCollection', features } as unknown as GeoPermissibleObjects;
  // Degrees as they are: over one country the difference to a true map is not seen, and the turn of the outlines does not matter.
  const draw = geoPath(geoIdentity().reflectY(true).fitExtent([[4, 4], [width - 4, height - 4]], all));
  return <figure><Frame width={width} height={height} label={say('map.mapOfTheUnits')} role="group">
    {features.map((feature, i) => {
      const line = byCode.get(feature.properties.code)!, place = feature as unknown as GeoPermissibleObjects, share = shareOf(line), [x, y] = draw.centroid(place), area = draw.bounds(place);
      const isWide = area[1][0] - area[0][0] > 70 && area[1][1] - area[0][1] > 34;
      return <a key={i} href={line.href} class={`land ${share}`}><title>{says(line)}</title>
        <path d={draw(place) ?? ''} />
        <text x={x} y={y} class="middle small">{shape[share]}{isWide ? ` ${counted(line)}` : ''}</text>
        {isWide ? <text x={x} y={y + 15} class="middle small">{line.name}</text> : null}
      </a>;
    })}
  </Frame></figure>;
}
