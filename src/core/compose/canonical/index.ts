import type { CanonicalContext } from '../context.ts';
import { Place } from '../place.ts';
import type { TreeMap } from '../positions.ts';
import { type ResourceKind, resource } from './resources.ts';
import { service } from './service.ts';

export type { ResourceKind };

/**
 * One service of one file in the long form: every short syntax written out, every path absolute. What depends on other
 * files is left to the completion after merging: a long form keeps out what its writer left out.
 * Expects a value of the right shape, interpolated. What cannot be read is reported to the context's issues and left out.
 */
export function canonicalService(raw: TreeMap, context: CanonicalContext): TreeMap {
  return service(raw, new Place(context.path ?? '', undefined, context)) as TreeMap;
}

/** As {@link canonicalService}, for an entry of the other top-level mappings. */
export function canonicalTopLevel(kind: ResourceKind, raw: TreeMap, context: CanonicalContext): TreeMap {
  return resource(kind, raw, new Place(context.path ?? '', undefined, context)) as TreeMap;
}
