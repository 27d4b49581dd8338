import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { DesktopHost } from '../../core/api/index.ts';
import type { ProcessHost } from '../../core/processes/index.ts';
import { BlockyardError } from '../../shared/index.ts';
import type { ShellClient } from '../shell-contract.ts';
import { processesOf } from './processes.ts';

/** The main process as the core sees it. */
export function askShell(port: Electron.MessagePortMain): { desktop: DesktopHost; processes: ProcessHost } {
  const shell: ShellClient = createORPCClient(new RPCLink({ port }));
  port.start();
  return { desktop: desktopOf(shell.desktop), processes: processesOf(shell.processes) };
}

function desktopOf(desktop: ShellClient['desktop']): DesktopHost {
  return {
    state: () => desktop.state(),
    setOpenAtLogin: (open) => desktop.setOpenAtLogin({ open }),
    chooseFolder: async () => (await desktop.chooseFolder()).folder,
    installUpdate: async () => {
      const { update } = await desktop.state();
      if (!update?.ready)
        throw new BlockyardError('usage', 'There is no update to install.', {
          remedy: 'Updates are looked for by themselves; settings say when there is one.',
        });
      await desktop.installUpdate();
    },
    setTheme: (theme) => desktop.setTheme({ theme }),
    wishes: async function* (signal) {
      yield* await desktop.wishes({}, { signal });
    },
  };
}
