import type { Core } from './core.ts';

/** Keeps with a task what it was asked for by, so that `tasks.retry` can ask again. */
export function rememberRequest(
  { tasks }: Core,
  { task }: { task: string },
  path: readonly string[],
  input: unknown,
): void {
  // A retried task remembers what is done again, not that it was a retry. A password in an address is nothing to keep.
  if (path[0] === 'tasks' || /:\/\/[^/\s"]*:[^/\s"]*@|https?:\/\/[^/\s"]+@/.test(JSON.stringify(input)))
    return;
  tasks.remember(task, { procedure: path.join('.'), input });
}
