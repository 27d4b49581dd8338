// @ts-check
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Emitter, MessagePortMain, UtilityProcess } from './processes.mjs';

/*
 * Stands for Electron's module where its binary is not: it records what it was asked, answers what a test told it to, and
 * does nothing. What has a part that can be real is real: utility processes are processes, their ports carry messages.
 * Its types are not Electron's; that the shell uses the real ones is checked by the compiler.
 */

/** @typedef {{call: string, args: any[]}} Asked */

/** What a test looks at, and what it decides. */
export const standIn = {
  /** @type {Asked[]} in order */
  asked: [],
  isFirstInstance: true,
  isFocused: true,
  /** @type {string[]} what the dialogue for folders answers */
  chosen: [],
  /** @type {{openAtLogin: boolean, wasOpenedAtLogin?: boolean}} */
  loginItem: { openAtLogin: false },
  /** @type {{x: number, y: number, width: number, height: number}[]} */
  workAreas: [{ x: 0, y: 0, width: 1920, height: 1040 }],
  /** @type {BrowserWindow[]} */
  windows: [],
  /** @type {Tray[]} */
  trays: [],
  /** @type {Notification[]} */
  notifications: [],
  /** @type {any} the application's menu as it was described */
  menu: undefined,
  /** @param {string} call @returns {any[][]} the arguments of each such call */
  callsOf: (call) => standIn.asked.filter((one) => one.call === call).map(({ args }) => args),
};

/** @param {string} call @returns {(...args: any[]) => void} */
function recorded(call) {
  return (...args) => {
    standIn.asked.push({ call, args });
  };
}

class App extends Emitter {
  isPackaged = false;
  name = 'Electron';
  /** @type {Record<string, string>} */
  paths = { appData: path.join(tmpdir(), `bytest-electron-${process.pid}`) };
  /** @type {PromiseWithResolvers<void>} */
  #ready = Promise.withResolvers();

  setName = (/** @type {string} */ name) => {
    this.name = name;
    recorded('app.setName')(name);
  };
  setPath = (/** @type {string} */ name, /** @type {string} */ place) => {
    this.paths[name] = place;
  };
  getPath = (/** @type {string} */ name) => this.paths[name];
  getName = () => this.name;
  getVersion = () => '0.0.0';
  whenReady = () => this.#ready.promise;
  requestSingleInstanceLock = () => standIn.isFirstInstance;
  setAppUserModelId = recorded('app.setAppUserModelId');
  setAboutPanelOptions = recorded('app.setAboutPanelOptions');
  enableSandbox = recorded('app.enableSandbox');
  setAsDefaultProtocolClient = recorded('app.setAsDefaultProtocolClient');
  setLoginItemSettings = recorded('app.setLoginItemSettings');
  getLoginItemSettings = (/** @type {unknown} */ options) => {
    recorded('app.getLoginItemSettings')(options);
    return standIn.loginItem;
  };
  exit = recorded('app.exit');

  /** As Electron: `will-quit` may hold it back. */
  quit = () => {
    recorded('app.quit')();
    const event = eventOf({});
    this.emit('will-quit', event);
    if (!event.defaultPrevented) this.emit('quit');
  };

  /** The test says when. */
  becomeReady() {
    this.emit('ready');
    this.#ready.resolve();
  }
}

export const app = new App();

/** @template {object} Details @param {Details} details */
export function eventOf(details) {
  return {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}

class Protocol {
  /** @type {Map<string, (request: Request) => Promise<Response>>} */
  handlers = new Map();
  registerSchemesAsPrivileged = recorded('protocol.registerSchemesAsPrivileged');
  handle = (/** @type {string} */ scheme, /** @type {(request: Request) => Promise<Response>} */ handler) => {
    this.handlers.set(scheme, handler);
  };
}
export const protocol = new Protocol();

class Session {
  /** @type {Function | undefined} */ permissionRequest;
  /** @type {Function | undefined} */ permissionCheck;
  /** @type {Function | undefined} */ devicePermission;
  setPermissionRequestHandler = (/** @type {Function} */ handler) => {
    this.permissionRequest = handler;
  };
  setPermissionCheckHandler = (/** @type {Function} */ handler) => {
    this.permissionCheck = handler;
  };
  setDevicePermissionHandler = (/** @type {Function} */ handler) => {
    this.devicePermission = handler;
  };
}
export const session = { defaultSession: new Session(), fromPartition: () => new Session() };

/** Chromium's way into the network; Node's does as well. */
export const net = { request: (/** @type {http.RequestOptions} */ options) => http.request(options) };

export class WebContents extends Emitter {
  url = '';
  mainFrame = { url: '', parent: null };
  /** @type {Function | undefined} */ windowOpen;
  /** @type {((channel: string, message: unknown, ports: MessagePortMain[]) => void) | undefined} the page's preload */
  deliver;
  getURL = () => this.url;
  setWindowOpenHandler = (/** @type {Function} */ handler) => {
    this.windowOpen = handler;
  };
  executeJavaScript = async () => {};
  reload = recorded('webContents.reload');
  postMessage(
    /** @type {string} */ channel,
    /** @type {unknown} */ message,
    /** @type {any[]} */ ports = [],
  ) {
    recorded('webContents.postMessage')(channel, message);
    this.deliver?.(channel, message, ports);
  }
  /** @param {string} url */
  load(url) {
    this.url = url;
    this.mainFrame.url = url;
  }
}

export class BrowserWindow extends Emitter {
  /** @param {any} options */
  constructor(options) {
    super();
    this.options = options;
    this.title = options.title;
    this.isShown = false;
    this.bounds = { x: 0, y: 0, width: 800, height: 600, ...options };
    this.webContents = new WebContents();
    app.emit('web-contents-created', {}, this.webContents);
    standIn.windows.push(this);
  }
  loadURL = async (/** @type {string} */ url) => this.webContents.load(url);
  show = () => {
    this.isShown = true;
  };
  focus = recorded('window.focus');
  maximize = recorded('window.maximize');
  restore = recorded('window.restore');
  setBackgroundColor = recorded('window.setBackgroundColor');
  isMinimized = () => false;
  isMaximized = () => false;
  isFocused = () => standIn.isFocused;
  isDestroyed = () => false;
  getNormalBounds = () => {
    const { x, y, width, height } = this.bounds;
    return { x, y, width, height };
  };
  setTitle = (/** @type {string} */ title) => {
    this.title = title;
  };
  close = () => {
    this.emit('close', eventOf({}));
    this.emit('closed');
    this.webContents.emit('destroyed');
    standIn.windows.splice(standIn.windows.indexOf(this), 1);
    if (standIn.windows.length === 0) app.emit('window-all-closed');
  };
}

export const Menu = {
  buildFromTemplate: (/** @type {any[]} */ template) => template,
  setApplicationMenu: (/** @type {any} */ menu) => {
    standIn.menu = menu;
  },
};

export class Tray extends Emitter {
  tooltip = '';
  /** @type {any[]} */ menu = [];
  /** @param {any} image */
  constructor(image) {
    super();
    this.image = image;
    standIn.trays.push(this);
  }
  setToolTip = (/** @type {string} */ text) => {
    this.tooltip = text;
  };
  setContextMenu = (/** @type {any[]} */ menu) => {
    this.menu = menu;
  };
}

export class Notification extends Emitter {
  static isSupported = () => true;
  /** @param {{title: string, body: string, silent: boolean}} options */
  constructor(options) {
    super();
    this.options = options;
  }
  show = () => {
    standIn.notifications.push(this);
  };
}

class NativeTheme extends Emitter {
  themeSource = 'system';
  get shouldUseDarkColors() {
    return this.themeSource === 'dark';
  }
}
export const nativeTheme = new NativeTheme();
export const nativeImage = { createFromPath: (/** @type {string} */ file) => ({ file }) };
export const screen = { getAllDisplays: () => standIn.workAreas.map((workArea) => ({ workArea })) };
export const shell = {
  openExternal: async (/** @type {string} */ address) => recorded('shell.openExternal')(address),
};
export const dialog = {
  showOpenDialog: async (/** @type {any[]} */ ...args) => {
    recorded('dialog.showOpenDialog')(...args);
    return { canceled: standIn.chosen.length === 0, filePaths: standIn.chosen };
  },
  showMessageBox: async (/** @type {any[]} */ ...args) => {
    recorded('dialog.showMessageBox')(...args);
    return { response: 0 };
  },
};
export const ipcMain = new Emitter();

export class MessageChannelMain {
  port1 = new MessagePortMain();
  port2 = new MessagePortMain();
  constructor() {
    this.port1.join(this.port2);
  }
}
export const utilityProcess = {
  /** @param {string} file @param {string[]} args @param {any} options */
  fork: (file, args, options) => {
    recorded('utilityProcess.fork')(file, args, options);
    return new UtilityProcess(file, args, options);
  },
};
