import { expect, it } from 'vitest';
import { fileNameFor, join, nameOf, parentOf, stepsTo, visibleName } from './paths.ts';

it('go down and up', () => {
  expect(join('/', 'etc')).toBe('/etc');
  expect(join('/etc', 'ssl')).toBe('/etc/ssl');
  expect(parentOf('/etc/ssl')).toBe('/etc');
  expect(parentOf('/etc')).toBe('/');
  expect(parentOf('/')).toBe('/');
  expect(nameOf('/etc/ssl')).toBe('ssl');
  expect(stepsTo('/etc/ssl')).toEqual([
    { name: '/', path: '/' },
    { name: 'etc', path: '/etc' },
    { name: 'ssl', path: '/etc/ssl' },
  ]);
});

it('become names that every system takes', () => {
  const names = ['a b.txt', 'two\nlines', '..', '.env', 'a:b*?"', 'CON.txt', 'end. ', '', '\u202egpj.exe'];
  expect(names.map(fileNameFor)).toEqual([
    ...['a b.txt', 'two lines', '_', '_env', 'a_b___', '_CON.txt', 'end', 'file', 'gpj.exe'],
  ]);
});

it('are shown with what cannot be seen', () => {
  expect(visibleName('two\nlines \x1b]0;x\x07 \u202egpj')).toBe('two\\nlines \\x1b]0;x\\x07 \\u202egpj');
});
