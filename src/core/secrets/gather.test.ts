import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  gatherSecrets,
  lookUpSecrets,
  openSecrets,
  overviewOf,
  type ProjectSecrets,
  requireSecrets,
  type SecretStore,
  type SourceOfSecret,
} from './index.ts';

const environment = { ...process.env, BLOCKYARD_KEYCHAIN: 'off' };
let home: string;
let shop: string;
let secrets: SecretStore;

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'bytest-secrets-')));
  shop = realpathSync(mkdtempSync(join(tmpdir(), 'bytest-shop-')));
  secrets = openSecrets({ folder: home, environment });
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
  rmSync(shop, { recursive: true, force: true });
});

/** A source that runs this piece of JavaScript. */
const node = (script: string): SourceOfSecret => ({ command: [process.execPath, '-e', script] });

/** The project as it is loaded when its files name the secrets of these sources. */
async function load(sources: Record<string, SourceOfSecret>): Promise<ProjectSecrets> {
  const secretNeeds = Object.keys(sources).map((name) => ({ name, neededBy: ['api'] }));
  const { missing, commands } = await lookUpSecrets(secrets, shop, secretNeeds, sources);
  return {
    name: 'shop',
    workingDirectory: shop,
    secretNeeds,
    missingSecrets: missing,
    secretCommands: commands,
    secretSources: sources,
  };
}

const gather = (project: ProjectSecrets, options = {}) =>
  gatherSecrets(secrets, project, { environment, ...options });

describe('what is looked up', () => {
  it('is missing with what to do, everything at once', async () => {
    const { missingSecrets } = await load({
      STRIPE_KEY: { description: 'The test key.', help: 'Copy it from stripe.example' },
      NPM_TOKEN: { command: ['op', 'read', 'op://shop/npm'] },
      OTHER: {},
    });
    expect(missingSecrets).toEqual([
      {
        name: 'STRIPE_KEY',
        neededBy: ['api'],
        description: 'The test key.',
        remedy: 'Copy it from stripe.example. Type it in with `blockyard secrets set STRIPE_KEY`.',
      },
      {
        name: 'NPM_TOKEN',
        neededBy: ['api'],
        remedy:
          '`blockyard secrets refresh` asks `op` for it; or type it in with `blockyard secrets set NPM_TOKEN`.',
      },
      { name: 'OTHER', neededBy: ['api'], remedy: 'Type it in with `blockyard secrets set OTHER`.' },
    ]);
  });

  it('is made where it is ours to make', async () => {
    const needs = [{ name: 'db.password', neededBy: ['db'], generate: 24 }];
    const { values, missing } = await lookUpSecrets(secrets, shop, needs, {});
    expect(missing).toEqual([]);
    expect(values.get('db.password')).toMatch(/^\w{24}$/);
    expect((await lookUpSecrets(secrets, shop, needs, {})).values).toEqual(values);
  });

  it('names no command for what was set by hand', async () => {
    await secrets.set({ kind: 'user' }, 'TOKEN', 'mine');
    expect((await load({ TOKEN: node('') })).secretCommands).toEqual([]);
  });

  it('is missing with the reason when the store cannot be read, and nothing throws', async () => {
    writeFileSync(join(home, 'secrets.json'), '{');
    const { missingSecrets } = await load({ TOKEN: {} });
    expect(missingSecrets).toMatchObject([
      { name: 'TOKEN', problem: expect.stringMatching(/damaged.*backup/) },
    ]);
  });

  it('does not take a name of every object for a source', async () => {
    const { missing, commands } = await lookUpSecrets(
      secrets,
      shop,
      [{ name: 'constructor', neededBy: [] }],
      {},
    );
    expect(missing).toHaveLength(1);
    expect(commands).toEqual([]);
  });
});

describe('sources', () => {
  it('give the first line of what they print, in the folder of the project and without a shell', async () => {
    const project = await load({
      LINE: node('console.log("one\\ntwo")'),
      WINDOWS: node('process.stdout.write("carried\\r\\n")'),
      WHERE: node('console.log(process.cwd())'),
      WORDS: { command: [process.execPath, '-p', 'process.argv[1]', '$HOME; echo `id` "x"'] },
    });
    expect(await gather(project)).toEqual({ changed: true, missing: [], problems: new Map() });
    const value = (name: string) => secrets.get(shop, name);
    expect(await Promise.all(['LINE', 'WINDOWS', 'WHERE', 'WORDS'].map(value))).toEqual([
      'one',
      'carried',
      shop,
      '$HOME; echo `id` "x"',
    ]);
  });

  it('are asked all at the same time', async () => {
    // Each waits for the other: one after the other would never end.
    const meet = (own: string, other: string) =>
      node(
        `const fs = require('node:fs'); fs.writeFileSync('${own}', '');
         (function look() { fs.existsSync('${other}') ? console.log('met') : setTimeout(look, 5) })()`,
      );
    const project = await load({ A: meet('a', 'b'), B: meet('b', 'a') });
    expect((await gather(project)).missing).toEqual([]);
  });

  it('that fail are told with what they complained of, never with what they printed', async () => {
    const project = await load({
      REFUSED: node('console.log("hunter2"); console.error("You are not signed in."); process.exit(3)'),
      SILENT: node(''),
      ABSENT: { command: ['no-such-program-anywhere', '--now'] },
      STRANGE: { command: ['bad\0name'] },
    });
    const { missing } = await gather(project);
    const problems = Object.fromEntries(missing.map(({ name, problem }) => [name, problem]));
    expect(problems).toEqual({
      ABSENT: '`no-such-program-anywhere` is not installed here, or not on the PATH.',
      REFUSED: `\`${process.execPath}\` ended with 3: You are not signed in.`,
      SILENT: `\`${process.execPath}\` printed nothing.`,
      STRANGE: 'Its command holds a character that no program takes.',
    });
    expect(() => requireSecrets(project, missing)).toThrow(
      expect.objectContaining({
        code: 'secret-missing',
        message: expect.stringMatching(/4 secrets.*ABSENT.*REFUSED.*not signed in.*SILENT.*STRANGE/s),
      }),
    );
    expect(JSON.stringify(missing)).not.toContain('hunter2');
  });

  it('that never answer are given up, and interrupted with their children', async () => {
    const forever = node('setInterval(() => {}, 1000)');
    const late = await gather(await load({ LATE: forever }), { mostMilliseconds: 300 });
    expect(late.missing[0]?.problem).toBe(`\`${process.execPath}\` gave no answer in 0.3 seconds.`);
    const stop = new AbortController();
    const asking = gather(await load({ LATE: forever }), { signal: stop.signal });
    setImmediate(() => stop.abort());
    await expect(asking).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('are asked again after eight hours, or when that is wished', async () => {
    const counting = node(
      `const fs = require('node:fs'); fs.appendFileSync('asked', 'x'); console.log(fs.statSync('asked').size)`,
    );
    const value = () => secrets.get(shop, 'TOKEN');
    await gather(await load({ TOKEN: counting }));
    await gather(await load({ TOKEN: counting }));
    expect(await value()).toBe('1');
    const later = { now: Date.now() + 8 * 3_600_000 + 60_000 };
    expect(await gather(await load({ TOKEN: counting }), later)).toMatchObject({ changed: true });
    expect(await value()).toBe('2');
    await gather(await load({ TOKEN: counting }), { all: true });
    expect(await value()).toBe('3');
    // One that is old and cannot be had again is not good enough to start with.
    const refusing = node('process.exit(1)');
    expect((await gather(await load({ TOKEN: refusing }), later)).missing).toMatchObject([{ name: 'TOKEN' }]);
  });

  it('are not asked for what was set by hand', async () => {
    await gather(await load({ TOKEN: node('console.log("fetched")') }));
    await secrets.set({ kind: 'user' }, 'TOKEN', 'mine');
    expect(await secrets.get(shop, 'TOKEN')).toBe('mine');
    expect(await gather(await load({ TOKEN: node('process.exit(1)') }))).toMatchObject({ missing: [] });
  });
});

describe('the overview', () => {
  it('says what is missing first, then what is there and whose it is, and no value', async () => {
    await secrets.set({ kind: 'user' }, 'NPM_TOKEN', 'hunter2hunter');
    await secrets.set({ kind: 'user' }, 'UNUSED', 'hunter2hunter');
    await secrets.set({ kind: 'project', folder: shop }, 'LEFT_OVER', 'hunter2hunter');
    const project = await load({ NPM_TOKEN: node('x'), STRIPE_KEY: { help: 'Ask.' } });
    const overview = await overviewOf(secrets, project);
    expect(overview).toEqual([
      {
        name: 'STRIPE_KEY',
        neededBy: ['api'],
        state: 'missing',
        help: 'Ask.',
        remedy: 'Ask. Type it in with `blockyard secrets set STRIPE_KEY`.',
      },
      {
        ...{ name: 'LEFT_OVER', neededBy: [], state: 'present', scope: 'project', origin: 'set' },
        changedAt: expect.any(Number),
      },
      {
        ...{ name: 'NPM_TOKEN', neededBy: ['api'], state: 'present', scope: 'user', origin: 'set' },
        source: `${process.execPath} -e x`,
        changedAt: expect.any(Number),
      },
    ]);
    expect(JSON.stringify([overview, await overviewOf(secrets)])).not.toContain('hunter2');
    expect((await overviewOf(secrets)).map(({ name }) => name)).toEqual(['NPM_TOKEN', 'UNUSED']);
  });
});
