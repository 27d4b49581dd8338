import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const standIn = fileURLToPath(new URL('./test/shell/stand-in/electron.mjs', import.meta.url));

// Where everything runs at once on two cores, a real engine is late now and then: once more, and no more than that.
const again = process.env['CI'] ? 1 : 0;

export default defineConfig({
  define: { __BLOCKYARD_VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    // Nobody's keychain is asked or filled by a test.
    env: { BLOCKYARD_KEYCHAIN: 'off' },
    // The built shell and the stand-in for Electron, as Node itself loads them.
    server: { deps: { external: [/\/test\/shell\/stand-in\//, /\/bytest-shell-[^/]+\/out\//] } },
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.{ts,tsx}'] } },
      {
        // The Electron shell against a stand-in for Electron's module.
        extends: true,
        resolve: { alias: [{ find: /^electron$/, replacement: standIn }] },
        test: {
          name: 'shell',
          include: ['test/shell/**/*.test.ts'],
          testTimeout: 30_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'peers',
          include: ['test/peers/**/*.test.ts'],
          globalSetup: 'test/support/global-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          expect: { poll: { timeout: 20_000 } },
          globalSetup: 'test/support/global-setup.ts',
          setupFiles: 'test/support/each-process.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 4,
          retry: again,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          expect: { poll: { timeout: 20_000 } },
          globalSetup: 'test/support/global-setup.ts',
          setupFiles: 'test/support/each-process.ts',
          testTimeout: 240_000,
          retry: again,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
