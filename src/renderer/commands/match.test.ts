import { expect, test } from 'vitest';
import type { Command } from './command.ts';
import { matchCommands } from './match.ts';

const run = () => undefined;
const commands: Command[] = [
  { id: 'up', title: 'Bring up shop', group: 'Stack', run },
  { id: 'down', title: 'Take down shop', group: 'Stack', run },
  { id: 'logs', title: 'Logs', group: 'Go to', keywords: 'what the services write', run },
  { id: 'db', title: 'Show db', group: 'Services', keywords: 'postgres:17', run },
  { id: 'shop', title: 'Open shop', group: 'Projects', keywords: '/home/me/shop', run },
];
const found = (typed: string) => matchCommands(commands, typed).map(({ id }) => id);

test('without words all come, in their order', () => {
  expect(found('  ')).toEqual(['up', 'down', 'logs', 'db', 'shop']);
});

test('every word has to fit somewhere', () => {
  expect(found('shop up')).toEqual(['up']);
  expect(found('shop nowhere')).toEqual([]);
});

test('the start of a title comes before the start of a word, and that before a keyword', () => {
  expect(found('show')).toEqual(['db']);
  expect(found('shop')).toEqual(['up', 'down', 'shop']);
  expect(found('lo')).toEqual(['logs']);
});

test('groups and keywords count as well', () => {
  expect(found('postgres')).toEqual(['db']);
  expect(found('projects')).toEqual(['shop']);
});

test('first letters find too', () => {
  expect(found('bus')).toEqual(['up']);
});
