import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import { leaveOut } from './tools/build/leave-out.mjs';

const manifest = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The `blockyard` command: one small entry and lazily loaded chunks, so that `--version` stays near Node's own start. */
export default defineConfig({
  plugins: [leaveOut()],
  define: { __BLOCKYARD_VERSION__: JSON.stringify(manifest.version) },
  build: {
    ssr: 'src/cli/blockyard.ts',
    outDir: 'out/cli',
    target: 'node22',
    emptyOutDir: true,
    minify: false,
    sourcemap: false,
  },
  // All but native code goes into the bundle.
  ssr: { noExternal: true, external: ['@napi-rs/keyring'] },
});
