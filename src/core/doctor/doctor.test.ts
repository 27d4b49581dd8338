import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSecrets } from '../secrets/index.ts';
import { checkClock } from './clock.ts';
import { checkCredentials } from './credentials.ts';
import { checkFreeSpace } from './disk.ts';
import { checkKeys } from './keys.ts';
import { isTaken } from './ports.ts';
import { checkNode } from './tools.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bytest-doctor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('doctor', () => {
  it('knows which Node is too old', () => {
    expect(['18.0.0', '22.12.9', '22.13.0', '24.1.0'].map((version) => checkNode(version).level)).toEqual([
      'error',
      'error',
      'ok',
      'ok',
    ]);
  });

  it("tells when the engine's clock is behind or ahead", () => {
    const asked = 1_000_000;
    expect(checkClock({ time: asked + 5 }, asked, asked + 10).level).toBe('ok');
    expect(checkClock({ time: asked - 90_000 }, asked, asked + 10)).toMatchObject({
      level: 'warning',
      what: "The engine's clock is 90.0 s behind this machine's.",
    });
    expect(checkClock({ time: asked + 5_010 }, asked, asked + 10).what).toContain('5.0 s ahead of');
    expect(checkClock({ time: undefined }, asked, asked).level).toBe('note');
  });

  it('looks for the credential helpers that Docker is told to use', async () => {
    const environment = { DOCKER_CONFIG: folder, PATH: folder };
    expect(await checkCredentials(environment)).toMatchObject([{ level: 'ok' }]);

    const config = {
      credsStore: 'there',
      credHelpers: { 'registry.example': 'missing' },
      auths: { 'plain.example': { auth: 'eDp5' }, 'kept.example': {} },
    };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    writeFileSync(join(folder, 'docker-credential-there'), '#!/bin/sh\n');
    chmodSync(join(folder, 'docker-credential-there'), 0o755);
    const findings = await checkCredentials(environment);
    expect(findings.map(({ level }) => level)).toEqual(['ok', 'warning', 'note']);
    expect(findings[1]?.what).toContain('docker-credential-missing');
    expect(findings[2]?.what).toContain('plain.example');
    expect(JSON.stringify(findings)).not.toContain('eDp5');

    writeFileSync(join(folder, 'config.json'), '{');
    expect(await checkCredentials(environment)).toMatchObject([{ level: 'warning' }]);
  });

  it('wants the key file for its owner alone', async () => {
    const environment = { BLOCKYARD_KEYCHAIN: 'off' };
    const check = () => checkKeys(folder, environment);
    const key = join(folder, 'secrets.key');
    expect(await check()).toMatchObject([{ level: 'ok' }]);
    await openSecrets({ folder, environment }).set({ kind: 'user' }, 'TOKEN', 'value');
    expect(await check()).toMatchObject([{ level: 'note', what: expect.stringContaining(key) }]);
    chmodSync(key, 0o644);
    expect(await check()).toMatchObject([
      { level: 'warning', what: expect.stringContaining('0644') },
      { level: 'note' },
    ]);
    expect(await check()).toMatchObject([{ level: 'note' }]);
    rmSync(key);
    expect(await check()).toMatchObject([{ level: 'error', remedy: expect.stringContaining('backup') }]);
  });

  it('tells free space, where the folder is on this machine', async () => {
    expect((await checkFreeSpace('it', folder))?.topic).toBe('disk');
    expect(await checkFreeSpace('it', join(folder, 'elsewhere'))).toBeUndefined();
  });

  it('sees which ports are taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    expect(await isTaken({ host: '127.0.0.1', port })).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await isTaken({ host: '127.0.0.1', port })).toBe(false);
  });
});
