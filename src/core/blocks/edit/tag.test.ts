import { expect, test } from 'vitest';
import { editText } from './edit-text.ts';

const ports = {
  kind: 'set',
  path: ['services', 'web', 'ports'],
  value: ['127.0.0.1:80:80'],
  tag: '!override',
} as const;

test('what takes the place of lower files is marked, in a section as between braces', () => {
  expect(editText('services:\n  web:\n    user: "1"\n', [ports], 'f')).toBe(
    'services:\n  web:\n    user: "1"\n    ports: !override [127.0.0.1:80:80]\n',
  );
  expect(editText('services: { web: { user: "1" } }\n', [ports], 'f')).toBe(
    'services: { web: { user: "1", ports: !override [127.0.0.1:80:80] } }\n',
  );
});

test('a mark is made once, and what is to be taken away is null', () => {
  const once = editText('', [ports], 'f');
  expect(editText(once, [ports], 'f')).toBe(once);
  expect(editText('', [{ kind: 'set', path: ['a', 'b'], value: null, tag: '!reset' }], 'f')).toBe(
    'a:\n  b: !reset null\n',
  );
});
