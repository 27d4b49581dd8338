import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { MessagePortMain } from 'electron';
import type { DesktopState } from '../core/api/index.ts';
import type { ProcessHost, RunningProcess } from '../core/processes/index.ts';
import type { DesktopWish } from '../shared/contract/index.ts';
import { shellContract } from './shell-contract.ts';
import type { Theme } from './theme.ts';

/** The desktop as it is offered to the core. */
export interface Shell {
  state(): DesktopState | Promise<DesktopState>;
  setOpenAtLogin(open: boolean): void | Promise<void>;
  chooseFolder(): Promise<string | undefined>;
  installUpdate(): void | Promise<void>;
  setTheme(theme: Theme): void;
  wishes(signal: AbortSignal): AsyncIterable<DesktopWish>;
  processes: ProcessHost;
}

/** Answers the core's questions on this port; what it started for the core ends with the port. */
export function serveShell(shell: Shell, port: MessagePortMain): void {
  const gone = new AbortController();
  port.on('close', () => gone.abort());
  new RPCHandler(routerOf(shell, gone.signal)).upgrade(port);
  port.start();
}

const os = implement(shellContract);

function routerOf(shell: Shell, gone: AbortSignal) {
  const running = new Map<string, RunningProcess>();
  const untilGone = (signal: AbortSignal | undefined) => AbortSignal.any(signal ? [signal, gone] : [gone]);
  return os.router({
    desktop: {
      state: os.desktop.state.handler(() => shell.state()),
      setOpenAtLogin: os.desktop.setOpenAtLogin.handler(async ({ input }) => {
        await shell.setOpenAtLogin(input.open);
        return shell.state();
      }),
      chooseFolder: os.desktop.chooseFolder.handler(async () => ({ folder: await shell.chooseFolder() })),
      installUpdate: os.desktop.installUpdate.handler(() => shell.installUpdate()),
      setTheme: os.desktop.setTheme.handler(({ input }) => shell.setTheme(input.theme)),
      wishes: os.desktop.wishes.handler(async function* ({ signal }) {
        yield* shell.wishes(untilGone(signal));
      }),
    },
    processes: {
      run: os.processes.run.handler(async function* ({ input: { id, ...request }, signal }) {
        const child = await shell.processes.start(request, untilGone(signal));
        running.set(id, child);
        try {
          yield { kind: 'started' as const, pid: child.pid };
          yield* child.events;
        } finally {
          running.delete(id);
          // Already gone after its last event; else its reader is.
          void child.end();
        }
      }),
      send: os.processes.send.handler(({ input }) => running.get(input.id)?.send(input.message)),
      end: os.processes.end.handler(({ input }) => running.get(input.id)?.end()),
    },
  });
}
