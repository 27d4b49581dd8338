import { posix } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { composeFileNames } from '../../compose/index.ts';
import { folderOf, isWithin, nameOf, type Repository } from './repository.ts';

/** A service that runs the repository's own code, or one that it brings ready made. */
export interface SeenService {
  name: string;
  file: string;
  image?: string;
  /** Folders, relative to the repository, whose code it runs: its build context, else what it mounts of it. */
  folders: string[];
}

/** The services of the Compose files at the top of the repository. Broken files are told by whoever loads the project. */
export async function readComposeServices(repository: Repository): Promise<SeenService[]> {
  const services = new Map<string, SeenService>();
  for (const file of composeFileNames) {
    const text = await repository.text(file);
    if (text === undefined) continue;
    for (const [name, service] of Object.entries(sectionsOf(text))) {
      const seen = services.get(name) ?? { name, file, folders: [] };
      if (typeof service['image'] === 'string') seen.image = service['image'];
      seen.folders = [...new Set([...seen.folders, ...foldersOf(service)])];
      services.set(name, seen);
    }
  }
  return [...services.values()];
}

/** The code that a manifest is about runs in the services with the nearest folder around it. */
export function servicesRunning(path: string, services: readonly SeenService[]): string[] {
  const folder = folderOf(path);
  const around = services.flatMap(({ name, folders }) =>
    folders.filter((it) => isWithin(folder, it)).map((it) => ({ name, length: it.length })),
  );
  const nearest = Math.max(...around.map(({ length }) => length));
  return [...new Set(around.filter(({ length }) => length === nearest).map(({ name }) => name))];
}

function sectionsOf(text: string): Record<string, Record<string, unknown>> {
  const [document] = parseAllDocuments(text, { logLevel: 'silent', merge: true, uniqueKeys: false });
  if (!document || !('toJS' in document)) return {};
  try {
    const services = (document.toJS({ maxAliasCount: 100 }) as { services?: unknown } | null)?.services;
    return Object.fromEntries(
      Object.entries(services ?? {}).filter(([, it]) => typeof it === 'object' && it),
    );
  } catch {
    return {};
  }
}

function foldersOf(service: Record<string, unknown>): string[] {
  const { build, volumes } = service;
  const context = typeof build === 'string' ? build : (build as { context?: unknown } | undefined)?.context;
  if (build !== undefined && build !== null)
    return [relative(typeof context === 'string' ? context : '.')].flat();
  const mounts = Array.isArray(volumes) ? volumes : [];
  return mounts.flatMap((mount: unknown) => {
    const source =
      typeof mount === 'string' ? mount.split(':')[0] : (mount as { source?: unknown } | null)?.source;
    // Single files are configuration, not code.
    return typeof source === 'string' && source.startsWith('.') && !/\.\w+$/.test(nameOf(source))
      ? relative(source)
      : [];
  });
}

function relative(path: string): string[] {
  const folder = posix.normalize(path).replace(/^\.\/?|\/$/g, '');
  return folder.startsWith('..') || folder.startsWith('/') ? [] : [folder];
}
