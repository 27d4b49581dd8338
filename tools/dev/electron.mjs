// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './places.mjs';

/**
 * Whether the desktop app can start here. Looks only: requiring `electron` would begin to download its binary.
 * @returns {{program: string} | {why: string}} the binary (run it with `out/main/main.js`), or why there is none, for people
 */
export function findElectron() {
  const program = binary();
  if (!program)
    return {
      why: 'Electron’s binary is not here (npm does not bring it; `npx install-electron` fetches it from GitHub)',
    };
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return { why: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' };
  if (process.platform === 'linux' && process.getuid?.() === 0)
    return { why: 'this is root, and Electron’s sandbox does not run as root' };
  return { program };
}

/** As the package `electron` finds it. */
function binary() {
  const folder = path.join(root, 'node_modules', 'electron');
  const named = path.join(folder, 'path.txt');
  if (!existsSync(named)) return undefined;
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(folder, 'dist');
  const program = path.join(dist, readFileSync(named, 'utf8').trim());
  return existsSync(program) ? program : undefined;
}
