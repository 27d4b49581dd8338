import { app } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { DesktopState } from '../core/api/index.ts';

const everyMilliseconds = 6 * 3_600_000;

/**
 * Looks for new versions and fetches them; installs none before it is asked to. Where updates come from stands in the
 * package (`app-update.yml`): the clone has none, so there it is off.
 */
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
    if (!app.isPackaged) return;
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
    this.#look();
    setInterval(() => this.#look(), everyMilliseconds).unref();
  }

  /** Ends the app and starts the new one. */
  install(): void {
    if (this.#update?.ready) this.#updater?.quitAndInstall();
  }

  #look(): void {
    this.#updater?.checkForUpdates().catch((error) => this.#fail(error));
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#problem = message.split('\n')[0]?.slice(0, 300) ?? '';
  }
}
