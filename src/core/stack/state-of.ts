import type { ContainerStatus, StackStatus } from './stack.ts';

/** What the members of a stack (neither orphans nor one-off) make of it. */
export function stateOf(
  members: readonly Pick<ContainerStatus, 'state' | 'exitCode'>[],
): StackStatus['state'] {
  if (members.length === 0) return 'absent';
  const running = members.filter(({ state }) => state === 'running' || state === 'restarting');
  if (running.length === 0) return 'stopped';
  // A job that has done its work is as good as running; one that was merely created has no exit code to speak of.
  return members.every(({ state, exitCode }) => state === 'running' || (state === 'exited' && exitCode === 0))
    ? 'running'
    : 'partial';
}
