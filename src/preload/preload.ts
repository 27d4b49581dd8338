import { ipcRenderer } from 'electron';
import { type CoreFailed, connectChannel, coreChannel } from '../shared/desktop-link.ts';

/* The page is given one port to the core, and nothing else of Electron or Node. See src/shared/desktop-link.ts. */

ipcRenderer.on(coreChannel, (event, failed?: CoreFailed) => {
  window.postMessage(failed ?? coreChannel, window.location.origin, [...event.ports]);
});

// Once the page's scripts have run, it listens.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send(connectChannel));
