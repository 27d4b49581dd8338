import { runInNewContext } from 'node:vm';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { CoreClient } from '../../../src/shared/contract/index.ts';
import { type BrowserWindow, ipcMain, type WebContents } from '../stand-in/electron.mjs';

interface Port {
  on(event: string, listener: () => void): void;
  start(): void;
}

/** What the preload posts to its page. */
interface Posted {
  data: unknown;
  origin: string;
  port: Port | undefined;
}

/** A page in a window of the stand-in: runs the built preload, and takes what that posts. */
export class Page {
  readonly #contents: WebContents;
  readonly #posted: Posted[] = [];
  #wake: (() => void) | undefined;

  constructor(window: BrowserWindow, preload: string) {
    this.#contents = window.webContents;
    this.load(preload);
  }

  /** As a load does: the preload runs in a context of its own. */
  load(preload: string): void {
    const listeners = new Map<string, () => void>();
    const contents = this.#contents;
    const origin = 'app://blockyard';
    const window = {
      location: { origin },
      addEventListener: (event: string, listener: () => void) => listeners.set(event, listener),
      postMessage: (data: unknown, target: string, [port]: Port[]) => {
        this.#posted.push({ data, origin: target, port });
        this.#wake?.();
      },
    };
    const ipcRenderer = {
      on: (channel: string, listener: (event: { ports: unknown[] }, message: unknown) => void) => {
        contents.deliver = (sent, message, ports) => {
          if (sent === channel) listener({ ports }, message);
        };
      },
      send: (channel: string) => ipcMain.emit(channel, { sender: contents, senderFrame: contents.mainFrame }),
    };
    const require = (name: string) => {
      if (name !== 'electron') throw new Error(`A sandboxed preload cannot require ${name}.`);
      return { ipcRenderer };
    };
    runInNewContext(preload, { window, require });
    listeners.get('DOMContentLoaded')?.();
  }

  async next(): Promise<Posted> {
    for (;;) {
      const posted = this.#posted.shift();
      if (posted) return posted;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The core through the next port that comes; `lost` settles when that is closed from afar. */
  async connect(): Promise<{ core: CoreClient; lost: Promise<void> }> {
    const { data, port } = await this.next();
    if (!port) throw new Error(`No port came, but ${JSON.stringify(data)}`);
    const lost = new Promise<void>((resolve) => port.on('close', resolve));
    const core: CoreClient = createORPCClient(new RPCLink({ port: port as never }));
    port.start();
    return { core, lost };
  }
}
