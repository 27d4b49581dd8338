import { connectPort, openCore } from '../../core/api/index.ts';
import { toBlockyardError } from '../../shared/index.ts';
import type { CoreOrder } from '../shell-contract.ts';
import { askShell } from './ask-shell.ts';

/*
 * The core in its utility process. The first order brings the port to the desktop, each other one a client; clients that
 * come before the core is open wait in their ports.
 */

const { promise: shellPort, resolve: haveShell } = Promise.withResolvers<Electron.MessagePortMain>();

const core = shellPort.then((port) => {
  const { desktop, processes } = askShell(port);
  return openCore({
    version: __BLOCKYARD_VERSION__,
    via: 'app',
    host: { kind: 'desktop', desktop },
    environment: process.env,
    processes,
  });
});

core.catch((thrown: unknown) => {
  process.parentPort.postMessage({ kind: 'failed', error: toBlockyardError(thrown).toJSON() });
  // Nobody says when what was posted is on its way.
  setTimeout(() => process.exit(1), 250);
});

process.parentPort.on('message', async ({ data, ports: [port] }: Electron.MessageEvent) => {
  const order = data as CoreOrder;
  switch (order.kind) {
    case 'shell':
      if (port) haveShell(port);
      return;
    case 'client':
      if (!port) return;
      connectPort(await core, port);
      port.start();
      return;
    case 'stop':
      await (await core)[Symbol.asyncDispose]();
      process.exit(0);
  }
});
