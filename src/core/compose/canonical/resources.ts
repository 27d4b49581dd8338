import { isMap, type TreeMap } from '../positions.ts';
import { keyValues } from './mappings.ts';
import { absoluteAnywhere, path, volumeDevice } from './paths.ts';
import { type CanonicalPlace, fields, text } from './values.ts';

export type ResourceKind = 'networks' | 'volumes' | 'secrets' | 'configs' | 'models';

const labels = keyValues('');
const file = path(absoluteAnywhere);

const transforms = {
  networks: fields({ labels }),
  volumes: fields({ labels }),
  secrets: fields({ labels, file }),
  configs: fields({ labels, file }),
  models: fields({}),
};

export function resource(kind: ResourceKind, raw: TreeMap, place: CanonicalPlace): TreeMap {
  const result = transforms[kind](raw, place) as TreeMap;
  writeOutExternal(result, place);
  return kind === 'volumes' ? volumeDevice(result, place) : result;
}

/** The old `external: { name: … }` as `external: true` and a name. */
function writeOutExternal(result: TreeMap, place: CanonicalPlace): void {
  const external = result['external'];
  if (!isMap(external)) return;
  result['external'] = true;
  const name = external['name'];
  if (name === undefined || name === null) return;
  const at = place.inside(external, 'name');
  at.warn('`external.name` is deprecated.', 'Write `external: true` and `name` beside it.');
  if (result['name'] === undefined) result['name'] = text(name);
  else if (result['name'] !== name)
    at.error(
      `the resource has two names, "${text(result['name'])}" and "${text(name)}".`,
      'Keep `name` only.',
    );
}
