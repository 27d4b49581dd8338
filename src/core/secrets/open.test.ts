import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSecrets } from './index.ts';

const run = promisify(execFile);
const environment = { BLOCKYARD_KEYCHAIN: 'off' };
const user = { kind: 'user' } as const;
let home: string;
let shop: string;

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'bytest-secrets-')));
  shop = realpathSync(mkdtempSync(join(tmpdir(), 'bytest-shop-')));
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
  rmSync(shop, { recursive: true, force: true });
});

const open = () => openSecrets({ folder: home, environment });
const file = () => join(home, 'secrets.json');
const text = () => readFileSync(file(), 'utf8');

describe('secrets', () => {
  it('are found by name: the project’s own before the user’s', async () => {
    const secrets = open();
    expect(await secrets.get(shop, 'TOKEN')).toBeUndefined();
    await secrets.set(user, 'TOKEN', 'of the user');
    expect(await open().get(shop, 'TOKEN')).toBe('of the user');
    await secrets.set({ kind: 'project', folder: shop }, 'TOKEN', 'of the project');
    expect(await secrets.get(shop, 'TOKEN')).toBe('of the project');
    expect(await secrets.get(home, 'TOKEN')).toBe('of the user');
  });

  it('belong to the real folder, whichever way it is reached', async () => {
    const link = join(home, 'link');
    symlinkSync(shop, link);
    await open().set({ kind: 'project', folder: link }, 'TOKEN', 'value');
    expect(await open().get(shop, 'TOKEN')).toBe('value');
  });

  it('are listed by name, scope and origin, and deleted', async () => {
    const secrets = open();
    await secrets.set(user, 'A', 'a');
    await secrets.set({ kind: 'project', folder: shop }, 'B', 'b', 'fetched');
    const entry = { changedAt: expect.any(Number) };
    expect(await secrets.list()).toEqual([{ name: 'A', scope: user, origin: 'set', ...entry }]);
    expect(await secrets.list(shop)).toEqual([
      { name: 'A', scope: user, origin: 'set', ...entry },
      { name: 'B', scope: { kind: 'project', folder: shop }, origin: 'fetched', ...entry },
    ]);
    expect(await secrets.delete(user, 'B')).toBe(false);
    expect(await secrets.delete(user, 'A')).toBe(true);
    expect(await secrets.delete(user, 'A')).toBe(false);
    expect(await secrets.list()).toEqual([]);
  });

  it('may have any name and value', async () => {
    const secrets = open();
    const names = ['__proto__', 'constructor', 'db.password', 'a b', '../../etc/passwd', 'ü', '"', '\0', ''];
    for (const name of names) await secrets.set(user, name, `value of ${name}\n\0`);
    for (const name of names) expect(await open().get(shop, name)).toBe(`value of ${name}\n\0`);
  });

  it('do not stand in their file', async () => {
    await open().set(user, 'TOKEN', 'correct-horse-battery');
    expect(text()).toContain('TOKEN');
    expect(text()).not.toContain('correct-horse-battery');
    expect(text()).not.toContain(Buffer.from('correct-horse-battery').toString('base64'));
  });

  it('lie in files that only their owner reads, which are mended when others may', async () => {
    await open().set(user, 'TOKEN', 'value');
    const mode = (name: string) => statSync(join(home, name)).mode & 0o777;
    expect([mode('secrets.json'), mode('secrets.key')]).toEqual([0o600, 0o600]);
    chmodSync(file(), 0o644);
    chmodSync(join(home, 'secrets.key'), 0o666);
    expect(await open().get(shop, 'TOKEN')).toBe('value');
    expect([mode('secrets.json'), mode('secrets.key')]).toEqual([0o600, 0o600]);
  });

  it('say where their key lies', async () => {
    expect(await open().keyPlace()).toEqual({ kind: 'file', path: join(home, 'secrets.key') });
  });

  it('are seen as other processes left them', async () => {
    const secrets = open();
    await secrets.set(user, 'TOKEN', 'one');
    await open().set(user, 'TOKEN', 'two');
    expect(await secrets.get(shop, 'TOKEN')).toBe('two');
  });
});

describe('generated secrets', () => {
  it('are made once, and stay', async () => {
    const made = await open().generate(shop, 'db.password', 24);
    expect(made).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(await open().generate(shop, 'db.password', 24)).toBe(made);
    expect(await open().get(shop, 'db.password')).toBe(made);
    expect(await open().generate(home, 'db.password', 24)).not.toBe(made);
    expect((await open().list(shop))[0]?.origin).toBe('generated');
  });

  it('do not take what the user has set for all projects', async () => {
    await open().set(user, 'db.password', 'mine');
    expect(await open().generate(shop, 'db.password', 24)).not.toBe('mine');
  });
});

describe('several processes', () => {
  it('lose nothing when they write at once, and get the same generated secret', {
    timeout: 60_000,
  }, async () => {
    const script = `
      import { openSecrets } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
      const [who, home, shop] = process.argv.slice(1);
      const secrets = openSecrets({ folder: home, environment: { BLOCKYARD_KEYCHAIN: 'off' } });
      const generated = secrets.generate(shop, 'db.password', 20);
      for (let count = 0; count < 4; count += 1)
        await secrets.set({ kind: 'user' }, who + count, 'value of ' + who + count);
      console.log(await generated);`;
    const outputs = await Promise.all(
      ['A', 'B', 'C'].map((who) =>
        run(process.execPath, ['--no-warnings', '--input-type=module', '-e', script, who, home, shop]),
      ),
    );
    expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(1);
    expect(await open().list()).toHaveLength(12);
    expect(await open().get(shop, 'C3')).toBe('value of C3');
  });
});

describe('a file that cannot be used is left as it is', () => {
  const untouched = async (remedy: RegExp) => {
    const before = text();
    const refused = { code: 'store-failed', remedy: expect.stringMatching(remedy) };
    await expect(open().get(shop, 'TOKEN')).rejects.toMatchObject(refused);
    await expect(open().set(user, 'OTHER', 'value')).rejects.toMatchObject(refused);
    await expect(open().generate(shop, 'db.password', 9)).rejects.toMatchObject(refused);
    expect(text()).toBe(before);
  };

  beforeEach(() => open().set(user, 'TOKEN', 'value'));

  it('when it is damaged', async () => {
    writeFileSync(file(), text().slice(0, 80));
    await untouched(/backup/);
    writeFileSync(file(), '{"version":1,"key":{"kind":"file"},"secrets":[{}]}');
    await untouched(/backup/);
  });

  it('when it is of a newer Blockyard', async () => {
    writeFileSync(file(), '{"version":2}');
    await untouched(/Update Blockyard/);
  });

  it('when its key is gone, another one, or damaged', async () => {
    rmSync(join(home, 'secrets.key'));
    await untouched(/backup/);
    writeFileSync(join(home, 'secrets.key'), Buffer.alloc(32, 7).toString('base64'));
    await untouched(/right one/);
    writeFileSync(join(home, 'secrets.key'), 'no key');
    await untouched(/backup/);
  });

  it('when its key lies in a keychain that is not there', async () => {
    writeFileSync(file(), text().replace('"kind": "file"', '"kind": "keychain"'));
    await untouched(/BLOCKYARD_KEYCHAIN/);
  });

  it('and a value that was moved to another name does not open there', async () => {
    await open().set(user, 'OTHER', 'other');
    writeFileSync(
      file(),
      text().replace('"TOKEN"', '"x"').replace('"OTHER"', '"TOKEN"').replace('"x"', '"OTHER"'),
    );
    await expect(open().get(shop, 'TOKEN')).rejects.toMatchObject({ code: 'store-failed' });
    await open().set(user, 'TOKEN', 'anew');
    expect(await open().get(shop, 'TOKEN')).toBe('anew');
  });
});
