import { describe, expect, test } from 'vitest';
import { linkAmong, readLink } from './deep-links.ts';

test.each([
  ['blockyard://open?folder=/home/ada/shop', { kind: 'open-folder', folder: '/home/ada/shop' }],
  ['blockyard://open/?folder=C%3A%5Cwork%5Cshop', { kind: 'open-folder', folder: 'C:\\work\\shop' }],
  [
    'blockyard://clone?url=https://example.com/a/b.git',
    { kind: 'clone', url: 'https://example.com/a/b.git' },
  ],
  ['blockyard://clone?url=git%40example.com%3Aa%2Fb.git', { kind: 'clone', url: 'git@example.com:a/b.git' }],
  ['blockyard://clone?url=ssh://git@example.com/a/b', { kind: 'clone', url: 'ssh://git@example.com/a/b' }],
  ['blockyard://project/p-12ab/logs', { kind: 'go', path: '/project/p-12ab/logs' }],
  ['blockyard://project/p-12ab', { kind: 'go', path: '/project/p-12ab/stack' }],
  ['blockyard://project/p-12ab/', { kind: 'go', path: '/project/p-12ab/stack' }],
])('%s is understood', (link, wish) => {
  expect(readLink(link)).toEqual(wish);
});

describe('refused', () => {
  test.each([
    ['another scheme', 'https://open?folder=/a'],
    ['no link at all', 'blockyard'],
    ['an unknown verb', 'blockyard://up?project=shop'],
    ['a verb that would run something', 'blockyard://run?command=rm'],
    ['a user in the address', 'blockyard://root@open?folder=/a'],
    ['a port in the address', 'blockyard://open:80?folder=/a'],
    ['a relative folder', 'blockyard://open?folder=../a'],
    ['a network share', 'blockyard://open?folder=%5C%5Cevil%5Cshare'],
    ['a network share with slashes', 'blockyard://open?folder=//evil/share'],
    ['a folder with an escape sequence', 'blockyard://open?folder=/a%1b[2J'],
    ['a folder written backwards', 'blockyard://open?folder=/a%E2%80%AEtxt'],
    ['a second parameter', 'blockyard://open?folder=/a&then=up'],
    ['two folders', 'blockyard://open?folder=/a&folder=/b'],
    ['a path behind the verb', 'blockyard://open/up?folder=/a'],
    ['git’s way to run a program', 'blockyard://clone?url=ext::sh%20-c%20id'],
    ['an option for git', 'blockyard://clone?url=--upload-pack=id'],
    ['an option for ssh as a host', 'blockyard://clone?url=ssh://-oProxyCommand=id/x'],
    ['an option for ssh as a host, short form', 'blockyard://clone?url=git%40-oProxyCommand%3Did%3Ax'],
    ['this machine’s disk', 'blockyard://clone?url=file:///etc'],
    ['plain http', 'blockyard://clone?url=http://example.com/a'],
    ['a password', 'blockyard://clone?url=https://a:b@example.com/c'],
    ['an unknown view', 'blockyard://project/p-1/up'],
    ['a project id that is no name', 'blockyard://project/a%20b/logs'],
    ['an encoded slash', 'blockyard://project/a%2f..%2fsettings/logs'],
    ['more than there is', 'blockyard://project/p-1/logs/x'],
    ['a very long one', `blockyard://open?folder=/${'a'.repeat(5000)}`],
  ])('%s', (_, link) => {
    expect(readLink(link)).toBeUndefined();
  });
});

test.each(['blockyard://project/../settings', 'blockyard://project/a/%2e%2e/%2e%2e/settings'])(
  '%s does not leave the projects',
  (link) => {
    expect(readLink(link)).toEqual({ kind: 'go', path: '/project/settings/stack' });
  },
);

test('a link is found among arguments, a file that is called like one is not', () => {
  expect(linkAmong(['/opt/Blockyard/blockyard', '--no-sandbox', 'blockyard://project/p-1'])).toEqual({
    kind: 'go',
    path: '/project/p-1/stack',
  });
  expect(
    linkAmong(['/opt/Blockyard/blockyard', './blockyard', '--x=blockyard://project/p-1']),
  ).toBeUndefined();
});
