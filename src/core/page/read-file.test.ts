import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPageFile } from './index.ts';

let root: string;
let page: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bytest-page-'));
  page = join(root, 'page');
  await mkdir(join(page, 'assets'), { recursive: true });
  await writeFile(join(page, 'index.html'), '<!doctype html>');
  await writeFile(join(page, 'assets', 'a b-1a.js'), 'export {}');
  await writeFile(join(root, 'secret.html'), 'secret');
  await mkdir(join(root, 'page-beside'));
  await writeFile(join(root, 'page-beside', 'index.html'), 'secret');
});

afterAll(() => rm(root, { recursive: true }));

test('the root is the entry, which is never kept; other files are kept for good', async () => {
  const entry = await readPageFile(page, '/');
  expect(entry?.body.toString()).toBe('<!doctype html>');
  expect(entry?.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  const script = await readPageFile(page, '/assets/a%20b-1a.js');
  expect(script?.body.toString()).toBe('export {}');
  expect(script?.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'max-age=31536000, immutable',
  });
});

test('the policy begins with nothing, and lets no inline script and no eval in', async () => {
  const policy = (await readPageFile(page, '/'))?.headers['content-security-policy'] ?? '';
  expect(policy.startsWith("default-src 'none'; script-src 'self';")).toBe(true);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-eval');
});

test.each([
  '/../secret.html',
  '/%2e%2e/secret.html',
  '/..%2fsecret.html',
  '/assets/../../secret.html',
  '/..%5csecret.html',
  '/../page-beside/index.html',
  '//etc/passwd',
  '/index.html%00.js',
  '/%ff',
  '/C:/secret.html',
  '/index.html::$DATA',
  '/assets',
  '/nothing.js',
  '/..',
  'secret.html',
])('%s is refused', async (path) => {
  expect(await readPageFile(page, path)).toBeUndefined();
});
