import { appendFile, readFile } from 'node:fs/promises';
import { afterEach } from 'vitest';

/*
 * A test that fails is stopped wherever it was. What the engine was asked for by then it still makes, after the test's
 * clean-up: that is the failure's, and no leak of its own. Each process tells the end of the run by a file.
 */

const made: string[] = [];

/** Remembers that the test that runs made a project of that name. */
export function rememberProject(name: string): void {
  made.push(name);
}

/** Set up in every process of tests on an engine. */
export function tellFailedTries(): void {
  afterEach(async ({ task }) => {
    const file = process.env['BLOCKYARD_TEST_FAILED_TRIES'];
    const projects = made.splice(0);
    if (file && task.result?.state === 'fail' && projects.length > 0)
      await appendFile(file, `${projects.join('\n')}\n`);
  });
}

export async function projectsOfFailedTries(): Promise<string[]> {
  const text = await readFile(process.env['BLOCKYARD_TEST_FAILED_TRIES'] ?? '', 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean);
}
