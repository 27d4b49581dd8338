import { ipcMain, type WebContents } from 'electron';
import { type CoreFailed, connectChannel, coreChannel } from '../shared/desktop-link.ts';
import { isPage } from './app-protocol.ts';
import type { CoreHost } from './core-host.ts';

/**
 * Hands pages their port to the core: when they ask, and again when the core was started anew. See
 * src/shared/desktop-link.ts.
 */
export function brokerPorts(core: CoreHost): void {
  const pages = new Set<WebContents>();

  const give = (page: WebContents): void => {
    if (core.state.kind === 'failed') {
      const failed: CoreFailed = { kind: 'blockyard:core-failed', error: core.state.error };
      page.postMessage(coreChannel, failed);
      return;
    }
    const port = core.connect();
    if (port) page.postMessage(coreChannel, undefined, [port]);
  };

  core.onChange((state) => {
    if (state.kind === 'running' || state.kind === 'failed') for (const page of pages) give(page);
  });
  ipcMain.on(connectChannel, ({ sender, senderFrame }) => {
    // Only the page itself, never a frame within it, nor whatever else a window could be made to show.
    if (!senderFrame || senderFrame.parent || !isPage(senderFrame.url)) return;
    if (!pages.has(sender)) {
      pages.add(sender);
      sender.once('destroyed', () => pages.delete(sender));
    }
    // A page that loads anew after a failure asks to try again; the start gives it its port.
    if (core.state.kind === 'failed') core.retry();
    else give(sender);
  });
}
