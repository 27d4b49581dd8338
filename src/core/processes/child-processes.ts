import { fork } from 'node:child_process';
import { once } from 'node:events';
import { ProcessNotStarted } from './errors.ts';
import type { ProcessHost } from './process-host.ts';
import { superviseChild } from './supervise.ts';

/** Processes as plain Node starts them: for the browser mode, the command line, and tests. */
export function childProcesses(): ProcessHost {
  return {
    start: async (request, signal) => {
      signal?.throwIfAborted();
      const child = fork(request.module, request.arguments ?? [], {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        ...(request.folder !== undefined && { cwd: request.folder }),
        ...(request.environment && { env: request.environment }),
      });
      // One that is gone cannot be told anything; that it is comes as its exit.
      child.on('error', () => {});
      await once(child, 'spawn').catch((cause) => {
        throw new ProcessNotStarted(request.name, cause);
      });
      return superviseChild(
        {
          pid: child.pid as number,
          stdout: child.stdout,
          stderr: child.stderr,
          send: (message) => {
            if (child.connected) child.send(message as object, () => {});
          },
          onMessage: (listener) => child.on('message', listener),
          onExit: (listener) =>
            child.on('exit', (code, endedBy) => listener(code ?? undefined, endedBy ?? undefined)),
        },
        signal,
      );
    },
  };
}
