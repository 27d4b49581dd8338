import { readFileSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import type { ComposeProject } from '../compose/index.ts';
import type { Facts } from './facts.ts';

/** Larger files are not written by hand. */
const maximumBytes = 512 * 1024;

/** What rules may know of a project, beside what its caller knows. Files are read when a rule asks for them. */
export function factsOf(
  project: Pick<ComposeProject, 'workingDirectory'>,
  known: Pick<Facts, 'engineMemory' | 'teamSeverities' | 'rules' | 'ruleProblems'> & { now?: Date } = {},
): Facts {
  const { now = new Date(), ...facts } = known;
  const lines = new Map<string, string[]>();
  const linesOf = (file: string) => {
    const read = lines.get(file) ?? (textOf(file) ?? '').split('\n');
    lines.set(file, read);
    return read;
  };
  return {
    ...facts,
    today: dateOf(now),
    lineAt: ({ file, line }) => (line === undefined ? undefined : linesOf(file)[line - 1]),
    read: (path) => (isInside(path, project.workingDirectory) ? textOf(path) : undefined),
  };
}

/** The date where the user is. */
export function dateOf(time: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** Of an ordinary file: a pipe would keep whoever reads it. */
function textOf(file: string): string | undefined {
  try {
    const found = statSync(file);
    return found.isFile() && found.size <= maximumBytes ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function isInside(path: string, folder: string): boolean {
  try {
    return realpathSync(path).startsWith(realpathSync(folder) + sep);
  } catch {
    return false;
  }
}
