import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContextFilter, ignoring, parseIgnore, walkContext, walkUsed } from './context.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-context-'));
  const files = ['a.b', 'a/x', 'a/deep/y', 'b/keep/me', 'b/lose/me', 'c.md', 'README.md', 'é'];
  for (const file of files) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), file);
  }
  await symlink('a', join(folder, 'link'));
});
afterAll(() => rm(folder, { recursive: true }));

async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

async function paths(filter: ContextFilter): Promise<string[]> {
  return (await collect(walkContext(folder, filter))).map(({ path }) => path);
}

describe('a build context', () => {
  it('is walked in the order of paths, folders first, links as links', async () => {
    const entries = await collect(walkContext(folder, ignoring([])));
    expect(entries.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'file README.md',
      'folder a',
      'folder a/deep',
      'file a/deep/y',
      'file a/x',
      'file a.b',
      'folder b',
      'folder b/keep',
      'file b/keep/me',
      'folder b/lose',
      'file b/lose/me',
      'file c.md',
      'link link',
      'file é',
    ]);
    expect(entries.find(({ kind }) => kind === 'link')?.linkTarget).toBe('a');
  });

  it.each([
    [
      ['a', 'b', 'link'],
      ['README.md', 'a.b', 'c.md', 'é'],
    ],
    [['*', '!c.md'], ['c.md']],
    [['*.md', '!README.md', 'a*', 'b', 'link', 'é'], ['README.md']],
    [
      ['*', '!b/keep'],
      ['b', 'b/keep', 'b/keep/me'],
    ],
    [
      ['*', '!**/y'],
      ['a', 'a/deep', 'a/deep/y'],
    ],
    [
      ['**/me', 'a', 'a.b', 'link', '*.md', 'é'],
      ['b', 'b/keep', 'b/lose'],
    ],
    [['/a/', './b', 'link', 'é', '[a-c].*'], ['README.md']],
  ])('with %j ignored holds %j', async (patterns, kept) => {
    expect(await paths(ignoring(patterns))).toEqual(kept);
  });

  it('is narrowed to what a Dockerfile uses, unless a link or a wildcard hides what that is', async () => {
    const used = async (include: string[]) =>
      (await collect(walkUsed(folder, { include, exclude: ['a/deep'] }))).map(({ path }) => path);
    expect(await used(['a', 'c.md'])).toEqual(['a', 'a/x', 'c.md']);
    expect(await used(['b/keep/me'])).toEqual(['b', 'b/keep', 'b/keep/me']);
    expect(await used(['link/x'])).toContain('a/x');
    expect(await used(['*.md'])).toContain('c.md');
    expect(await used(['/'])).toContain('c.md');
  });
});

it('.dockerignore has comments, spaces and empty lines', () => {
  expect(parseIgnore('\uFEFF# no\r\n  a  \r\n\r\n!b\n')).toEqual(['a', '!b']);
});
