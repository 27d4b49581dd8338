import { randomUUID } from 'node:crypto';
import {
  EventQueue,
  type ProcessEvent,
  type ProcessHost,
  ProcessNotStarted,
} from '../../core/processes/index.ts';
import { setVariables } from '../set-variables.ts';
import type { ShellClient } from '../shell-contract.ts';

/** Processes that the main process forks, because a utility process cannot. */
export function processesOf(processes: ShellClient['processes']): ProcessHost {
  return {
    start: async ({ name, module, arguments: args = [], folder, environment = process.env }, signal) => {
      signal?.throwIfAborted();
      const id = randomUUID();
      const request = {
        id,
        name,
        module,
        arguments: [...args],
        folder,
        environment: setVariables(environment),
      };
      const events = await processes.run(request);
      const first = await events.next();
      if (first.done || first.value.kind !== 'started') throw new ProcessNotStarted(name);

      const end = () => processes.end({ id });
      const abort = () => void end().catch(() => {});
      signal?.addEventListener('abort', abort, { once: true });
      if (signal?.aborted) abort();
      // Read at once: the port between knows no bounds, the queue does.
      const queue = new EventQueue();
      void fill(queue, events).finally(() => signal?.removeEventListener('abort', abort));
      return {
        pid: first.value.pid,
        events: queue.read(),
        send: (message) => void processes.send({ id, message }).catch(() => {}),
        end,
      };
    },
  };
}

async function fill(
  queue: EventQueue,
  events: AsyncIterable<ProcessEvent | { kind: 'started' }>,
): Promise<void> {
  try {
    for await (const event of events) if (event.kind !== 'started') queue.push(event);
  } catch {
    // The main process is going, and takes its children along.
  }
  queue.push({ kind: 'ended', code: undefined, signal: undefined });
}
