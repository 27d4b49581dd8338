import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openAtLogin, opensAtLogin, quoted, startedAtLogin } from '../../src/main/login-item.ts';
import { setMenu } from '../../src/main/menu.ts';
import { Notifications } from '../../src/main/notifications.ts';
import { isOnlyInstance } from '../../src/main/single-instance.ts';
import { Smoke } from '../../src/main/smoke.ts';
import { TrayIcon } from '../../src/main/tray.ts';
import { Updates } from '../../src/main/updates.ts';
import { MainWindow } from '../../src/main/window.ts';
import type { DesktopWish, Notice, ProjectSummary } from '../../src/shared/contract/index.ts';
import { connectChannel } from '../../src/shared/desktop-link.ts';
import { app, eventOf, ipcMain, nativeTheme, standIn } from './stand-in/electron.mjs';

const folder = mkdtempSync(join(tmpdir(), 'bytest-window-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  standIn.asked.length = 0;
  standIn.windows.length = 0;
  standIn.trays.length = 0;
  standIn.notifications.length = 0;
  standIn.isFocused = true;
});

/** As on another system, until the test ends. */
function on(platform: NodeJS.Platform): void {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
}
afterEach(() => {
  vi.restoreAllMocks();
});

describe('the window', () => {
  const file = join(folder, 'window.json');

  test('is hardened, has a least size, and is shown when it has something to show', () => {
    new MainWindow(file).show();
    const [window] = standIn.windows;
    expect(window?.options).toMatchObject({
      width: 1360,
      height: 860,
      minWidth: 880,
      minHeight: 560,
      show: false,
      webPreferences: {
        preload: expect.stringMatching(/preload\.cjs$/),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      },
    });
    expect(window?.webContents.getURL()).toBe('app://blockyard/');
    expect(window?.isShown).toBe(false);
    window?.emit('ready-to-show');
    expect(window?.isShown).toBe(true);
  });

  test('comes back where it was, in the theme that the page wore', () => {
    const first = new MainWindow(file);
    first.show();
    const [window] = standIn.windows;
    if (window) window.bounds = { x: 40, y: 50, width: 1000, height: 700 };
    first.setTheme('dark');
    window?.close();

    new MainWindow(file).show();
    expect(standIn.windows[0]?.options).toMatchObject({
      x: 40,
      y: 50,
      width: 1000,
      height: 700,
      backgroundColor: '#0f1214',
    });
    expect(nativeTheme.themeSource).toBe('dark');
  });

  test('has one of its kind; closed, it is made anew', () => {
    const window = new MainWindow(file);
    window.show();
    window.show();
    expect(standIn.windows).toHaveLength(1);
    standIn.windows[0]?.close();
    window.show();
    expect(standIn.windows).toHaveLength(1);
  });

  test('a hostile title of the page is one plain line', () => {
    new MainWindow(file).show();
    standIn.windows[0]?.emit('page-title-updated', eventOf({}), 'shop\u001b]0;x\u0007\n\u202Eevil');
    expect(standIn.windows[0]?.title).toBe('shop ]0;x evil');
  });

  test('knows what its user sees', () => {
    const window = new MainWindow(file);
    expect(window.isSeen(undefined)).toBe(false);
    window.show();
    standIn.windows[0]?.webContents.load('app://blockyard/#/project/p1/logs?level=error');
    expect(window.isSeen(undefined)).toBe(true);
    expect(window.isSeen('/project/p1/logs')).toBe(true);
    expect(window.isSeen('/project/p1/stack')).toBe(false);
    standIn.isFocused = false;
    expect(window.isSeen('/project/p1/logs')).toBe(false);
  });

  test('a page that crashed is offered to be loaded anew', async () => {
    new MainWindow(file).show();
    standIn.windows[0]?.webContents.emit('render-process-gone', {}, { reason: 'oom' });
    await expect.poll(() => standIn.callsOf('webContents.reload')).toHaveLength(1);
    expect(standIn.callsOf('dialog.showMessageBox')[0]?.[1]).toMatchObject({
      detail: 'Your stacks run on. The system says: oom.',
    });
  });
});

describe('the menu', () => {
  interface Item {
    label?: string;
    role?: string;
    click?: () => void;
    submenu?: Item[];
  }
  const words = (items: Item[] = []): unknown[] =>
    items.flatMap(({ label, role, submenu }) => [label ?? role ?? '-', ...(submenu ? [words(submenu)] : [])]);

  test.each(['darwin', 'linux', 'win32'] as const)('on %s has what is expected there', (platform) => {
    on(platform);
    setMenu({ wish: () => {} });
    expect(words(standIn.menu)).toMatchSnapshot();
  });

  test('its items are wishes to the page', () => {
    on('linux');
    const wishes: DesktopWish[] = [];
    setMenu({ wish: (wish) => wishes.push(wish) });
    const flat = (items: Item[]): Item[] => items.flatMap((item) => [item, ...flat(item.submenu ?? [])]);
    for (const item of flat(standIn.menu)) item.click?.();
    expect(wishes).toEqual([
      { kind: 'command', command: 'projects.add' },
      { kind: 'command', command: 'projects.clone' },
      { kind: 'go', path: '/projects' },
      { kind: 'go', path: '/settings' },
      { kind: 'command', command: 'page.palette' },
      { kind: 'go', path: '/tasks' },
      { kind: 'go', path: '/engine' },
      { kind: 'go', path: '/doctor' },
      { kind: 'command', command: 'page.shortcuts' },
    ]);
  });
});

describe('the tray', () => {
  const project = (name: string, more: Partial<ProjectSummary> = {}): ProjectSummary => ({
    id: `id-${name}`,
    name,
    kind: 'opened',
    state: 'running',
    services: { total: 3, ready: 3, waiting: 0, failed: 0 },
    ...more,
  });
  const labels = () => standIn.trays[0]?.menu.map(({ label }) => label ?? '-');

  test('says what each stack does, by shape and words', () => {
    const tray = new TrayIcon({ show: () => {}, quit: () => {} });
    expect(labels()).toEqual(['Blockyard: starting', '-', 'Open Blockyard', 'Quit Blockyard']);
    tray.show([
      project('shop'),
      project('lab', { state: 'partial', services: { total: 4, ready: 1, waiting: 3, failed: 0 } }),
      project('search', { services: { total: 2, ready: 1, waiting: 0, failed: 1 } }),
      project('billing', { state: 'absent', services: { total: 2, ready: 0, waiting: 0, failed: 0 } }),
      project('evil\u001b[31m\n\u202E & co'),
    ]);
    expect(labels()).toEqual([
      'Blockyard: 1 failed, 1 waiting, 2 up',
      '-',
      '● shop · 3 of 3 ready',
      '○ lab · 1 of 4 ready',
      '◆ search · 1 failed',
      '· billing · not up',
      '● evil [31m && co · 3 of 3 ready',
      '-',
      'Open Blockyard',
      'Quit Blockyard',
    ]);
    tray.show(undefined);
    expect(standIn.trays[0]?.tooltip).toBe('Blockyard: starting');
  });

  test('an item leads to the stack’s view, and does nothing to the stack', () => {
    const shown: (string | undefined)[] = [];
    const tray = new TrayIcon({ show: (path) => shown.push(path), quit: () => {} });
    tray.show([project('shop')]);
    for (const item of standIn.trays[0]?.menu ?? []) item.click?.();
    expect(shown).toEqual(['/project/id-shop/stack', undefined]);
  });

  test('an open menu is left alone while nothing in it changes', () => {
    const tray = new TrayIcon({ show: () => {}, quit: () => {} });
    tray.show([project('shop', { load: { cpuPercent: 1, memoryUsed: 1 } })]);
    const before = standIn.trays[0]?.menu;
    tray.show([project('shop', { load: { cpuPercent: 2, memoryUsed: 2 } })]);
    expect(standIn.trays[0]?.menu).toBe(before);
  });
});

describe('notifications', () => {
  const notice = (more: Partial<Notice> = {}): Notice => ({
    id: '1',
    time: 0,
    kind: 'oom',
    title: 'shop: worker ran out of memory',
    body: 'It was killed at 256 MB.',
    path: '/project/p1/stack',
    ...more,
  });

  test('lead to where it is shown', () => {
    const shown: (string | undefined)[] = [];
    const notifications = new Notifications({ isSeen: () => false, show: (path) => shown.push(path) });
    notifications.tell(notice({ body: 'line\u001b[2J one\nline two' }));
    expect(standIn.notifications[0]?.options).toEqual({
      title: 'shop: worker ran out of memory',
      body: 'line [2J one line two',
      silent: false,
    });
    standIn.notifications[0]?.emit('click');
    expect(shown).toEqual(['/project/p1/stack']);
  });

  test('are kept from who sees it already, and from a flood', () => {
    const seen = new Notifications({ isSeen: (path) => path === '/project/p1/stack', show: () => {} });
    seen.tell(notice());
    expect(standIn.notifications).toHaveLength(0);
    const flooded = new Notifications({ isSeen: () => false, show: () => {} });
    for (let count = 0; count < 100; count++) flooded.tell(notice());
    expect(standIn.notifications).toHaveLength(5);
  });
});

describe('open at login', () => {
  test('on Linux is a file that desktops read', () => {
    on('linux');
    vi.stubEnv('XDG_CONFIG_HOME', folder);
    vi.stubEnv('APPIMAGE', '/home/ada/My Apps/Blockyard.AppImage');
    const file = join(folder, 'autostart', 'blockyard.desktop');
    expect(opensAtLogin()).toBe(false);
    app.isPackaged = true;
    openAtLogin(true);
    app.isPackaged = false;
    expect(readFileSync(file, 'utf8')).toContain('\nExec="/home/ada/My Apps/Blockyard.AppImage" --hidden\n');
    expect(opensAtLogin()).toBe(true);
    openAtLogin(false);
    expect(existsSync(file)).toBe(false);
    vi.unstubAllEnvs();
  });

  test('elsewhere is the system’s own setting', () => {
    on('win32');
    app.isPackaged = true;
    openAtLogin(true);
    app.isPackaged = false;
    expect(standIn.callsOf('app.setLoginItemSettings')).toEqual([
      [{ path: process.execPath, args: ['--hidden'], openAtLogin: true }],
    ]);
  });

  test('opens no window then', () => {
    on('linux');
    expect(startedAtLogin(['--hidden'])).toBe(true);
    expect(startedAtLogin([])).toBe(false);
    on('darwin');
    standIn.loginItem.wasOpenedAtLogin = true;
    expect(startedAtLogin([])).toBe(true);
    standIn.loginItem.wasOpenedAtLogin = false;
  });

  test('an argument of a desktop file', () => {
    expect(quoted('/usr/bin/x')).toBe('/usr/bin/x');
    expect(quoted('/a b/100%/$HOME')).toBe('"/a b/100%%/\\\\$HOME"');
  });
});

test('a second start hands over its arguments and is told to end', () => {
  const handed: unknown[] = [];
  expect(isOnlyInstance((args) => handed.push(args))).toBe(true);
  app.emit('second-instance', {}, ['blockyard', 'blockyard://project/p1']);
  expect(handed).toEqual([['blockyard', 'blockyard://project/p1']]);
  standIn.isFirstInstance = false;
  expect(isOnlyInstance(() => {})).toBe(false);
  standIn.isFirstInstance = true;
});

describe('--smoke', () => {
  const ends = () => standIn.callsOf('app.exit').flat();
  const started = () => {
    const smoke = new Smoke();
    const window = new MainWindow(join(folder, 'smoke.json'));
    window.show();
    smoke.start(window);
    return { smoke, contents: standIn.windows[0]?.webContents };
  };

  test('ends well once page, port and core have come', async () => {
    const { smoke, contents } = started();
    ipcMain.emit(connectChannel, {});
    smoke.hello();
    expect(ends()).toEqual([]);
    contents?.emit('did-finish-load');
    await expect.poll(ends).toEqual([0]);
  });

  test('ends badly when the page does not load or the core keeps ending', () => {
    const { smoke, contents } = started();
    contents?.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND');
    smoke.failed('Blockyard’s core keeps ending (exit code 1).');
    expect(ends()).toEqual([1, 1]);
  });
});

test('updates are off in the clone, and where the package names no source', async () => {
  const stateOf = async () => {
    const updates = new Updates();
    await updates.start();
    updates.install();
    return updates.state;
  };
  expect(await stateOf()).toEqual({ updateProblem: 'This runs from a clone: git pull updates it.' });
  app.isPackaged = true;
  Object.assign(process, { resourcesPath: folder });
  expect(await stateOf()).toEqual({ updateProblem: 'This package does not say where updates come from.' });
  app.isPackaged = false;
});
