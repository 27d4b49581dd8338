import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadStack } from '../../loading/index.ts';
import { checkStack } from '../check-stack.ts';
import { gatherFacts } from '../gather-facts.ts';

async function plainSecrets(at: string): Promise<{ message: string; line?: number | undefined }[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bytest-attached-'));
  try {
    writeFileSync(
      join(folder, 'blockyard.yaml'),
      `name: shop
blocks:
  dwh: { block: postgres@1, at: "${at}" }
services:
  one: { image: "a:1", mem_limit: 64m, bind: [dwh] }
  two: { image: "a:1", mem_limit: 64m, bind: [dwh] }
`,
    );
    const environment = { BLOCKYARD_HOME: join(folder, 'home'), BLOCKYARD_KEYCHAIN: 'off' };
    const project = await loadStack({ workingDirectory: folder, environment, home: join(folder, 'home') });
    const findings = await checkStack(project, await gatherFacts(project));
    return findings
      .filter(({ code }) => code === 'secret-in-plain-text')
      .map(({ message, where }) => ({ message, line: where?.line }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a password in the address of an attached block is told once, where it stands', async () => {
  expect(await plainSecrets('postgresql://me:hunter2@db.example.com/sales')).toEqual([
    { message: 'The address of block dwh has a password in it.', line: 3 },
  ]);
  expect(await plainSecrets('${secret:DWH_URL}')).toEqual([]);
  expect(await plainSecrets('postgresql://me@db.example.com/sales')).toEqual([]);
});
