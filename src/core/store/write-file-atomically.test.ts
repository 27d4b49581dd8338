import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeFileAtomically } from './index.ts';

test('a file is replaced as a whole and nothing else stays behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bytest-write-'));
  const path = join(folder, 'settings.json');
  await writeFileAtomically(path, 'one');
  await Promise.all(['two', 'three', 'four'].map((text) => writeFileAtomically(path, text.repeat(10_000))));
  expect(await readFile(path, 'utf8')).toMatch(/^((two){10000}|(three){10000}|(four){10000})$/);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await expect(writeFileAtomically(join(folder, 'no-folder', 'file'), '')).rejects.toThrow('ENOENT');
  expect(await readdir(folder)).toEqual(['settings.json']);
  await rm(folder, { recursive: true });
});
