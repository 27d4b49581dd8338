import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  composeBinary,
  engines,
  findAllNamed,
  nothingLeft,
  type TestEngine,
  testProject,
} from '../support/index.ts';

/*
 * Every shipped block, as docs/blocks.md says: those whose image or stand-in can be had go through `block test`, on one
 * engine each, the engines by turns (both would cost minutes). The others are expanded, linted, and read by a current
 * Compose.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const folders = (await readdir(path.join(root, 'resources', 'blocks'))).toSorted();
const table = await tableOf(path.join(root, 'docs', 'blocks.md'));
const run = folders.filter((block) => table[block] !== undefined && !table[block].startsWith('nobody yet'));
const notRun = folders.filter((block) => !run.includes(block));

/** Parameters without which a block does nothing. */
const parameters: Record<string, string[]> = { caddy: ['root=caddy:80'] };

it('the table of docs/blocks.md names every shipped block', () => {
  expect(Object.keys(table).toSorted()).toEqual(folders);
});

describe('shipped blocks that can be had here', () => {
  // One after the other on each engine: two cores are soon full.
  const lanes = new Map<TestEngine, Promise<unknown>>();
  for (const [index, block] of run.entries()) {
    const engine = engines()[index % engines().length] as TestEngine;
    it.concurrent(`${block} does what it says (engine ${engine.name})`, { timeout: 900_000 }, async () => {
      const before = lanes.get(engine);
      const testing = Promise.resolve(before).then(() => testBlock(engine, block));
      lanes.set(
        engine,
        testing.catch(() => {}),
      );
      await testing;
    });
  }
});

describe('shipped blocks that nobody has run yet', () => {
  it('are linted, expanded into one stack, and a current Compose reads it', async () => {
    const [engine] = engines();
    if (!engine) throw new Error('There is no engine.');
    const blocks = notRun.map((block) => `  ${block}: { block: ${block} }\n`).join('');
    await using project = await testProject(engine, {
      'blockyard.yaml': `blocks:\n${blocks}services: { app: { image: busybox } }\n`,
    });
    const paths = notRun.map((block) => path.join(root, 'resources', 'blocks', block));
    const { stdout } = await project.blockyard(['block', 'lint', ...paths, '--json']);
    const findings: Finding[] = JSON.parse(stdout).blocks.flatMap(
      (it: { findings: Finding[] }) => it.findings,
    );
    expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);

    const config = await project.blockyard(['config']);
    expect(config).toMatchObject({ code: 0, stderr: '' });
    const compose = composeBinary();
    if (!compose) return;
    await project.write({ 'expanded.yaml': config.stdout });
    await promisify(execFile)(compose, ['-f', 'expanded.yaml', 'config', '--quiet'], {
      cwd: project.folder,
      env: secretsIn(config.stdout),
    });
  });
});

interface Finding {
  severity: 'deny' | 'warn' | 'note';
  message: string;
}

async function testBlock(engine: TestEngine, block: string): Promise<void> {
  await using project = await testProject(engine, {});
  const given = (parameters[block] ?? []).flatMap((one) => ['--with', one]);
  const { stdout, stderr } = await project.blockyard(['block', 'test', block, ...given, '--json']);
  if (!stdout.startsWith('{')) throw new Error(stderr);
  const [report] = JSON.parse(stdout).blocks;
  const failed = report.checks.filter((row: { outcome: string }) => row.outcome === 'failed');
  expect(failed).toEqual([]);
  expect(report.passed).toBe(true);
  expect(await findAllNamed(engine, `blocktest-${block}-`)).toEqual(nothingLeft);
}

/** What `config` leaves to the environment: `${NAME:?…}`. */
function secretsIn(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => [name, 'secret']));
}

/** The table of the shipped blocks: name → what it was run with. */
async function tableOf(file: string): Promise<Record<string, string>> {
  const text = await readFile(file, 'utf8');
  const [, section = ''] = text.split('## The shipped blocks');
  const rows = section.matchAll(/^\| ([a-z0-9-]+) \| (.*) \|$/gm);
  return Object.fromEntries(
    [...rows].map(([, name = '', words = '']) => [name, words]).filter(([name]) => name !== 'block'),
  );
}
