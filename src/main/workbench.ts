import { join } from 'node:path';
import { app, dialog, session } from 'electron';
import type { DesktopWish } from '../shared/contract/index.ts';
import { servePage } from './app-protocol.ts';
import { CoreHost } from './core-host.ts';
import { followCore } from './follow-core.ts';
import { openAtLogin, opensAtLogin, startedAtLogin } from './login-item.ts';
import { loginEnvironment } from './login-shell.ts';
import { setMenu } from './menu.ts';
import { Notifications } from './notifications.ts';
import { coreFile, pageFolder } from './places.ts';
import { brokerPorts } from './port-broker.ts';
import { utilityProcesses } from './process-host.ts';
import { guardSession } from './security.ts';
import { type Shell, serveShell } from './serve-shell.ts';
import type { Smoke } from './smoke.ts';
import { TrayIcon } from './tray.ts';
import { Updates } from './updates.ts';
import { MainWindow } from './window.ts';
import type { Wishes } from './wishes.ts';

export interface WorkbenchOptions {
  args: readonly string[];
  wishes: Wishes;
  smoke?: Smoke | undefined;
}

/** Everything after `ready`: the page, the window, the core, and what stands around them. Answers how to show the window. */
export function openWorkbench({ args, wishes, smoke }: WorkbenchOptions): () => void {
  servePage(pageFolder);
  guardSession(session.defaultSession);

  const window = new MainWindow(join(app.getPath('userData'), 'window.json'));
  const wish = (one: DesktopWish) => {
    wishes.add(one);
    window.show();
  };
  const show = (path?: string) => (path === undefined ? window.show() : wish({ kind: 'go', path }));
  setMenu({ wish });
  const tray = openTray({ show, quit: () => app.quit() });
  const notifications = new Notifications({ isSeen: (path) => window.isSeen(path), show });
  const updates = new Updates();

  const shell = shellOf(window, updates, wishes);
  const core = new CoreHost({ file: coreFile, serve: (port) => serveShell(shell, port) });
  brokerPorts(core);
  followCore(core, {
    onHello: () => smoke?.hello(),
    onProjects: (projects) => tray?.show(projects),
    onNotice: (notice) => notifications.tell(notice),
  });
  endWith(core, tray !== undefined);
  app.on('activate', () => show());

  if (!startedAtLogin(args)) window.show();
  if (smoke) {
    smoke.start(window);
    core.onChange((state) => state.kind === 'failed' && smoke.failed(state.error.message));
  }
  // The page paints while the login shell is asked.
  void loginEnvironment().then((environment) => core.start(environment));
  void updates.start();
  return () => show();
}

function shellOf(window: MainWindow, updates: Updates, wishes: Wishes): Shell {
  return {
    state: () => ({ openAtLogin: opensAtLogin(), ...updates.state }),
    setOpenAtLogin: openAtLogin,
    chooseFolder: async () => {
      const options = { properties: ['openDirectory' as const, 'createDirectory' as const] };
      const parent = window.browserWindow;
      const { filePaths } = await (parent
        ? dialog.showOpenDialog(parent, options)
        : dialog.showOpenDialog(options));
      return filePaths[0];
    },
    installUpdate: () => updates.install(),
    setTheme: (theme) => window.setTheme(theme),
    wishes: (signal) => wishes.take(signal),
    processes: utilityProcesses(),
  };
}

/** Some desktops have no place for it; the app works without. */
function openTray(options: ConstructorParameters<typeof TrayIcon>[0]): TrayIcon | undefined {
  try {
    return new TrayIcon(options);
  } catch {
    return undefined;
  }
}

function endWith(core: CoreHost, hasTray: boolean): void {
  app.on('window-all-closed', () => {
    // On Linux nobody can tell whether the tray is seen: an app that runs without a trace would be worse than none.
    if (process.platform === 'linux' || !hasTray) app.quit();
  });
  let hasStopped = false;
  app.on('will-quit', (event) => {
    if (hasStopped) return;
    event.preventDefault();
    void core.stop().finally(() => {
      hasStopped = true;
      app.quit();
    });
  });
}
