import { app, BrowserWindow, dialog, screen } from 'electron';
import { pageAddress } from './app-protocol.ts';
import { icon, preloadFile } from './places.ts';
import { printable } from './printable.ts';
import { background, type Theme, wear } from './theme.ts';
import { place, readWindowState, saveWindowState, smallest, type WindowState } from './window-state.ts';

/** The one window: made when it is shown, closed and made anew as its user likes. Remembers its place and its theme. */
export class MainWindow {
  readonly #file: string;
  readonly #state: WindowState;
  #window: BrowserWindow | undefined;

  /** @param stateFile where its place is kept */
  constructor(stateFile: string) {
    this.#file = stateFile;
    this.#state = readWindowState(stateFile);
    wear(this.#state.theme ?? 'system');
  }

  get browserWindow(): BrowserWindow | undefined {
    return this.#window;
  }

  /** Brings it to the front; one that is made for it comes when it has something to show. */
  show(): void {
    if (!this.#window) {
      this.#window = this.#open();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Whether its user looks at that path of the page now. */
  isSeen(path: string | undefined): boolean {
    if (!this.#window?.isFocused()) return false;
    const { hash } = new URL(this.#window.webContents.getURL());
    return path === undefined || hash === `#${path}` || hash.startsWith(`#${path}?`);
  }

  setTheme(theme: Theme): void {
    if (this.#state.theme === theme) return;
    this.#state.theme = theme;
    wear(theme);
    this.#window?.setBackgroundColor(background());
    this.#save();
  }

  #open(): BrowserWindow {
    const { bounds, maximised } = this.#state;
    const window = new BrowserWindow({
      ...place(
        bounds,
        screen.getAllDisplays().map(({ workArea }) => workArea),
      ),
      minWidth: smallest.width,
      minHeight: smallest.height,
      // Until `ready-to-show`, then on a ground that does not flash.
      show: false,
      backgroundColor: background(),
      title: 'Blockyard',
      // On macOS the menu is the screen's; elsewhere Alt shows it.
      autoHideMenuBar: true,
      ...(process.platform === 'linux' && { icon: icon('icon.png') }),
      webPreferences: {
        preload: preloadFile,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        // Its dictionaries would be fetched from elsewhere.
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    });
    if (maximised) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.on('page-title-updated', (event, title) => {
      event.preventDefault();
      window.setTitle(printable(title));
    });
    window.on('close', () => this.#remember(window));
    window.on('closed', () => {
      this.#window = undefined;
    });
    window.webContents.on('render-process-gone', (_, { reason }) => {
      if (reason !== 'clean-exit') void offerReload(window, reason);
    });
    void window.loadURL(pageAddress);
    return window;
  }

  #remember(window: BrowserWindow): void {
    this.#state.bounds = window.getNormalBounds();
    this.#state.maximised = window.isMaximized();
    this.#save();
  }

  #save(): void {
    saveWindowState(this.#file, this.#state);
  }
}

async function offerReload(window: BrowserWindow, reason: string): Promise<void> {
  if (window.isDestroyed()) return;
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The workbench’s page ended unexpectedly.',
    detail: `Your stacks run on. The system says: ${reason}.`,
    buttons: ['Reload', 'Close the window'],
    defaultId: 0,
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.close();
}
