// @ts-check
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildWhenStale } from './build.mjs';
import { installPackages } from './packages.mjs';
import { inCache, root } from './places.mjs';
import { capture, DevError, handOver, say, seconds } from './run.mjs';
import { testEnvironment } from './test-environment.mjs';

/**
 * @typedef {{passed: number, failed: number, skipped: number}} Counts
 * @typedef {{title: string, ok: boolean, counts?: Counts}} Outcome
 */

/** What reads the text alone: title and npm script. */
const checks = [
  ['lint', 'lint'],
  ['types', 'types'],
  ['arrows', 'arrows'],
  ['dead code', 'dead-code'],
];
/** Projects of vitest.config.ts. The first one needs nothing but packages. */
const parts = ['unit', 'shell', 'peers', 'engine', 'e2e'];
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');

/**
 * All checks and tests, or one part of the tests with filters for its files. The last line says how many tests ran.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export async function test([part, ...filters]) {
  if (part !== undefined && !parts.includes(part))
    throw new DevError(`There is no part ${part}: it is one of ${parts.join(', ')}.`);
  await installPackages();
  const outcomes = part === undefined ? await testAll() : [await testPart(part, filters)];
  const count = (/** @type {keyof Counts} */ key) =>
    outcomes.reduce((sum, { counts }) => sum + (counts?.[key] ?? 0), 0);
  const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : '';
  process.stdout.write(`${count('passed')} passed, ${count('failed')} failed${skipped}\n`);
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
}

/** Tests on real parts mostly wait: what only computes goes beside them. */
async function testAll() {
  const started = Date.now();
  const outcomes = (await Promise.all([computing(), waiting()])).flat();
  const failed = outcomes.filter(({ ok }) => !ok).map(({ title }) => title);
  const verdict = failed.length > 0 ? `Failed: ${failed.join(', ')},` : 'All green';
  say(`\n${verdict} after ${seconds(Date.now() - started)}`);
  return outcomes;
}

async function computing() {
  const outcomes = [];
  for (const [title = '', script = ''] of checks)
    outcomes.push(await step(title, () => capture('npm', ['run', '--silent', script])));
  outcomes.push(await testStep('unit', process.env));
  return outcomes;
}

async function waiting() {
  const built = await step('build', () =>
    buildWhenStale('command', 'page').then(
      () => ({ code: 0, output: '' }),
      (error) => ({ code: 1, output: error.message }),
    ),
  );
  const env = { ...process.env, ...(await testEnvironment()) };
  const outcomes = [built];
  for (const part of parts.slice(1)) outcomes.push(await testStep(part, env));
  return outcomes;
}

/**
 * @param {string} title
 * @param {() => Promise<{code: number, output: string}>} work
 * @returns {Promise<Outcome>}
 */
async function step(title, work) {
  const started = Date.now();
  const { code, output } = await work();
  say(`${code === 0 ? '✓' : '✗'} ${title.padEnd(10)} ${seconds(Date.now() - started)}`);
  if (code !== 0) say(output.trimEnd());
  return { title, ok: code === 0 };
}

/**
 * @param {string} part
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Outcome>}
 */
async function testStep(part, env) {
  const { args, read } = vitestRun(part, []);
  const outcome = await step(part, async () => {
    const { code, output } = await capture(process.execPath, args, { env: { ...env, NO_COLOR: '1' } });
    return { code, output: failuresIn(output) };
  });
  return { ...outcome, counts: read() };
}

/** Without the long list of what passed. @param {string} output */
function failuresIn(output) {
  return output.slice(Math.max(0, output.search(/^⎯+ (Failed|Unhandled)/m)));
}

/**
 * One part, with vitest's own output as it goes.
 * @param {string} part
 * @param {string[]} filters
 * @returns {Promise<Outcome>}
 */
async function testPart(part, filters) {
  const env = part === 'unit' ? process.env : { ...process.env, ...(await testEnvironment()) };
  const { args, read } = vitestRun(part, filters);
  const code = await handOver(process.execPath, args, { cwd: root, env });
  return { title: part, ok: code === 0, counts: read() };
}

/** @param {string} part @param {string[]} filters */
function vitestRun(part, filters) {
  const report = inCache('reports', `${part}.json`);
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    args: [vitest, 'run', '--project', part, '--passWithNoTests', ...reporters, ...filters],
    read: () => countsIn(report),
  };
}

/**
 * What vitest's JSON report counts; a file that failed outside of its tests counts as one that failed.
 * @param {string} report
 * @returns {Counts}
 */
function countsIn(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const broken = testResults.filter(
    (/** @type {{status: string, assertionResults: {status: string}[]}} */ file) =>
      file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  ).length;
  return { passed: numPassedTests, failed: numFailedTests + broken, skipped: numPendingTests + numTodoTests };
}
