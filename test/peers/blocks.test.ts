import { execFile } from 'node:child_process';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ejectionOf, includeFile, plainConfig } from '../../src/core/blocks/index.ts';
import { printConfig } from '../../src/core/compose/index.ts';
import { loadStack } from '../../src/core/loading/index.ts';
import { openSecrets } from '../../src/core/secrets/index.ts';
import { composeBinary } from '../support/compose-binary.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folder.ts';

const binary = composeBinary();
const run = promisify(execFile);

const web = `block: web
version: 1.0.0
title: Web
description: For tests.
owner: { name: Tests }
licence: { name: MIT }
provenance: { publisher: Tests }
parameters: { word: { type: string, default: "a $ and 'quotes'" } }
services:
  main: { image: web, environment: ["WORD=\${word}"], command: [serve, "$HOME"], probe: { http: { port: 80 } } }
jobs:
  setup: { image: web }
files: { page: { content: "\${word} $$x\\n", mount: { main: /page } } }
endpoints: { main: { port: 80, scheme: http } }
bindings: { WEB_URL: "\${endpoint.main.url}", WEB_WORD: "\${word}" }
`;

const stackFile = `blocks:
  db: { block: postgres@1, with: { extensions: [citext] } }
  cache: { block: redis@1 }
  page: { block: ./blocks/web }
  dwh: { block: postgres@1, at: "\${secret:WAREHOUSE}" }
services:
  api:
    bind: [db, cache, page, { block: dwh, prefix: DWH_ }]
    environment: { TOKEN: "\${secret:TOKEN}", LEVEL: "\${LEVEL:-info}", PRICE: "5 $$" }
  db: { mem_limit: 1g }
`;
const api = 'services:\n  api: { image: api, environment: { WEB_WORD: mine }, ports: ["8080"] }\n';

async function stackIn(folder: TemporaryFolder) {
  const environment = { BLOCKYARD_HOME: path.join(folder.path, '.home'), BLOCKYARD_KEYCHAIN: 'off' };
  const secrets = openSecrets({ environment });
  const scope = { kind: 'project', folder: folder.path } as const;
  await secrets.set(scope, 'TOKEN', `it's $5 "ok" #1`);
  await secrets.set(scope, 'WAREHOUSE', 'postgresql://me:p%23w@dwh.example:6000/all?sslmode=require');
  return {
    project: await loadStack({ workingDirectory: folder.path, environment, secrets }),
    secrets,
    environment,
  };
}

/** What Compose reads in a folder. */
async function compose(folder: string, args: string[] = [], environment: Record<string, string> = {}) {
  const { stdout } = await run(binary ?? '', [...args, 'config', '--format', 'json'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: '/home/bytest', ...environment },
  });
  return JSON.parse(stdout);
}

/** What a stack is to whoever runs it: without what only waits or what only we read. */
function running(config: { services: Record<string, Record<string, unknown>> }) {
  return Object.fromEntries(
    Object.entries(config.services).map(
      ([name, { image, environment, command, ports, mem_limit, volumes }]) => [
        name,
        JSON.parse(JSON.stringify({ image, environment, command, ports, mem_limit, volumes })),
      ],
    ),
  );
}

describe.skipIf(!binary)('stacks with blocks, for Compose 2.26', () => {
  it('what config prints is accepted, and says the same', async () => {
    await using folder = await temporaryFolder({
      'compose.yaml': api,
      'blockyard.yaml': stackFile,
      'blocks/web/block.yaml': web,
    });
    const { project } = await stackIn(folder);
    const printed = path.join(folder.path, 'printed.json');
    await writeFile(printed, JSON.stringify(plainConfig(project)));
    await expect(compose(folder.path, ['-f', printed])).rejects.toThrow(/the secret/);
    await writeFile(printed, printConfig(project.config).replaceAll('service_healthy', 'service_started'));
    expect(running(await compose(folder.path, ['-f', printed]))).toEqual(
      running(JSON.parse(printConfig(project.config))),
    );
  });

  it.each([
    ['a Compose file of its own', { 'compose.yaml': api }],
    [
      'no Compose file',
      { 'blockyard.yaml': stackFile.replace('  api:\n', '  api:\n    image: api\n    ports: ["8080"]\n') },
    ],
  ])('an ejected stack with %s runs as before', async (_, files) => {
    await using folder = await temporaryFolder({
      'blockyard.yaml': stackFile,
      'blocks/web/block.yaml': web,
      ...files,
    });
    const { project, secrets } = await stackIn(folder);
    const before = running(JSON.parse(printConfig(project.config)));
    const values = new Map<string, string | undefined>();
    for (const { name } of project.secretNeeds) values.set(name, await secrets.get(folder.path, name));
    const { file, env, removes, missing } = await ejectionOf(project, (name) => values.get(name));
    expect(missing).toEqual([]);
    await writeFile(file.path, file.text);
    await writeFile(env.path, env.text);
    await rename(removes, `${removes}.ejected`);
    expect(file.isFound).toBe(true);
    expect(running(await compose(folder.path))).toEqual(before);
    expect(await readFile(file.path, 'utf8')).not.toContain('p%23w');
  });

  it('the file for colleagues without Blockyard asks for secrets alone, and Blockyard passes over it', async () => {
    await using folder = await temporaryFolder({
      'compose.yaml': api,
      'blockyard.yaml': stackFile,
      'blocks/web/block.yaml': web,
    });
    const { project, environment, secrets } = await stackIn(folder);
    const { path: file, text } = await includeFile(project);
    expect(path.basename(file)).toBe('compose.override.yaml');
    await writeFile(file, text);
    await expect(compose(folder.path)).rejects.toThrow(/TOKEN.*the secret TOKEN|WAREHOUSE/);
    const variables = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => [name, 'x']);
    const theirs = await compose(folder.path, [], Object.fromEntries(variables));
    expect(theirs.services.db.environment.POSTGRES_PASSWORD).toBe('local');
    expect(theirs.services.api.environment).toMatchObject({
      WEB_WORD: 'mine',
      LEVEL: 'info',
      DATABASE_URL: 'postgresql://app:local@db:5432/app',
    });
    const again = await loadStack({ workingDirectory: folder.path, environment, secrets });
    expect(again.config).toEqual(project.config);
    expect((await includeFile(again)).text).toBe(text);
  });
});
