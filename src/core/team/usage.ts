import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { type BlockyardError, toBlockyardError } from '../../shared/index.ts';
import { stackFileNames } from '../blocks/index.ts';
import { type FoundBlock, type Lock, readLock } from '../catalogues/index.ts';
import { PathMissing } from './errors.ts';

/** Folders that hold what others wrote, and how deep below a path projects are looked for. */
const skipped = new Set(['node_modules', '.git', '.venv', 'venv', 'vendor', 'dist', 'target', '__pycache__']);
const deepest = 6;
const soon = 30;

/** Who uses what, read from the files of many repositories. */
export interface Usage {
  /** By block, then by version. */
  blocks: { block: string; version: string; instances: { project: string; instance: string }[] }[];
  exceptions: UsedException[];
  /** Blocks of the catalogues that no project uses. */
  unused: string[];
  projects: { name: string; folder: string; instances: number; problem?: BlockyardError }[];
}

export interface UsedException {
  project: string;
  code: string;
  in?: string;
  reason: string;
  /** Its last day. */
  until: string;
  /** Whole days from today; negative when it has ended. */
  days: number;
  state: 'ended' | 'soon' | 'later';
}

/** Reads `blockyard.yaml` and `blockyard.lock` of all projects in and below the paths; nothing of them is run. */
export async function readUsage(
  paths: readonly string[],
  known: readonly FoundBlock[],
  today: Date,
): Promise<Usage> {
  const folders = (await Promise.all(paths.map((path) => projectsBelow(resolve(path))))).flat();
  const read = await Promise.all([...new Set(folders)].sort().map((folder) => readProject(folder, today)));
  const uses = read.flatMap(({ uses }) => uses);
  const names = [...new Set(uses.map(({ block, version }) => `${block}@${version}`))].sort();
  const used = new Set(uses.map(({ block }) => block));
  return {
    blocks: names.map((name) => {
      const at = name.lastIndexOf('@');
      const [block, version] = [name.slice(0, at), name.slice(at + 1)];
      const instances = uses
        .filter((use) => use.block === block && use.version === version)
        .map(({ instance, project }) => ({ project, instance }));
      return { block, version, instances };
    }),
    exceptions: read
      .flatMap(({ exceptions }) => exceptions)
      .sort((one, other) => (one.until < other.until ? -1 : 1)),
    unused: [...new Set(known.map(nameIn))].filter((name) => !used.has(name)).sort(),
    projects: read.map(({ project }) => project),
  };
}

interface ProjectUsage {
  project: Usage['projects'][number];
  uses: { block: string; version: string; project: string; instance: string }[];
  exceptions: UsedException[];
}

async function readProject(folder: string, today: Date): Promise<ProjectUsage> {
  const fallback = basename(folder);
  try {
    const [content, lock] = await Promise.all([stackFileIn(folder), readLock(folder)]);
    const name = typeof content['name'] === 'string' ? content['name'] : fallback;
    const uses = usesOf(content, lock).map((use) => ({ ...use, project: name }));
    return {
      project: { name, folder, instances: uses.length },
      uses,
      exceptions: exceptionsOf(content, today).map((exception) => ({ ...exception, project: name })),
    };
  } catch (thrown) {
    const project = { name: fallback, folder, instances: 0, problem: toBlockyardError(thrown) };
    return { project, uses: [], exceptions: [] };
  }
}

/** By the lock; what is not locked yet is told by its reference. */
function usesOf(content: Record<string, unknown>, lock: Lock | undefined) {
  const locked = Object.entries(lock?.blocks ?? {}).map(([instance, entry]) => {
    const at = entry.lastIndexOf('@');
    return { instance, block: entry.slice(0, at), version: entry.slice(at + 1) };
  });
  const unlocked = Object.entries(mapping(content['blocks'])).flatMap(([instance, use]) => {
    const reference = mapping(use)['block'];
    if (typeof reference !== 'string' || lock?.blocks[instance] !== undefined) return [];
    const [block = reference] = reference.split('@');
    return [{ instance, block: /[./]/.test(block) ? block : `blockyard/${block}`, version: 'not locked' }];
  });
  return [...locked, ...unlocked];
}

function exceptionsOf(content: Record<string, unknown>, today: Date): Omit<UsedException, 'project'>[] {
  const list = mapping(content['guardrails'])['exceptions'];
  return (Array.isArray(list) ? list : []).flatMap((entry) => {
    const { code, in: place, reason, until } = mapping(entry);
    if (typeof code !== 'string' || typeof until !== 'string') return [];
    const days = daysUntil(until, today);
    if (Number.isNaN(days)) return [];
    return [
      {
        ...{ code, until, days, reason: String(reason ?? '') },
        ...(typeof place === 'string' && { in: place }),
        state: days < 0 ? ('ended' as const) : days <= soon ? ('soon' as const) : ('later' as const),
      },
    ];
  });
}

function daysUntil(date: string, today: Date): number {
  const from = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  return Math.round((Date.parse(`${date}T00:00:00Z`) - from) / 86_400_000);
}

async function stackFileIn(folder: string): Promise<Record<string, unknown>> {
  for (const name of stackFileNames) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    // Dates stay text, and what is odd in a file of others is only not counted.
    if (text !== undefined) return mapping(parse(text, { schema: 'core', maxAliasCount: 100 }));
  }
  return {};
}

async function projectsBelow(path: string, depth = 0): Promise<string[]> {
  if (depth === 0 && !(await stat(path).catch(() => undefined))?.isDirectory()) throw new PathMissing(path);
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const isProject = entries.some(({ name }) => stackFileNames.includes(name) || name === 'blockyard.lock');
  const below =
    depth >= deepest
      ? []
      : await Promise.all(
          entries
            .filter((entry) => entry.isDirectory() && !skipped.has(entry.name))
            .map((entry) => projectsBelow(join(path, entry.name), depth + 1)),
        );
  return [...(isProject ? [path] : []), ...below.flat()];
}

function nameIn({ catalogue, name }: FoundBlock): string {
  return catalogue.kind === 'folder' ? name : `${catalogue.name}/${name}`;
}

function mapping(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
