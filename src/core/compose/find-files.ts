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

/** Of a file of ours beside them, the best first: it makes a folder a project as well, and is merged over the others. */
export const stackFileNames: readonly string[] = ['blockyard.yaml', 'blockyard.yml'];

/** The files that make a folder a project, and those that add to it. */
export const composeFileNames: readonly string[] = [...fileNames, ...overrideNames];

/** The files that make a project: absolute paths. */
export interface FoundFiles {
  /** Compose files in merge order. */
  files: string[];
  /** One of {@link stackFileNames}. */
  overlayFile?: string | undefined;
}

/**
 * The Compose file with its override file, and the overlay's file, of a directory or of the nearest parent that has any.
 * @param draft an overlay's file that counts as if it were there
 * @throws {ProjectNotFound}
 */
export async function findFiles(
  directory: string,
  issues: Issues,
  withOverlay = false,
  draft?: string,
): Promise<FoundFiles> {
  for (let current = resolve(directory); ; current = dirname(current)) {
    const [file, overlayFile] = await Promise.all([
      firstOf(current, fileNames, issues),
      draft !== undefined && dirname(draft) === current
        ? draft
        : withOverlay
          ? firstOf(current, stackFileNames, issues)
          : undefined,
    ]);
    if (file !== undefined) {
      const override = await firstOf(current, overrideNames, issues);
      return { files: override === undefined ? [file] : [file, override], overlayFile };
    }
    if (overlayFile !== undefined) return { files: [], overlayFile };
    if (current === dirname(current)) {
      const nor = withOverlay ? ` and no ${stackFileNames[0]}` : '';
      throw new ProjectNotFound(`There is no Compose file${nor} in ${resolve(directory)} or above it.`, {
        remedy: `Create ${fileNames[0]}, go to the project's folder, or name the file with --file.`,
      });
    }
  }
}

/** The overlay's file of a directory, where the Compose files were named. */
export async function findOverlayFile(directory: string, issues: Issues): Promise<string | undefined> {
  return await firstOf(directory, stackFileNames, issues);
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
