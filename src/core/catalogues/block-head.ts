import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** What a catalogue has to know of a block to find it. */
export interface BlockHead {
  name: string;
  version: string;
}

/** The largest block.yaml that is looked into. */
const largestFile = 1 << 20;

const heads = new Map<string, { stamp: string; head: BlockHead | undefined }>();

/**
 * Name and version of the block in a folder; undefined where there is no block.yaml. What a broken file does not say
 * is taken from the folder (`0.0.0`), so that it is found, and whoever reads it as a whole can tell what is wrong.
 */
export async function readBlockHead(folder: string): Promise<BlockHead | undefined> {
  const file = join(folder, 'block.yaml');
  const stats = await stat(file).catch(() => undefined);
  if (!stats?.isFile()) return undefined;
  const stamp = `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
  const known = heads.get(file);
  if (known?.stamp === stamp) return known.head;
  const told = stats.size > largestFile ? {} : await headOf(await readFile(file, 'utf8'));
  const head = { name: told.name ?? basename(folder), version: told.version ?? '0.0.0' };
  heads.set(file, { stamp, head });
  return head;
}

/** Nearly always two plain lines: reading a file of YAML as a whole takes a hundred times as long. */
async function headOf(text: string): Promise<Partial<BlockHead>> {
  const name = /^block:[ \t]+["']?([a-z][a-z0-9-]*)["']?[ \t]*(?:#.*)?$/m.exec(text)?.[1];
  const version = /^version:[ \t]+["']?([^\s"'#]+)["']?[ \t]*(?:#.*)?$/m.exec(text)?.[1];
  if (name !== undefined && version !== undefined) return valid({ block: name, version });
  const { parse } = await import('yaml');
  try {
    return valid(parse(text));
  } catch {
    return {};
  }
}

function valid(value: unknown): Partial<BlockHead> {
  if (typeof value !== 'object' || value === null) return {};
  const { block, version } = value as Record<string, unknown>;
  return {
    ...(typeof block === 'string' && /^[a-z][a-z0-9-]{0,40}$/.test(block) && { name: block }),
    ...(typeof version === 'string' && /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version) && { version }),
  };
}
