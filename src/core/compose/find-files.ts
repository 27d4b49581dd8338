import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ProjectNotFound } from './errors.ts';
import type { Issues } from './issues.ts';

const fileNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** The files that make a folder a project, and those that add to it. */
export const composeFileNames: readonly string[] = [...fileNames, ...overrideNames];

/** The files that make a project: absolute paths. */
export interface FoundFiles {
  /** Compose files in merge order. */
  files: string[];
  /** One of the names that an overlay has. */
  overlayFile?: string | undefined;
}

/**
 * The Compose file with its override file, and the overlay's file, of a directory or of the nearest parent that has any.
 * @throws {ProjectNotFound}
 */
export async function findFiles(
  directory: string,
  issues: Issues,
  overlayNames: readonly string[] = [],
): Promise<FoundFiles> {
  for (let current = resolve(directory); ; current = dirname(current)) {
    const [file, overlayFile] = await Promise.all([
      firstOf(current, fileNames, issues),
      firstOf(current, overlayNames, issues),
    ]);
    if (file !== undefined) {
      const override = await firstOf(current, overrideNames, issues);
      return { files: override === undefined ? [file] : [file, override], overlayFile };
    }
    if (overlayFile !== undefined) return { files: [], overlayFile };
    if (current === dirname(current)) {
      const [overlayName] = overlayNames;
      const nor = overlayName === undefined ? '' : ` and no ${overlayName}`;
      throw new ProjectNotFound(`There is no Compose file${nor} in ${resolve(directory)} or above it.`, {
        remedy: `Create ${fileNames[0]}, go to the project's folder, or name the file with --file.`,
      });
    }
  }
}

/** The overlay's file of a directory, where the Compose files were named. */
export async function findOverlayFile(
  directory: string,
  names: readonly string[],
  issues: Issues,
): Promise<string | undefined> {
  return await firstOf(directory, names, issues);
}

async function firstOf(
  directory: string,
  names: readonly string[],
  issues: Issues,
): Promise<string | undefined> {
  const present = await Promise.all(names.map((name) => exists(join(directory, name))));
  const [first, ...others] = names.filter((_, index) => present[index]);
  if (first === undefined) return undefined;
  if (others.length > 0)
    issues.warn(
      `There are several files of this kind here: ${first} is used, ${others.join(' and ')} not.`,
      { file: join(directory, first) },
      'Remove those that are not used, or name the files with --file.',
    );
  return join(directory, first);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** COMPOSE_FILE as a list of paths. */
export function splitPaths(value: string, separator: string | undefined): string[] {
  return value.split(separator || (process.platform === 'win32' ? ';' : ':')).filter((path) => path !== '');
}
