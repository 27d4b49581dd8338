import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EnvironmentOrigin, NormaliseContext } from '../context.ts';
import { Issues } from '../issues.ts';
import type { ComposeConfig } from '../model.ts';
import type { TreeMap } from '../positions.ts';
import { normaliseProject, withoutUnusedResources } from './index.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bytest-normalise-'));
  await writeFile(join(folder, 'app.env'), 'FILE=file\nREFERS=${DOTENV}\nOVER=file\n');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Outcome {
  config: ComposeConfig;
  issues: Issues;
  origins: Record<string, EnvironmentOrigin>;
  variables: string[];
  sources: string[];
}

async function normalise(tree: TreeMap, inactive: string[] = []): Promise<Outcome> {
  const shell: Record<string, string> = { SHELL: 'shell' };
  const dotenv: Record<string, string> = { DOTENV: 'dotenv' };
  const outcome = { issues: new Issues(), origins: {}, variables: [], sources: [] } as Omit<
    Outcome,
    'config'
  >;
  const context: NormaliseContext = {
    workingDirectory: folder,
    projectName: 'shop',
    environment: {
      get: (name) => shell[name] ?? dotenv[name],
      sourceOf: (name) => (name in shell ? 'shell' : name in dotenv ? 'dotenv' : undefined),
      entries: () => Object.entries({ ...dotenv, ...shell }),
    },
    issues: outcome.issues,
    recordSource: (file) => outcome.sources.push(file),
    recordVariable: (name, { service }) =>
      outcome.variables.push(service ? `${service} takes ${name}` : name),
    isActive: (name) => !inactive.includes(name),
    recordOrigin: (_service, variable, origin) => {
      outcome.origins[variable] = origin;
    },
  };
  return { config: await normaliseProject(tree, context), ...outcome };
}

it('tells which secrets and configs take a variable in', async () => {
  const { variables } = await normalise({
    services: { one: { image: 'a', secrets: [{ source: 'token' }] }, two: { image: 'a' } },
    secrets: { token: { environment: 'TOKEN' } },
    configs: { settings: { environment: 'SETTINGS' }, file: { file: '/settings' } },
  });
  expect(variables).toEqual(['one takes TOKEN', 'SETTINGS']);
});

describe('the environment of a service', () => {
  it('lies over its env files, takes what has no value from outside, and says where each comes from', async () => {
    const { config, origins, variables, sources } = await normalise({
      services: {
        app: {
          image: 'a',
          env_file: [{ path: join(folder, 'app.env'), required: true }],
          environment: { OVER: 'own', SHELL: null, DOTENV: null, NOWHERE: null },
        },
      },
    });
    expect(config.services['app']?.environment).toEqual({
      FILE: 'file',
      REFERS: 'dotenv',
      OVER: 'own',
      SHELL: 'shell',
      DOTENV: 'dotenv',
      NOWHERE: null,
    });
    expect(origins).toEqual({
      FILE: 'env_file',
      REFERS: 'env_file',
      OVER: 'file',
      SHELL: 'shell',
      DOTENV: 'dotenv',
      NOWHERE: 'file',
    });
    expect(variables.sort()).toEqual(['app takes DOTENV', 'app takes DOTENV', 'app takes SHELL']);
    expect(sources).toEqual([join(folder, 'app.env')]);
  });

  it('may lack an env file that is not required, or whose service is not active', async () => {
    const lacking = (required: boolean): TreeMap => ({
      image: 'a',
      env_file: [{ path: join(folder, 'nowhere.env'), required }],
    });
    const { issues } = await normalise(
      { services: { optional: lacking(false), inactive: lacking(true), needed: lacking(true) } },
      ['inactive'],
    );
    expect(issues.errors.map((error) => error.message)).toEqual([
      `The env file ${join(folder, 'nowhere.env')} does not exist.`,
    ]);
  });
});

it('services depend on those whose names, namespaces and volumes they use', async () => {
  const { config } = await normalise({
    services: {
      app: {
        image: 'a',
        links: ['db:database'],
        ipc: 'service:ipc',
        volumes_from: ['data:ro', 'container:x'],
      },
      db: { image: 'a' },
      ipc: { image: 'a' },
      data: { image: 'a' },
    },
  });
  expect(config.services['app']?.depends_on).toEqual({
    db: { condition: 'service_started', restart: true, required: true },
    ipc: { condition: 'service_started', restart: true, required: true },
    data: { condition: 'service_started', required: true },
  });
});

it('resources are named after the project, save those that are external or have a name', async () => {
  const { config } = await normalise({
    services: { app: { image: 'a' } },
    volumes: { plain: null, named: { name: 'own' }, external: { external: true } },
  });
  expect(Object.values(config.volumes ?? {}).map((volume) => volume.name)).toEqual([
    'shop_plain',
    'own',
    'external',
  ]);
  expect(config.networks).toEqual({ default: { name: 'shop_default', ipam: {} } });
});

it('text is typed, with an error for what cannot be', async () => {
  const { config, issues } = await normalise({
    services: {
      app: { image: 'a', init: 'true', scale: '2', mem_limit: '1g', cpus: '0.5', stop_grace_period: '90s' },
      wrong: { image: 'a', stop_grace_period: 'soon' },
    },
  });
  expect(config.services['app']).toMatchObject({
    init: true,
    scale: 2,
    mem_limit: '1073741824',
    cpus: 0.5,
    stop_grace_period: '1m30s',
  });
  expect(issues.errors.map((error) => error.message)).toEqual([
    'services.wrong.stop_grace_period: "soon" is no duration such as 90s, 1m30s or 500ms.',
  ]);
});

it('several things that are wrong are told at once; services that are not active are passed over', async () => {
  const { issues } = await normalise(
    {
      services: {
        one: { image: 'a', depends_on: { nowhere: {} } },
        two: { networks: { missing: null } },
        inactive: { depends_on: { nowhere: {} } },
      },
    },
    ['inactive'],
  );
  expect(issues.errors.map((error) => error.message)).toEqual([
    'services.one: it depends on the service "nowhere", which is not there.',
    'services.two: the service has neither an image nor a build.',
    'services.two.networks.missing: the network "missing" is not defined.',
  ]);
});

it('resources that no service uses can be left out', async () => {
  const { config } = await normalise({
    services: { app: { image: 'a', volumes: [{ type: 'volume', source: 'used', target: '/used' }] } },
    volumes: { used: null, unused: null },
    networks: { unused: null },
    secrets: { unused: { file: '/secret' } },
  });
  expect(withoutUnusedResources(config)).toEqual({
    name: 'shop',
    services: config.services,
    networks: { default: { name: 'shop_default', ipam: {} } },
    volumes: { used: { name: 'shop_used' } },
  });
});
