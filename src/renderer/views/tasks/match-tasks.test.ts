import { expect, test } from 'vitest';
import { type ListedTask, matchTasks } from './match-tasks.ts';

const task = (id: string, title: string, state: ListedTask['state'], project?: string): ListedTask => ({
  id,
  kind: 'up',
  title,
  state,
  ...(project && { project }),
  owner: { pid: 1, startedAt: 0, via: 'web' },
  cancellable: true,
  startedAt: 0,
  progress: [],
  retryable: false,
});

const tasks = [
  task('1', 'Up', 'running', 'shop'),
  task('2', 'Build api', 'failed', 'shop'),
  task('3', 'Up', 'lost', 'billing'),
  task('4', 'Down', 'done', 'billing'),
];
const found = (text: string, outcome: 'all' | 'running' | 'failed') =>
  matchTasks(tasks, { text, outcome }).map(({ id }) => id);

test('by words in title, kind and project', () => {
  expect(found('', 'all')).toEqual(['1', '2', '3', '4']);
  expect(found('SHOP build', 'all')).toEqual(['2']);
});

test('by how they ended: what was lost has failed as well', () => {
  expect(found('', 'running')).toEqual(['1']);
  expect(found('', 'failed')).toEqual(['2', '3']);
});
