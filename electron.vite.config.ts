import { readFileSync } from 'node:fs';
import { defineConfig } from 'electron-vite';
import { leaveOut } from './tools/build/leave-out.mjs';

const manifest = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const define = { __BLOCKYARD_VERSION__: JSON.stringify(manifest.version) };

/** The desktop app: its main process, the core in a utility process, the preload. Its page is vite.page.config.ts’s. */
export default defineConfig({
  main: {
    plugins: [leaveOut()],
    define,
    build: {
      outDir: 'out/main',
      // Everything but Electron itself and native code goes into the bundles: see electron-builder.yml.
      externalizeDeps: false,
      rollupOptions: {
        input: { main: 'src/main/main.ts', core: 'src/main/core-process/core.ts' },
        external: ['electron', '@napi-rs/keyring'],
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      // A sandboxed preload is CommonJS.
      rollupOptions: {
        input: { preload: 'src/preload/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
});
