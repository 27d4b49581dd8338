import { afterEach, expect, test, vi } from 'vitest';
import { commandStore, removeCommands, runCommand, setCommands } from './registry.ts';

const page = Symbol('page');
const view = Symbol('view');
const ids = () => commandStore.getState().map(({ id }) => id);

afterEach(() => {
  removeCommands(page);
  removeCommands(view);
});

test('commands are there as long as their owner is', () => {
  setCommands(page, [{ id: 'go.logs', title: 'Logs', group: 'Go to', run: vi.fn() }]);
  setCommands(view, [{ id: 'logs.follow', title: 'Follow', group: 'Logs', run: vi.fn() }]);
  expect(ids()).toEqual(['go.logs', 'logs.follow']);
  removeCommands(view);
  expect(ids()).toEqual(['go.logs']);
});

test('of one id the nearer one is run', () => {
  const far = vi.fn();
  const near = vi.fn();
  setCommands(page, [{ id: 'find', title: 'Find', group: 'Page', run: far }]);
  setCommands(view, [{ id: 'find', title: 'Find in logs', group: 'Logs', run: near }]);
  expect(runCommand('find')).toBe(true);
  expect([far.mock.calls.length, near.mock.calls.length]).toEqual([0, 1]);
});

test('what can not be done now, or is not there, is not run', () => {
  const run = vi.fn();
  setCommands(page, [{ id: 'up', title: 'Up', group: 'Stack', enabled: false, run }]);
  expect([runCommand('up'), runCommand('nothing')]).toEqual([false, false]);
  expect(run).not.toHaveBeenCalled();
});
