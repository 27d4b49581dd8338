import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { removeAllNamed } from './clean.ts';
import {
  blockyard,
  type CommandOptions,
  type CommandResult,
  type RunningCommand,
  startBlockyard,
} from './cli.ts';
import type { TestEngine } from './engines.ts';
import { rememberProject } from './failed-tries.ts';
import { temporaryFolder, writeFiles } from './folder.ts';
import { uniqueName } from './names.ts';

export interface TestProject extends AsyncDisposable {
  /** The project's name, which is its folder's name as well: no `-p` is needed. */
  readonly name: string;
  readonly folder: string;
  /** A BLOCKYARD_HOME of its own. */
  readonly home: string;
  readonly engine: TestEngine;
  /** The environment in which `blockyard` sees this engine and this home. */
  readonly environment: Record<string, string>;
  /** Writes more files, or other content into those there are. */
  write(files: Record<string, string | Buffer>): Promise<void>;
  /** Runs `blockyard …` in the folder to its end. */
  blockyard(args: string[], options?: Partial<CommandOptions>): Promise<CommandResult>;
  /** Starts `blockyard …` in the folder. */
  start(args: string[], options?: Partial<CommandOptions>): RunningCommand;
}

/**
 * A project in a temporary folder, for one engine:
 * `await using project = await testProject(engine, { 'compose.yaml': '…' })`.
 * At the end of the block everything of its name on the engine goes, and the folder.
 */
export async function testProject(
  engine: TestEngine,
  files: Record<string, string | Buffer>,
  word = 'project',
): Promise<TestProject> {
  const parent = await temporaryFolder();
  const name = uniqueName(word);
  rememberProject(name);
  const folder = path.join(parent.path, name);
  const home = path.join(parent.path, 'home');
  await mkdir(folder);
  await mkdir(home);
  await writeFiles(folder, files);
  const environment = { ...engine.environment, BLOCKYARD_HOME: home };
  const inHere = (options: Partial<CommandOptions> = {}): CommandOptions => ({
    cwd: folder,
    ...options,
    environment: { ...environment, ...options.environment },
  });
  return {
    name,
    folder,
    home,
    engine,
    environment,
    write: (more) => writeFiles(folder, more),
    blockyard: (args, options) => blockyard(args, inHere(options)),
    start: (args, options) => startBlockyard(args, inHere(options)),
    [Symbol.asyncDispose]: async () => {
      await removeAllNamed(engine, name);
      await parent[Symbol.asyncDispose]();
    },
  };
}
