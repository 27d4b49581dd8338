import { expect, test } from 'vitest';
import { markdownBlocks, markdownSpans } from './markdown-blocks.ts';

test('a README becomes headings, paragraphs, lists, code and tables', () => {
  expect(
    markdownBlocks(
      '# db\n\nOne server.\nIts data stays.\n\n```yaml\nblocks: {}\n\n```\n- one\n  goes on\n- two\n\n1. first\n\n| a | b | |\n|---|---|---|\n| `x|y` | | z |\n',
    ),
  ).toEqual([
    { kind: 'heading', level: 1, text: 'db' },
    { kind: 'paragraph', text: 'One server. Its data stays.' },
    { kind: 'code', text: 'blocks: {}\n' },
    { kind: 'list', ordered: false, items: ['one goes on', 'two'] },
    { kind: 'list', ordered: true, items: ['first'] },
    { kind: 'table', head: ['a', 'b', ''], rows: [['`x|y`', '', 'z']] },
  ]);
});

test('what is not understood stays text', () => {
  expect(markdownBlocks('<img src=x onerror=alert(1)>\n|a|\n```')).toEqual([
    { kind: 'paragraph', text: '<img src=x onerror=alert(1)> |a|' },
    { kind: 'code', text: '' },
  ]);
});

test('pieces of a line', () => {
  expect(markdownSpans('**Get** `A_B`, see [docs](javascript:alert(1)) and max_connections_now')).toEqual([
    { kind: 'strong', text: 'Get' },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'A_B' },
    { kind: 'text', text: ', see ' },
    { kind: 'text', text: 'docs (javascript:alert(1)' },
    { kind: 'text', text: ') and max_connections_now' },
  ]);
});
