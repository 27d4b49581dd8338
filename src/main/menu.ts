import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { DesktopWish } from '../shared/contract/index.ts';

export interface MenuOptions {
  /** Shows the window, and what the item is about in its page. */
  wish: (wish: DesktopWish) => void;
}

/** The application's menu: what the system expects, and the workbench's own commands, which the page carries out. */
export function setMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(options, process.platform === 'darwin')));
}

function template({ wish }: MenuOptions, isMac: boolean): MenuItemConstructorOptions[] {
  // Without keys: the page binds them.
  const command = (label: string, id: string): MenuItemConstructorOptions => ({
    label,
    click: () => wish({ kind: 'command', command: id }),
  });
  const go = (label: string, path: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator && { accelerator }),
    click: () => wish({ kind: 'go', path }),
  });
  const settings = go('Settings…', '/settings', 'CmdOrCtrl+,');
  const ours: MenuItemConstructorOptions = {
    label: app.name,
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
  return [
    ...(isMac ? [ours] : []),
    {
      label: 'File',
      submenu: [
        command('Open a folder…', 'projects.add'),
        command('Clone a repository…', 'projects.clone'),
        go('Projects', '/projects'),
        ...(isMac ? [] : [{ type: 'separator' as const }, settings]),
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        command('Find anything…', 'page.palette'),
        go('Tasks', '/tasks'),
        go('Engine', '/engine'),
        { type: 'separator' },
        { role: 'reload' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
      ],
    },
    // Elsewhere its keys would close the app where a terminal means "delete a word".
    ...(isMac ? [{ role: 'windowMenu' as const }] : []),
    {
      role: 'help',
      submenu: [
        go('Doctor', '/doctor'),
        command('Keyboard shortcuts', 'page.shortcuts'),
        ...(isMac ? [] : [{ role: 'about' as const }]),
      ],
    },
  ];
}
