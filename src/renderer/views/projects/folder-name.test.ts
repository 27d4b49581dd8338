import { expect, test } from 'vitest';
import { folderNameOf } from './folder-name.ts';

test.each([
  ['git@example.com:team/shop.git', 'shop'],
  ['https://example.com/team/shop/', 'shop'],
  ['ssh://git@example.com:2222/shop.git', 'shop'],
  ['/srv/git/shop', 'shop'],
  ['git@example.com:shop', 'shop'],
  ['https://example.com/..', ''],
  ['', ''],
])('%s goes into %s', (url, name) => expect(folderNameOf(url)).toBe(name));
