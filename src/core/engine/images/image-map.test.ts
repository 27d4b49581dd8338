import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createImageMap, readImageMap } from './image-map.ts';

const digest = `sha256:${'b'.repeat(64)}`;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-map-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the image map', () => {
  it.each([
    ['postgres:16', 'mirror/pg'],
    ['docker.io/library/postgres:16', 'mirror/pg'],
    ['library/postgres:16', 'mirror/pg'],
    ['postgres', 'mirror/pg'],
    [`postgres:16@${digest}`, 'mirror/pg'],
    [`postgres@${digest}`, `postgres@${digest}`],
    ['postgres-extra:16', 'postgres-extra:16'],
    ['ghcr.io/library/postgres:16', 'ghcr.io/library/postgres:16'],
  ])('asks for %s as %s', (reference, asked) => {
    expect(createImageMap({ 'postgres:*': 'mirror/pg' }).apply(reference)).toBe(asked);
  });

  it('takes the first pattern that matches', () => {
    const map = createImageMap({ 'redis:7': 'a', 'redis:*': 'b', '*': 'c' });
    expect(['redis:7', 'redis:6', 'ghcr.io/x/y'].map(map.apply)).toEqual(['a', 'b', 'c']);
  });

  it('reads a pattern without a tag as the tag latest', () => {
    const map = createImageMap({ nginx: 'n' });
    expect(['nginx', 'nginx:latest', 'nginx:1'].map(map.apply)).toEqual(['n', 'n', 'nginx:1']);
  });

  it('fills stars of the target with what the pattern matched', () => {
    const map = createImageMap({ 'docker.io/*': 'mirror.local/hub/*', '*/acme/*:v1': 'x/*/y/*' });
    expect(map.apply('postgres:16')).toBe('mirror.local/hub/library/postgres:16');
    expect(map.apply('ghcr.io/acme/api:v1')).toBe('x/ghcr.io/y/api');
  });

  it('leaves ids and what is no reference alone', () => {
    const map = createImageMap({ '*': 'x' });
    expect(map.apply(digest)).toBe(digest);
    expect(map.apply('Not A Reference')).toBe('Not A Reference');
  });

  it('is read from the variable itself or from the file that it names', async () => {
    const file = join(folder, 'map.json');
    await writeFile(file, '{"redis:*": "from-file"}');
    expect((await readImageMap({ BLOCKYARD_IMAGE_MAP: file })).apply('redis:7')).toBe('from-file');
    const inline = await readImageMap({ BLOCKYARD_IMAGE_MAP: ' {"redis:*": "inline"}' });
    expect(inline.apply('redis:7')).toBe('inline');
    expect((await readImageMap({})).apply('redis:7')).toBe('redis:7');
    const setting = '{"redis:*": "from-the-setting"}';
    expect((await readImageMap({}, setting)).apply('redis:7')).toBe('from-the-setting');
    expect((await readImageMap({ BLOCKYARD_IMAGE_MAP: file }, setting)).apply('redis:7')).toBe('from-file');
  });

  it('says where bad JSON is', async () => {
    const file = join(folder, 'bad.json');
    await writeFile(file, '{\n  "redis:*": "a",\n  nope\n}');
    await expect(readImageMap({ BLOCKYARD_IMAGE_MAP: file })).rejects.toMatchObject({
      code: 'usage',
      where: { file, line: 3, column: 3 },
    });
    await writeFile(file, '{"redis:*":');
    await expect(readImageMap({ BLOCKYARD_IMAGE_MAP: file })).rejects.toMatchObject({
      where: { file, line: 1, column: 12 },
    });
    await writeFile(file, '{\n  "redis:*": 7\n}');
    await expect(readImageMap({ BLOCKYARD_IMAGE_MAP: file })).rejects.toMatchObject({
      message: "The image map can't be read: `redis:*` is not mapped to the name of an image.",
      where: { file, line: 2, column: 3 },
    });
    const absent = join(folder, 'absent.json');
    await expect(readImageMap({ BLOCKYARD_IMAGE_MAP: absent })).rejects.toMatchObject({
      where: { file: absent },
    });
  });
});
