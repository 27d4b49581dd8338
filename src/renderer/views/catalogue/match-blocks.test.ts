import { expect, test } from 'vitest';
import type { BlockSummary } from '../../../shared/contract/index.ts';
import { commonTags, matchBlocks } from './match-blocks.ts';

const block = (name: string, tags: string[], bindings: string[] = []): BlockSummary => ({
  reference: `${name}@1`,
  name,
  version: '1.0.0',
  title: name.toUpperCase(),
  description: `The ${name}.`,
  owner: 'Blockyard',
  tags,
  origin: { kind: 'built-in' },
  bindings,
});
const blocks = [
  block('postgres', ['database', 'sql'], ['DATABASE_URL']),
  block('mysql', ['database', 'sql'], ['DATABASE_URL']),
  block('redis', ['cache', 'database'], ['REDIS_URL']),
];
const found = (text: string, tag = '') => matchBlocks(blocks, { text, tag }).map(({ name }) => name);

test('every word is looked for in all that a block says of itself', () => {
  expect(found('')).toEqual(['postgres', 'mysql', 'redis']);
  expect(found('the sql')).toEqual(['postgres', 'mysql']);
  expect(found('redis_url')).toEqual(['redis']);
  expect(found('', 'cache')).toEqual(['redis']);
  expect(found('postgres', 'cache')).toEqual([]);
});

test('tags that several blocks share are offered', () => {
  expect(commonTags(blocks)).toEqual(['database', 'sql']);
});
