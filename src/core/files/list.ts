import type { CallOptions, Engine } from '../engine/index.ts';
import type { FileEntry, Listing, Place } from './files.ts';
import { listByArchive } from './list-by-archive.ts';
import { listByCommands } from './list-by-commands.ts';
import { normalPath, openPlace } from './open-place.ts';

/** More than that nobody reads; a filter would have to come first. */
const limit = 2_000;

/** What a folder holds. Throws `not-found`, `usage` for what is no folder, `permission-denied`. */
export async function listFolder(
  engine: Engine,
  place: Place,
  path: string,
  options: CallOptions = {},
): Promise<Listing> {
  const normal = normalPath(path);
  await using open = await openPlace(engine, place, options);
  const found = (await listByCommands(open, normal, options)) ?? (await listByArchive(open, normal, options));
  const sorted = found.entries.sort(
    (one, other) => rank(one) - rank(other) || collator.compare(one.name, other.name),
  );
  return {
    path: normal,
    entries: sorted.slice(0, limit),
    omitted: Math.max(0, sorted.length - limit),
    note: found.note,
  };
}

const collator = new Intl.Collator('en', { numeric: true });

function rank({ kind, leadsTo }: FileEntry): number {
  return kind === 'folder' || leadsTo === 'folder' ? 0 : 1;
}
