import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { utilityProcess } from 'electron';
import { type ProcessHost, ProcessNotStarted, superviseChild } from '../core/processes/index.ts';
import { setVariables } from './set-variables.ts';

/** Processes as Electron starts them. Asked by the core through `shellContract.processes`. */
export function utilityProcesses(): ProcessHost {
  return {
    start: async (request, signal) => {
      signal?.throwIfAborted();
      const child = utilityProcess.fork(request.module, [...(request.arguments ?? [])], {
        stdio: ['ignore', 'pipe', 'pipe'],
        serviceName: request.name,
        ...(request.folder !== undefined && { cwd: request.folder }),
        ...(request.environment && { env: setVariables(request.environment) }),
      });
      // V8 gave up: its exit follows. Without a listener this would end us.
      child.on('error', () => {});
      const failed = new AbortController();
      child.once('exit', () => failed.abort());
      await once(child, 'spawn', { signal: failed.signal }).catch((cause) => {
        throw new ProcessNotStarted(request.name, cause);
      });
      return superviseChild(
        {
          pid: child.pid as number,
          stdout: child.stdout as Readable | null,
          stderr: child.stderr as Readable | null,
          send: (message) => child.postMessage(message),
          onMessage: (listener) => child.on('message', listener),
          // Electron tells no signal.
          onExit: (listener) => child.on('exit', (code) => listener(code, undefined)),
        },
        signal,
      );
    },
  };
}
