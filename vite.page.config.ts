import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const manifest = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The page alone: what both shells show. `vite build --config vite.page.config.ts --outDir <folder>` builds it elsewhere. */
export default defineConfig({
  root: fileURLToPath(new URL('./src/renderer', import.meta.url)),
  base: './',
  plugins: [react()],
  define: { __BLOCKYARD_VERSION__: JSON.stringify(manifest.version) },
  build: {
    outDir: fileURLToPath(new URL('./out/renderer', import.meta.url)),
    emptyOutDir: true,
    sourcemap: false,
    // Chromium of the app, and browsers of the last two years.
    target: 'es2023',
  },
  worker: { format: 'es' },
});
