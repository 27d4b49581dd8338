import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { startCommand } from './places.ts';

/** Given at login: no window, only the tray. */
export const hiddenSwitch = '--hidden';

export function opensAtLogin(): boolean {
  if (process.platform === 'linux') return existsSync(autostartFile());
  return app.getLoginItemSettings(loginItem()).openAtLogin;
}

export function openAtLogin(open: boolean): void {
  if (process.platform !== 'linux') app.setLoginItemSettings({ ...loginItem(), openAtLogin: open });
  else if (open) writeAutostart();
  else rmSync(autostartFile(), { force: true });
}

/** Whether the system started us, rather than a person. */
export function startedAtLogin(args: readonly string[]): boolean {
  const bySystem = process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
  return bySystem || args.includes(hiddenSwitch);
}

function loginItem(): { path: string; args: string[] } {
  const { program, args } = startCommand();
  return { path: program, args: [...args, hiddenSwitch] };
}

/** Electron does nothing on Linux; desktops read this folder (freedesktop.org, Desktop Application Autostart). */
function autostartFile(): string {
  const folder = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
  return join(folder, 'autostart', 'blockyard.desktop');
}

function writeAutostart(): void {
  const { program, args } = startCommand();
  const command = [program, ...args, hiddenSwitch].map(quoted).join(' ');
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Blockyard',
    `Exec=${command}`,
    'Terminal=false',
  ];
  mkdirSync(dirname(autostartFile()), { recursive: true });
  writeFileSync(autostartFile(), `${lines.join('\n')}\n`);
}

/** As an Exec line wants an argument: quoted, and its own codes (%f) doubled. */
export function quoted(argument: string): string {
  if (/^[\w./-]+$/.test(argument)) return argument;
  // A backslash is written twice over: once for the quotes, once for the file's own strings.
  return `"${argument.replaceAll(/["`$]/g, '\\\\$&').replaceAll('%', '%%')}"`;
}
