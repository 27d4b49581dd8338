import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ComposeProject, WatchRule } from '../../compose/index.ts';
import { compileRules } from './rules.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'bytest-rules-'));
  mkdirSync(path.join(folder, 'api/src'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function compile(rule: WatchRule, dockerignore?: string) {
  if (dockerignore) writeFileSync(path.join(folder, 'api/.dockerignore'), dockerignore);
  const service = {
    command: null,
    entrypoint: null,
    build: { context: path.join(folder, 'api') },
    develop: { watch: [rule] },
  };
  const project = { config: { name: 'bytest', services: { api: service } } } as unknown as ComposeProject;
  const [compiled] = compileRules(project);
  if (!compiled) throw new Error('no rule');
  return compiled;
}

const at = (...parts: string[]) => path.join(folder, ...parts);

test('a folder rule takes the files below it and says where each goes', () => {
  const rule = compile({ path: at('api/src'), action: 'sync', target: '/app/src' });
  expect(rule.matches(at('api/src/deep/index.js'))).toBe(true);
  expect(rule.matches(at('api/srcs/index.js'))).toBe(false);
  expect(rule.matches(at('api/package.json'))).toBe(false);
  expect(rule.targetOf(at('api/src/deep/index.js'))).toBe('/app/src/deep/index.js');
});

test('a file rule takes that file alone', () => {
  const rule = compile({ path: at('api/package.json'), action: 'sync', target: '/app/package.json' });
  expect(rule.matches(at('api/package.json'))).toBe(true);
  expect(rule.matches(at('api/package-lock.json'))).toBe(false);
  expect(rule.targetOf(at('api/package.json'))).toBe('/app/package.json');
});

test('ignore patterns are relative to the rule, with exceptions', () => {
  const rule = compile({
    path: at('api'),
    action: 'sync',
    target: '/app',
    ignore: ['node_modules/', '*.log', '!keep.log'],
  });
  expect(rule.matches(at('api/node_modules/left-pad/index.js'))).toBe(false);
  expect(rule.matches(at('api/debug.log'))).toBe(false);
  expect(rule.matches(at('api/keep.log'))).toBe(true);
});

test('an ignored folder is not watched at all, unless an exception may lie in it', () => {
  const plain = compile({ path: at('api'), action: 'sync', target: '/app', ignore: ['node_modules'] });
  expect(plain.prunes(at('api/node_modules'))).toBe(true);
  const exception = compile({
    path: at('api'),
    action: 'sync',
    target: '/app',
    ignore: ['node_modules', '!node_modules/own'],
  });
  expect(exception.prunes(at('api/node_modules'))).toBe(false);
});

test('include narrows a rule down', () => {
  const rule = compile({ path: at('api'), action: 'sync', target: '/app', include: ['**/*.js'] });
  expect(rule.matches(at('api/src/index.js'))).toBe(true);
  expect(rule.matches(at('api/src/index.css'))).toBe(false);
});

test('what .dockerignore keeps out of the build, and what editors leave, is nobody’s business', () => {
  const rule = compile({ path: at('api'), action: 'sync', target: '/app' }, '# comment\nsecret.txt\n');
  expect(rule.matches(at('api/secret.txt'))).toBe(false);
  expect(rule.matches(at('api/src/.index.js.swp'))).toBe(false);
  expect(rule.matches(at('api/src/index.js~'))).toBe(false);
  expect(rule.matches(at('api/.git/HEAD'))).toBe(false);
  expect(rule.matches(at('api/src/index.js'))).toBe(true);
});
