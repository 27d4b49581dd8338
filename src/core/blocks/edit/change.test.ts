import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeStackFile, writeStackFile } from './change.ts';
import { addInstance } from './edits.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-edit-'));
});
afterEach(() => rm(folder, { recursive: true }));

const redis = addInstance('cache', { block: 'redis@1' });

test('a folder without a stack file gets one that all may read', async () => {
  const change = await changeStackFile(folder, [redis]);
  expect(change).toEqual({
    file: join(folder, 'blockyard.yaml'),
    before: undefined,
    after: 'blocks:\n  cache: { block: redis@1 }\n',
  });
  expect(await readdir(folder)).toEqual([]);
  await writeStackFile(change);
  expect(await readFile(change.file, 'utf8')).toBe(change.after);
  expect((await stat(change.file)).mode & 0o777).toBe(0o644);
});

test('a file keeps its name, its rights and its being a link', async () => {
  const real = join(folder, 'shared.yaml');
  await writeFile(real, 'name: shop\n');
  await chmod(real, 0o640);
  await symlink('shared.yaml', join(folder, 'blockyard.yml'));
  const change = await changeStackFile(folder, [redis]);
  await writeStackFile(change);
  expect(await readFile(real, 'utf8')).toBe('name: shop\n\nblocks:\n  cache: { block: redis@1 }\n');
  expect((await stat(real)).mode & 0o777).toBe(0o640);
  expect((await readdir(folder)).sort()).toEqual(['blockyard.yml', 'shared.yaml']);
});

test('a file that was changed or made meanwhile is not written', async () => {
  const change = await changeStackFile(folder, [redis]);
  await writeFile(change.file, 'name: mine\n');
  await expect(writeStackFile(change)).rejects.toMatchObject({ code: 'confirmation-required' });
  expect(await readFile(change.file, 'utf8')).toBe('name: mine\n');
});
