import { basename } from 'node:path';
import type { Where } from '../../shared/index.ts';
import type { Issues } from './issues.ts';

/** The sources of a project's name, in the order in which they win. */
export interface NameSources {
  /** `-p`. */
  given?: string | undefined;
  /** COMPOSE_PROJECT_NAME. */
  environment?: string | undefined;
  /** The last `name:` of the files. */
  file?: { name: string; where?: Where | undefined } | undefined;
  /** The directory's name is what is left. */
  workingDirectory: string;
}

const validName = /^[a-z0-9][a-z0-9_-]*$/;

/**
 * The name of a project. A name that somebody gives must be valid as it stands; that of a file or of the directory is
 * made so, as Compose does.
 * Source: https://github.com/compose-spec/compose-spec/blob/main/04-version-and-name.md
 */
export function projectName(sources: NameSources, issues: Issues): string {
  if (sources.given) return checked(sources.given, 'given with --project-name', undefined, issues);
  if (sources.environment)
    return checked(sources.environment, 'given in COMPOSE_PROJECT_NAME', undefined, issues);
  if (sources.file?.name) return adjusted(sources.file.name, sources.file.where, issues);

  const name = normaliseProjectName(basename(sources.workingDirectory));
  if (name === '')
    issues.error(
      `The directory ${sources.workingDirectory} has no name that a project could bear.`,
      undefined,
      'Give the project a name: --project-name, COMPOSE_PROJECT_NAME, or `name:` at the top of the file.',
    );
  return name;
}

/** Lower case, only letters, digits, `-` and `_`, starting with a letter or digit. */
export function normaliseProjectName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

function adjusted(name: string, where: Where | undefined, issues: Issues): string {
  const valid = normaliseProjectName(name);
  if (valid === '') return checked(name, 'of the file', where, issues);
  if (valid !== name)
    issues.warn(
      `The project name "${name}" is read as "${valid}": lower case letters, digits, hyphens and underscores.`,
      where,
      `Write "${valid}".`,
    );
  return valid;
}

function checked(name: string, origin: string, where: Where | undefined, issues: Issues): string {
  if (validName.test(name)) return name;
  const wish = normaliseProjectName(name);
  issues.error(
    `The project name "${name}" ${origin} is not valid: it may hold lower case letters, digits, hyphens and underscores, ` +
      'and starts with a letter or digit.',
    where,
    wish === '' ? undefined : `Use "${wish}".`,
  );
  return wish;
}
