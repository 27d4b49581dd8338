import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { compatibility } from '../../src/shared/index.ts';
import { app, eventOf, protocol, standIn } from './stand-in/electron.mjs';
import { buildShell } from './support/build.ts';
import { Page } from './support/page.ts';

/* The bundles as they are shipped, with the stand-in for Electron, and the core in a real process. */

let folder: string;
let preload: string;
let page: Page;

const hello = { compatibility, client: 'test' };

beforeAll(async () => {
  folder = await buildShell();
  await mkdir(join(folder, 'out', 'renderer'));
  await writeFile(join(folder, 'out', 'renderer', 'index.html'), '<!doctype html><title>Blockyard</title>');
  preload = await readFile(join(folder, 'out', 'preload', 'preload.cjs'), 'utf8');
  process.env['BLOCKYARD_HOME'] = join(folder, 'home');
  // As from a dock: the login shell is asked, while the page asks for its port already.
  delete process.env['TERM'];
  process.env['SHELL'] = '/bin/sh';
  // As an installed one: with updates, though nothing says where they come from.
  app.isPackaged = true;
  Object.assign(process, { resourcesPath: folder });
  process.env['APPIMAGE'] = join(folder, 'Blockyard.AppImage');
  process.env['DOCKER_HOST'] = `unix://${join(folder, 'no-engine.sock')}`;
  app.paths['appData'] = join(folder, 'user');
  // Started by a link, as on Windows and Linux.
  process.argv = [process.execPath, 'blockyard://project/p1/logs'];
  const standInUrl = new URL('./stand-in/electron.mjs', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url: standInUrl, shortCircuit: true } : next(specifier, context),
  });
  await import(/* @vite-ignore */ pathToFileURL(join(folder, 'out', 'main', 'main.js')).href);
  app.becomeReady();
  const window = await vi.waitUntil(() => standIn.windows[0]);
  page = new Page(window, preload);
}, 60_000);

afterAll(async () => {
  const ended = new Promise((resolve) => app.once('quit', resolve));
  app.quit();
  await ended;
  await rm(folder, { recursive: true });
});

test('before ready: sandbox, the page’s scheme', () => {
  const [enable] = standIn.callsOf('app.enableSandbox');
  const [schemes] = standIn.callsOf('protocol.registerSchemesAsPrivileged');
  expect(enable).toBeDefined();
  expect(schemes?.[0]).toEqual([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
});

test('the window shows the page, which is served with its policy', async () => {
  const address = standIn.windows[0]?.webContents.getURL() ?? '';
  expect(address).toBe('app://blockyard/');
  const response = await protocol.handlers.get('app')?.(new Request(address));
  expect(response?.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await response?.text()).toContain('<title>Blockyard</title>');
});

test('the page gets a port to the real core; when the core is killed, another one to the next', async () => {
  const first = await page.connect();
  const before = await first.core.session.hello(hello);
  expect(before).toMatchObject({ host: 'desktop', platform: process.platform, compatibility });

  process.kill(before.core.pid, 'SIGKILL');
  await first.lost;
  const second = await page.connect();
  const after = await second.core.session.hello(hello);
  expect(after.core.id).not.toBe(before.core.id);
  expect(after.core.pid).not.toBe(before.core.pid);
  page.load(preload);
});

test('what the page asks of the desktop goes through the core to the main process, and back', async () => {
  const { core } = await page.connect();
  expect(await core.desktop.state()).toMatchObject({ openAtLogin: expect.any(Boolean) });
  standIn.chosen = ['/home/ada/shop'];
  expect(await core.desktop.chooseFolder()).toEqual({ folder: '/home/ada/shop' });

  const end = new AbortController();
  const wishes = await core.desktop.wishes({}, { signal: end.signal });
  app.emit('second-instance', {}, ['blockyard', 'blockyard://open?folder=/home/ada/shop']);
  app.emit('open-url', eventOf({}), 'blockyard://clone?url=https://example.com/a/b');
  app.emit('open-url', eventOf({}), 'blockyard://clone?url=ext::sh%20-c%20id');
  app.emit('open-url', eventOf({}), 'blockyard://project/p2/stack');
  const wished = async () => (await wishes.next()).value;
  expect([await wished(), await wished(), await wished(), await wished()]).toEqual([
    { kind: 'go', path: '/project/p1/logs' },
    { kind: 'open-folder', folder: '/home/ada/shop' },
    { kind: 'clone', url: 'https://example.com/a/b' },
    { kind: 'go', path: '/project/p2/stack' },
  ]);
  end.abort();

  await expect(core.desktop.installUpdate()).rejects.toMatchObject({ code: 'usage' });
  page.load(preload);
});

test('the tray follows the core’s projects, by the contract that pages use', async () => {
  await expect.poll(() => standIn.trays[0]?.tooltip).toBe('Blockyard: nothing runs');
});

test('a package without a source of updates says so in its state, and nowhere else', async () => {
  const { core } = await page.connect();
  await expect
    .poll(async () => (await core.desktop.state()).updateProblem)
    .toMatch(/ENOENT.*app-update\.yml/);
  page.load(preload);
});

test('an old page is told so', async () => {
  const { core } = await page.connect();
  await expect(core.session.hello({ compatibility: 0, client: 'old' })).rejects.toMatchObject({
    code: 'incompatible',
  });
});
