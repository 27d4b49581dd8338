import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { vi } from 'vitest';
import { app, standIn } from '../stand-in/electron.mjs';
import { buildShell } from './build.ts';
import { Page } from './page.ts';

export interface StartedShell extends AsyncDisposable {
  readonly page: Page;
  /** Loads the page anew: it asks for another port. */
  reload(): void;
}

/**
 * Builds the bundles and starts them as an installed app is started from a dock, with the stand-in for Electron. Once a
 * process: the module that Electron runs cannot be loaded twice.
 * @param environment what differs from ours
 * @param options `args` as the system gives them, a link among them; `updatesFrom` as the package says it
 */
export async function startShell(
  environment: Record<string, string>,
  { args = [], updatesFrom }: { args?: readonly string[]; updatesFrom?: string } = {},
): Promise<StartedShell> {
  const folder = await buildShell();
  await mkdir(join(folder, 'out', 'renderer'));
  await writeFile(join(folder, 'out', 'renderer', 'index.html'), '<!doctype html><title>Blockyard</title>');
  const preload = await readFile(join(folder, 'out', 'preload', 'preload.cjs'), 'utf8');

  if (updatesFrom !== undefined)
    await writeFile(join(folder, 'app-update.yml'), `provider: generic\nurl: ${updatesFrom}\n`);

  // It is asked, unless the tests run in a terminal, while the page asks for its port already.
  const ours = { SHELL: '/bin/sh', HOME: folder, APPIMAGE: join(folder, 'Blockyard.AppImage') };
  Object.assign(process.env, ours, { BLOCKYARD_HOME: join(folder, 'home') }, environment);
  process.argv = [process.execPath, ...args];
  app.isPackaged = true;
  Object.assign(process, { resourcesPath: folder });
  app.paths['appData'] = join(folder, 'user');

  const standInUrl = new URL('../stand-in/electron.mjs', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url: standInUrl, shortCircuit: true } : next(specifier, context),
  });
  await import(/* @vite-ignore */ pathToFileURL(join(folder, 'out', 'main', 'main.js')).href);
  app.becomeReady();
  const page = new Page(await vi.waitUntil(() => standIn.windows[0]), preload);
  return {
    page,
    reload: () => page.load(preload),
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => app.once('quit', resolve));
      app.quit();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
