import { afterAll, beforeAll, expect, test } from 'vitest';
import { compatibility } from '../../src/shared/index.ts';
import { app, eventOf, protocol, standIn } from './stand-in/electron.mjs';
import type { Page } from './support/page.ts';
import { type StartedShell, startShell } from './support/start-shell.ts';

/* The bundles as they are shipped, with the stand-in for Electron, and the core in a real process. */

let shell: StartedShell;
let page: Page;

const hello = { compatibility, client: 'test' };

beforeAll(async () => {
  shell = await startShell({ DOCKER_HOST: 'unix:///nowhere/docker.sock' }, ['blockyard://project/p1/logs']);
  page = shell.page;
}, 60_000);

afterAll(() => shell[Symbol.asyncDispose]());

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
  shell.reload();
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
  shell.reload();
});

test('the tray follows the core’s projects, by the contract that pages use', async () => {
  await expect.poll(() => standIn.trays[0]?.tooltip).toBe('Blockyard: nothing runs');
});

test('a package without a source of updates says so in its state, and nowhere else', async () => {
  const { core } = await page.connect();
  await expect
    .poll(async () => (await core.desktop.state()).updateProblem)
    .toMatch(/ENOENT.*app-update\.yml/);
  shell.reload();
});

test('an old page is told so', async () => {
  const { core } = await page.connect();
  await expect(core.session.hello({ compatibility: 0, client: 'old' })).rejects.toMatchObject({
    code: 'incompatible',
  });
});
