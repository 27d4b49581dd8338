import { join } from 'node:path';
import { app } from 'electron';

/** Where the parts of this app are: beside the main bundle, whether packaged or not. */
const out = join(import.meta.dirname, '..');
export const pageFolder = join(out, 'renderer');
export const preloadFile = join(out, 'preload', 'preload.cjs');
export const coreFile = join(import.meta.dirname, 'core.js');

/** A file of `resources/icons`, which is shipped beside the code. */
export function icon(name: string): string {
  return join(resourcesFolder(), 'icons', name);
}

function resourcesFolder(): string {
  return app.isPackaged ? process.resourcesPath : join(out, '..', 'resources');
}

/** How this app is started anew, by the system. */
export function startCommand(): { program: string; args: string[] } {
  // An AppImage runs from a folder that is gone when it ends.
  const program = process.env['APPIMAGE'] ?? process.execPath;
  return { program, args: app.isPackaged ? [] : [join(import.meta.dirname, 'main.js')] };
}
