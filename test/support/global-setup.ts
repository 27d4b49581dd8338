import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildWhenStale } from '../../tools/dev/build.mjs';
import { findAllNamed, removeAllNamed } from './clean.ts';
import { engines } from './engines.ts';
import { projectsOfFailedTries } from './failed-tries.ts';
import { temporaryFolder } from './folder.ts';

/**
 * Once for all tests that use an engine: the command is built (for those in a browser, the page too), and what they leave behind on an engine is a failure (and is removed).
 * Where others use the same engines, only names of this run count; with CI set, every new `bytest-` name does.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Tests that call the core itself can run all the same: only those that run the command fail, with this reason.
  const wanted = project.name === 'e2e' ? (['command', 'page'] as const) : (['command'] as const);
  await buildWhenStale(...wanted).catch((error: Error) => {
    process.env['BLOCKYARD_TEST_BUILD_FAILED'] = error.message;
  });
  process.env['BLOCKYARD_TEST_RUN'] ??= randomBytes(2).toString('hex');
  const prefix = process.env['CI'] ? 'bytest-' : `bytest-${process.env['BLOCKYARD_TEST_RUN']}-`;
  const before = new Set(await namesOnEngines(prefix));
  const failedTries = await temporaryFolder();
  process.env['BLOCKYARD_TEST_FAILED_TRIES'] = path.join(failedTries.path, 'projects');
  return async () => {
    const excused = await projectsOfFailedTries();
    await failedTries[Symbol.asyncDispose]();
    const left = (await namesOnEngines(prefix)).filter(
      (name) => !before.has(name) && !excused.some((project) => name.includes(project)),
    );
    for (const engine of engines())
      await removeAllNamed(engine, `bytest-${process.env['BLOCKYARD_TEST_RUN']}-`);
    if (left.length > 0) throw new Error(`Tests left behind on the engine:\n  ${left.join('\n  ')}`);
  };
}

async function namesOnEngines(prefix: string): Promise<string[]> {
  const found = await Promise.all(
    engines().map(async (engine) =>
      Object.entries(await findAllNamed(engine, prefix)).flatMap(([kind, names]: [string, string[]]) =>
        names.map((name) => `engine ${engine.name}: ${kind.slice(0, -1)} ${name}`),
      ),
    ),
  );
  return found.flat();
}
