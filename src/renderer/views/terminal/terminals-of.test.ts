import { expect, it } from 'vitest';
import type { TerminalView } from '../../../shared/contract/index.ts';
import { titleOf } from './terminals-of.ts';

const terminal = (id: string, command: string[] = []): TerminalView => ({
  ...{
    id,
    command,
    project: 'p',
    service: 'db',
    number: 1,
    container: 'shop-db-1',
    startedAt: 0,
    state: 'running',
  },
});

it('names a tab by its service and command, and counts those that are alike', () => {
  const all = [terminal('a'), terminal('b', ['psql', '-c\u001b]0;evil\u0007']), terminal('c')];
  expect(all.map((one) => titleOf(one, all))).toEqual(['db · 1', 'db psql -c ]0;evil', 'db · 2']);
});
