import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { BlockyardError } from '../../../shared/index.ts';
import type { ContainerSummary, Engine } from '../../engine/index.ts';
import type { CompiledRule } from './rules.ts';

/** What one batch did to the containers of a service. Paths are those in the container. */
export interface SyncResult {
  copied: string[];
  deleted: string[];
}

/** A path on this machine and where it goes. */
interface Change {
  file: string;
  target: string;
  stats: Stats | undefined;
}

/** Who owns the files that a sync writes: the user that the container's process runs as. */
interface Owner {
  uid: number;
  gid: number;
}

/**
 * Brings the containers in line with what is on disk now, whatever the events said: what exists is copied, what does
 * not is deleted. An editor that replaces a file by remove and rename therefore never makes it vanish in the container.
 */
export async function syncPaths(
  engine: Engine,
  containers: ContainerSummary[],
  rule: CompiledRule,
  files: Iterable<string>,
  signal: AbortSignal,
): Promise<SyncResult> {
  const changes = await Promise.all(
    [...files].map(
      async (file): Promise<Change> => ({
        file,
        target: rule.targetOf(file),
        stats: await lstat(file).catch(() => undefined),
      }),
    ),
  );
  const copied = changes.filter((change) => change.stats);
  // The rule's own folder being gone is more likely a branch switch in between than a wish to empty the container.
  const deleted = changes.filter((change) => !change.stats && change.file !== rule.root);
  await Promise.all(
    containers.map(async (container) => {
      await deleteTargets(engine, container, deleted, signal);
      await copyTargets(engine, container, copied, signal);
    }),
  );
  return { copied: copied.map((change) => change.target), deleted: deleted.map((change) => change.target) };
}

/** Every file below the rule's path, for `initial_sync`. */
export async function filesOf(rule: CompiledRule): Promise<string[]> {
  const found: string[] = [];
  const visit = async (file: string): Promise<void> => {
    const stats = await lstat(file).catch(() => undefined);
    if (!stats) return;
    if (!stats.isDirectory()) {
      if (rule.matches(file)) found.push(file);
      return;
    }
    if (rule.prunes(file)) return;
    for (const name of await readdir(file)) await visit(path.join(file, name));
  };
  await visit(rule.root);
  return found;
}

async function deleteTargets(
  engine: Engine,
  container: ContainerSummary,
  changes: Change[],
  signal: AbortSignal,
): Promise<void> {
  for (let start = 0; start < changes.length; start += 200) {
    const targets = changes.slice(start, start + 200).map((change) => change.target);
    const result = await engine.containers.exec(
      container.Id,
      { command: ['rm', '-rf', '--', ...targets], user: '0' },
      { signal },
    );
    if (result.exitCode !== 0)
      throw new BlockyardError(
        'file-transfer-failed',
        `Could not delete ${targets.join(', ')}: ${result.output.trim()}`,
        {
          remedy:
            'An image without `rm` cannot have files deleted in it: use `action: rebuild` for this path.',
        },
      );
  }
}

async function copyTargets(
  engine: Engine,
  container: ContainerSummary,
  changes: Change[],
  signal: AbortSignal,
): Promise<void> {
  if (changes.length === 0) return;
  const owner = await ownerIn(engine, container, signal);
  const archive = pack();
  const sending = engine.containers.writeArchive(container.Id, '/', Readable.from(archive), { signal });
  const packing = packChanges(archive, changes, owner).catch((error: Error) => archive.destroy(error));
  await Promise.all([sending, packing]);
}

async function packChanges(archive: Pack, changes: Change[], owner: Owner): Promise<void> {
  for (const { file, target, stats } of changes) {
    if (!stats) continue;
    const header = {
      name: target.replace(/^\/+/, ''),
      mode: stats.mode & 0o7777,
      mtime: stats.mtime,
      ...owner,
    };
    if (stats.isDirectory()) archive.entry({ ...header, name: `${header.name}/`, type: 'directory' });
    else if (stats.isSymbolicLink())
      archive.entry({ ...header, type: 'symlink', linkname: await readlink(file) });
    else if (stats.isFile()) await packFile(archive, file, header);
  }
  archive.finalize();
}

/** The size is taken from the open file: a file that grows while it is read must not spoil the archive. */
async function packFile(archive: Pack, file: string, header: { name: string; mode: number }): Promise<void> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, constants.O_RDONLY);
  } catch (error) {
    // Gone again since we looked: the next batch deletes it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  await using _handle = handle;
  const { size } = await handle.stat();
  const entry = archive.entry({ ...header, type: 'file', size });
  if (size === 0) entry.end(undefined);
  else await pipeline(handle.createReadStream({ end: size - 1, autoClose: false }), entry);
}

const owners = new Map<string, Promise<Owner>>();

function ownerIn(engine: Engine, container: ContainerSummary, signal: AbortSignal): Promise<Owner> {
  const known = owners.get(container.Id);
  if (known) return known;
  const asked = askOwner(engine, container.Id, signal);
  owners.set(container.Id, asked);
  asked.catch(() => owners.delete(container.Id));
  return asked;
}

async function askOwner(engine: Engine, id: string, signal: AbortSignal): Promise<Owner> {
  const details = await engine.containers.inspect(id, { signal });
  const user = details?.Config.User ?? '';
  if (user === '' || user === '0' || user === 'root') return { uid: 0, gid: 0 };
  const numeric = /^(\d+)(?::(\d+))?$/.exec(user);
  if (numeric?.[2]) return { uid: Number(numeric[1]), gid: Number(numeric[2]) };
  const answer = await engine.containers.exec(id, { command: ['sh', '-c', 'id -u; id -g'] }, { signal });
  const [uid, gid] = answer.output.trim().split(/\s+/).map(Number);
  const valid = answer.exitCode === 0 && Number.isInteger(uid) && Number.isInteger(gid);
  return valid ? { uid: uid ?? 0, gid: gid ?? 0 } : { uid: 0, gid: 0 };
}
