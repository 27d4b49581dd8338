import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore, StoreDamaged, StoreFailed, StoreTooNew, storePlace } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const face = JSON.stringify(fileURLToPath(new URL('./index.ts', import.meta.url)));

/** Runs TypeScript in a Node process of its own, with the store's face at hand; answers what it printed. */
async function inAnotherProcess(script: string): Promise<string> {
  const child = spawn(
    process.execPath,
    [
      '--experimental-strip-types',
      '--input-type=module',
      '-e',
      `const { openStore } = await import(${face}); ${script}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, FOLDER: folder, NODE_NO_WARNINGS: '1' } },
  );
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The process ended with ${code}: ${output}`);
  return output;
}

describe('the place of the store', () => {
  test('is BLOCKYARD_HOME when it is set', () => {
    expect(storePlace({ BLOCKYARD_HOME: '/somewhere', HOME: '/home/ada' }, 'linux')).toBe('/somewhere');
  });

  test.each([
    ['linux', { HOME: '/home/ada' }, '/home/ada/.local/share/blockyard'],
    ['linux', { HOME: '/home/ada', XDG_DATA_HOME: '/data' }, '/data/blockyard'],
    ['darwin', { HOME: '/Users/ada' }, '/Users/ada/Library/Application Support/Blockyard'],
  ] as const)('is where %s keeps application data: %j', (platform, environment, expected) => {
    expect(storePlace(environment, platform)).toBe(expected);
  });
});

describe('small values', () => {
  test('are kept per area, replaced, listed in order and deleted', () => {
    const store = openStore({ folder });
    expect(store.get('ports', 'shop/web')).toBeUndefined();
    store.set('ports', 'shop/web', 8080);
    store.set('ports', 'shop/api', { published: 3000 });
    store.set('ports', 'shop/web', 8081);
    store.set('settings', 'theme', null);
    store.close();

    const again = openStore({ folder });
    expect(again.entries('ports')).toEqual([
      { key: 'shop/api', value: { published: 3000 } },
      { key: 'shop/web', value: 8081 },
    ]);
    expect(again.get('settings', 'theme')).toBeNull();
    again.delete('ports', 'shop/web');
    expect(again.get('ports', 'shop/web')).toBeUndefined();
    again.close();
  });

  test('must be values that JSON knows', () => {
    const store = openStore({ folder });
    expect(() => store.set('settings', 'theme', undefined)).toThrow(StoreFailed);
    store.close();
  });
});

describe('opening', () => {
  test('makes a folder that only its owner can enter', async () => {
    const inner = join(folder, 'new', 'place');
    openStore({ folder: inner }).close();
    expect((await stat(inner)).mode & 0o777).toBe(0o700);
  });

  test('uses a write-ahead log', () => {
    const store = openStore({ folder });
    expect(store.database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    store.close();
  });

  test('works when many processes make and use the store at the same moment', async () => {
    await Promise.all(
      [1, 2, 3, 4].map((writer) =>
        inAnotherProcess(`
          const store = openStore({ folder: process.env.FOLDER });
          for (let n = 0; n < 100; n++) store.set('writer-${writer}', String(n), n);
          store.close();`),
      ),
    );
    const store = openStore({ folder });
    for (const writer of [1, 2, 3, 4]) expect(store.entries(`writer-${writer}`)).toHaveLength(100);
    store.close();
  });

  test('keeps what a killed process had written', async () => {
    await expect(
      inAnotherProcess(`
        const store = openStore({ folder: process.env.FOLDER });
        for (let n = 0; n < 50; n++) store.set('before', String(n), n);
        process.kill(process.pid, 'SIGKILL');`),
    ).rejects.toThrow();
    const store = openStore({ folder });
    expect(store.entries('before')).toHaveLength(50);
    store.close();
  });

  test('refuses a database from a newer version and leaves it alone', () => {
    const store = openStore({ folder });
    store.set('settings', 'theme', 'dark');
    store.database.exec('PRAGMA user_version = 9999');
    store.close();
    expect(() => openStore({ folder })).toThrow(StoreTooNew);
    expect(() => openStore({ folder })).toThrow(/has version 9999; this one knows \d+\.$/);
    const raw = new DatabaseSync(join(folder, 'blockyard.db'));
    expect(raw.prepare('SELECT value FROM value').all()).toEqual([{ value: '"dark"' }]);
    raw.close();
  });

  test('says what to do when the folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(() => openStore({ folder: join(folder, 'file', 'inner') })).toThrow(
      expect.objectContaining({ code: 'store-failed', remedy: expect.stringContaining('BLOCKYARD_HOME') }),
    );
  });

  test('prints no warning of Node about its SQLite', async () => {
    expect(
      await inAnotherProcess(`
        process.on('warning', (warning) => console.log(warning.message));
        openStore({ folder: process.env.FOLDER }).close();
        await new Promise(setImmediate);`),
    ).toBe('');
  });
});

describe('a damaged database', () => {
  test('that is no database is moved aside whole; the next start begins anew', async () => {
    const junk = 'This was a database once. '.repeat(100);
    await writeFile(join(folder, 'blockyard.db'), junk);
    expect(() => openStore({ folder })).toThrow(StoreDamaged);
    const moved = (await readdir(folder)).find((name) => name.startsWith('blockyard.db.damaged-'));
    expect((await stat(join(folder, moved ?? ''))).size).toBe(junk.length);
    const store = openStore({ folder });
    store.set('settings', 'theme', 'light');
    expect(store.get('settings', 'theme')).toBe('light');
    store.close();
  });

  test('is found while it is used, too', async () => {
    const store = openStore({ folder });
    for (let n = 0; n < 500; n++) store.set('area', String(n), 'x'.repeat(100));
    store.close();
    const path = join(folder, 'blockyard.db');
    const pages = (await stat(path)).size / 4096;
    // All but the first page, which says that this is a database.
    const { open } = await import('node:fs/promises');
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc((pages - 1) * 4096, 0x5a), 0, undefined, 4096);
    await file.close();

    const broken = openStore({ folder });
    expect(() => broken.entries('area')).toThrow(
      expect.objectContaining({
        code: 'store-failed',
        remedy: expect.stringContaining('blockyard.db.damaged-'),
      }),
    );
    broken.close();
    const fresh = openStore({ folder });
    expect(fresh.entries('area')).toEqual([]);
    fresh.close();
  });

  test('moved aside by another process already is not moved twice', async () => {
    const { moveAside } = await import('./damage.ts');
    openStore({ folder }).close();
    expect(() => moveAside(join(folder, 'blockyard.db'))).toThrow(/another process has moved it aside/);
  });
});
