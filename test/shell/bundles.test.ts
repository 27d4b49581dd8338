import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compatibility } from '../../src/shared/index.ts';
import { app, eventOf, protocol, standIn } from './stand-in/electron.mjs';
import type { Page } from './support/page.ts';
import { type StartedShell, startShell } from './support/start-shell.ts';

/* The bundles as they are shipped, with the stand-in for Electron, and the core in a real process. */

let shell: StartedShell;
let page: Page;

const hello = { compatibility, client: 'test' };

const releases = createServer((request, response) => {
  const program = Buffer.from('the next version');
  if (!request.url?.includes('.yml')) return response.end(program);
  const sha512 = createHash('sha512').update(program).digest('base64');
  const [url, size] = ['Blockyard-9.9.9.AppImage', program.length];
  return response.end(
    JSON.stringify({ version: '9.9.9', path: url, sha512, files: [{ url, sha512, size }] }),
  );
});

beforeAll(async () => {
  await once(releases.listen(0, '127.0.0.1'), 'listening');
  const { port } = releases.address() as AddressInfo;
  shell = await startShell(
    { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    { args: ['blockyard://project/p1/logs'], updatesFrom: `http://127.0.0.1:${port}/` },
  );
  page = shell.page;
}, 60_000);

afterAll(async () => {
  await shell[Symbol.asyncDispose]();
  releases.close();
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

  shell.reload();
});

test('the tray follows the core’s projects, by the contract that pages use', async () => {
  await expect.poll(() => standIn.trays[0]?.tooltip).toBe('Blockyard: nothing runs');
});

// Elsewhere the system's own updater takes over after the download.
test.runIf(process.platform === 'linux')(
  'a new version is found and fetched, and is not installed before it is asked for',
  async () => {
    const { core } = await page.connect();
    await expect
      .poll(() => core.desktop.state())
      .toEqual({ openAtLogin: false, update: { version: '9.9.9', ready: true } });
    expect(standIn.callsOf('app.quit')).toEqual([]);
    shell.reload();
  },
);

test('an old page is told so', async () => {
  const { core } = await page.connect();
  await expect(core.session.hello({ compatibility: 0, client: 'old' })).rejects.toMatchObject({
    code: 'incompatible',
  });
});
