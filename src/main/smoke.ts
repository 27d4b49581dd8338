import { app, ipcMain } from 'electron';
import { connectChannel } from '../shared/desktop-link.ts';
import type { MainWindow } from './window.ts';

const withinMilliseconds = 90_000;

/** `--smoke`: whether the packaged app starts. Ends it with 0 once all has come, else with 1 and what was missing. */
export class Smoke {
  readonly #missing = new Set(['the core’s hello', 'the page’s request for its port', 'a painted page']);

  start(window: MainWindow): void {
    setTimeout(
      () => this.#end(1, `not ready in time: no ${[...this.#missing].join(', no ')}`),
      withinMilliseconds,
    );
    ipcMain.once(connectChannel, () => this.#came('the page’s request for its port'));
    const page = window.browserWindow?.webContents;
    page?.once('did-fail-load', (_, code, description) =>
      this.failed(`the page does not load: ${description} (${code})`),
    );
    page?.once('did-finish-load', async () => {
      const painted =
        'new Promise((done) => { const look = () => document.getElementById("root")?.childElementCount ? done() : setTimeout(look, 50); look(); })';
      await page.executeJavaScript(painted);
      this.#came('a painted page');
    });
  }

  hello(): void {
    this.#came('the core’s hello');
  }

  failed(why: string): void {
    this.#end(1, why);
  }

  #came(part: string): void {
    if (this.#missing.delete(part) && this.#missing.size === 0) this.#end(0, 'all came up');
  }

  #end(code: 0 | 1, words: string): void {
    process.stdout.write(`smoke: ${words}\n`);
    app.exit(code);
  }
}
