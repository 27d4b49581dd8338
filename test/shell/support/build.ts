import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resolveConfig } from 'electron-vite';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The main process, the core and the preload as they are shipped, in a folder of their own that looks like the package. */
export async function buildShell(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bytest-shell-'));
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  const configFile = join(root, 'electron.vite.config.ts');
  const { config } = await resolveConfig({ configFile, root, logLevel: 'error' }, 'build', 'production');
  for (const part of ['main', 'preload'] as const) {
    const options = config?.[part];
    const place = { outDir: join(folder, 'out', part), emptyOutDir: true };
    await build({ ...options, configFile: false, logLevel: 'error', build: { ...options?.build, ...place } });
  }
  return folder;
}
