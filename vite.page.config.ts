import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (place: string) => fileURLToPath(new URL(place, import.meta.url));
const manifest = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string };

/** The page, alike for the desktop app and the browser mode. */
export default defineConfig({
  root: at('src/renderer'),
  base: './',
  plugins: [react()],
  define: { __BLOCKYARD_VERSION__: JSON.stringify(manifest.version) },
  build: {
    outDir: at('out/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    minify: true,
    sourcemap: false,
    rollupOptions: { input: { index: at('src/renderer/index.html') } },
  },
  worker: { format: 'es' },
});
