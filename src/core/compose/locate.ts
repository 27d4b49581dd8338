import { basename, dirname, resolve } from 'node:path';
import { defaultEnvFiles, type ProjectEnvironment, readEnvFiles } from './environment.ts';
import { type FoundFiles, findFiles, findOverlayFile, splitPaths, stackFileNames } from './find-files.ts';
import type { Issues } from './issues.ts';
import type { LoadRequest } from './request.ts';

/** Where a project is, before any of its files is read. */
export interface Location {
  /** Absolute, in merge order; `-` is standard input. */
  files: string[];
  /** Absolute; merged over the files. */
  overlayFile?: string | undefined;
  workingDirectory: string;
  /** The env files that were read on the way. */
  sources: string[];
}

/**
 * Which files make up the project, and which directory is its own. `.env` is read twice: beside the process, because
 * it may say COMPOSE_FILE, and in the project's directory once that is known; what was read first wins. The variables
 * are added to the environment.
 * @throws {ProjectNotFound}
 */
export async function locate(
  request: LoadRequest,
  environment: ProjectEnvironment,
  issues: Issues,
): Promise<Location> {
  const from = resolve(request.workingDirectory);
  const absolute = (path: string) => (path === '-' ? path : resolve(from, path));
  const projectDirectory = request.projectDirectory ? resolve(from, request.projectDirectory) : undefined;
  const given = (request.files ?? []).map(absolute);
  const explicit = explicitEnvFiles(request, environment).map((file) => resolve(from, file));
  const sources: string[] = [];
  const readFrom = async (directory: string) => {
    const isDefault = explicit.length === 0;
    if (isDefault && isTrue(environment.get('COMPOSE_DISABLE_ENV_FILE'))) return;
    const found = isDefault ? await defaultEnvFiles(directory) : explicit;
    const fresh = found.filter((file) => !sources.includes(file));
    sources.push(...fresh);
    environment.add(await readEnvFiles(fresh, environment, issues));
  };

  await readFrom(projectDirectory ?? directoryOf(given) ?? from);
  const named = environment.get('COMPOSE_FILE');
  const withOverlay = request.overlay !== undefined;
  const chosen =
    given.length > 0
      ? given
      : named
        ? splitPaths(named, environment.get('COMPOSE_PATH_SEPARATOR')).map(absolute)
        : undefined;
  const found = chosen
    ? splitOverlay(chosen, withOverlay)
    : await findFiles(projectDirectory ?? from, issues, withOverlay, request.overlay?.draft?.file);
  const workingDirectory =
    projectDirectory ??
    directoryOf([...found.files, ...(found.overlayFile ? [found.overlayFile] : [])]) ??
    from;
  // Whoever names files on the command line means those; COMPOSE_FILE says which Compose files there are.
  if (given.length === 0 && named) found.overlayFile ??= await findOverlayFile(workingDirectory, issues);
  await readFrom(workingDirectory);
  return { ...found, workingDirectory, sources };
}

function splitOverlay(files: readonly string[], withOverlay: boolean): FoundFiles {
  const isOverlay = (file: string) => withOverlay && stackFileNames.includes(basename(file));
  return { files: files.filter((file) => !isOverlay(file)), overlayFile: files.findLast(isOverlay) };
}

function directoryOf(files: readonly string[]): string | undefined {
  const first = files.find((file) => file !== '-');
  return first === undefined ? undefined : dirname(first);
}

function explicitEnvFiles(request: LoadRequest, environment: ProjectEnvironment): string[] {
  if (request.envFiles && request.envFiles.length > 0) return request.envFiles;
  return (environment.get('COMPOSE_ENV_FILES') ?? '').split(',').filter((file) => file !== '');
}

function isTrue(value: string | undefined): boolean {
  return ['1', 't', 'true'].includes((value ?? '').toLowerCase());
}
