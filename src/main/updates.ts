import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { DesktopState } from '../core/api/index.ts';

const everyMilliseconds = 6 * 3_600_000;

/** Looks for new versions and fetches them; installs none before it is asked to. Off in the clone. */
export class Updates {
  #updater: AppUpdater | undefined;
  #update: DesktopState['update'];
  #problem: string | undefined;

  get state(): Pick<DesktopState, 'update' | 'updateProblem'> {
    return {
      ...(this.#update && { update: this.#update }),
      ...(this.#problem !== undefined && { updateProblem: this.#problem }),
    };
  }

  async start(): Promise<void> {
    this.#problem = whyOff();
    if (this.#problem !== undefined) return;
    const { default: electronUpdater } = await import('electron-updater');
    const updater = electronUpdater.autoUpdater;
    this.#updater = updater;
    updater.logger = null;
    updater.autoDownload = true;
    updater.autoInstallOnAppQuit = false;
    updater.on('update-available', ({ version }) => {
      this.#problem = undefined;
      this.#update = { version, ready: false };
    });
    updater.on('update-not-available', () => {
      this.#problem = undefined;
    });
    updater.on('update-downloaded', ({ version }) => {
      this.#update = { version, ready: true };
    });
    // A machine without a network is no news: settings say it, nothing pops up.
    updater.on('error', (error) => this.#fail(error));
    setInterval(() => void this.#look(), everyMilliseconds).unref();
    await this.#look();
  }

  /** Ends the app and starts the new one. */
  install(): void {
    if (this.#update?.ready) this.#updater?.quitAndInstall();
  }

  async #look(): Promise<void> {
    try {
      const found = await this.#updater?.checkForUpdates();
      await found?.downloadPromise;
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#problem = message.split('\n')[0]?.slice(0, 300) ?? '';
  }
}

function whyOff(): string | undefined {
  if (!app.isPackaged) return 'This runs from a clone: git pull updates it.';
  // Written while packaging, see docs/packaging.md.
  const hasSource = existsSync(join(process.resourcesPath, 'app-update.yml'));
  return hasSource ? undefined : 'This package does not say where updates come from.';
}
