import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BlockyardError, type Where } from '../../shared/index.ts';
import type { EnvironmentLookup, VariableSource } from './context.ts';
import { parseDotenv } from './dotenv.ts';
import { ComposeInvalid, FileNotFound } from './errors.ts';
import type { Issues } from './issues.ts';
import { readText, UnreadableFile } from './read-text.ts';

/** The variables that a project sees: the shell's first, then those of each env file in the order they were added. */
export class ProjectEnvironment implements EnvironmentLookup {
  readonly #shell: Map<string, string>;
  readonly #dotenv = new Map<string, string>();

  constructor(shell: Record<string, string | undefined>) {
    this.#shell = new Map(
      Object.entries(shell).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  }

  get(name: string): string | undefined {
    return this.#shell.get(name) ?? this.#dotenv.get(name);
  }

  sourceOf(name: string): VariableSource | undefined {
    if (this.#shell.has(name)) return 'shell';
    return this.#dotenv.has(name) ? 'dotenv' : undefined;
  }

  *entries(): Iterable<[string, string]> {
    for (const entry of this.#dotenv) if (!this.#shell.has(entry[0])) yield entry;
    yield* this.#shell;
  }

  /** Adds what is not set yet. */
  add(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values))
      if (!this.#dotenv.has(name)) this.#dotenv.set(name, value);
  }

  /** Sets a variable of the project's own: it is not the shell's, whatever the shell says. */
  define(name: string, value: string): void {
    this.#shell.delete(name);
    this.#dotenv.set(name, value);
  }

  /** The same variables for an included file, which may bring env files of its own. */
  copy(): ProjectEnvironment {
    const copy = new ProjectEnvironment(Object.fromEntries(this.#shell));
    copy.add(Object.fromEntries(this.#dotenv));
    return copy;
  }
}

/**
 * Reads env files for the environment of a project. Later files win over earlier ones, and what is known already wins
 * over all of them.
 * @param referrer where the files are named, if in a file
 */
export async function readEnvFiles(
  files: readonly string[],
  environment: EnvironmentLookup,
  issues: Issues,
  referrer?: Where,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const file of files) {
    const text = await readEnvFile(file, issues, referrer);
    if (text === undefined) continue;
    try {
      const lookup = (name: string) => environment.get(name) ?? values[name];
      const read = parseDotenv(text, {
        file,
        lookup,
        onUnset: (name, where) =>
          issues.warnOnce(`unset ${name}`, `The variable ${name} is not set: it is empty here.`, where),
      });
      Object.assign(values, read);
    } catch (thrown) {
      if (!(thrown instanceof BlockyardError)) throw thrown;
      issues.add(thrown);
    }
  }
  return values;
}

/** `.env` of a directory, when there is one. */
export async function defaultEnvFiles(directory: string): Promise<string[]> {
  const file = join(directory, '.env');
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? [file] : [];
}

async function readEnvFile(
  file: string,
  issues: Issues,
  referrer: Where | undefined,
): Promise<string | undefined> {
  try {
    // Files that no file names are those of the command line, or a `.env`, which was found to be a regular file.
    return await readText(file, referrer === undefined);
  } catch (thrown) {
    if (!(thrown instanceof UnreadableFile)) throw thrown;
    const message = `The env file ${file} ${thrown.message}.`;
    issues.add(
      thrown.isMissing
        ? new FileNotFound(message, {
            where: referrer,
            remedy: 'Check the path that was given with --env-file, COMPOSE_ENV_FILES or include.env_file.',
          })
        : new ComposeInvalid(message, { where: referrer ?? { file }, cause: thrown.cause }),
    );
    return undefined;
  }
}
