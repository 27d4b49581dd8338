import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ComposeProject, loadProject } from '../compose/index.ts';
import { desiredOf } from './desired.ts';
import { containerName } from './names.ts';
import type { Observed, ObservedContainer } from './observe.ts';
import { planUp } from './plan.ts';
import type { ImageFact, PlanRules, Situation } from './verdict.ts';

const engine = { info: { apiVersion: '1.45', local: true }, atLeast: () => true } as never;

async function load(compose: string, environment: Record<string, string> = {}): Promise<ComposeProject> {
  const folder = mkdtempSync(join(tmpdir(), 'bytest-plan-'));
  try {
    writeFileSync(join(folder, 'compose.yaml'), compose);
    return await loadProject({ workingDirectory: folder, projectName: 'shop', environment });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The engine as it is after an `up` of the project. */
function runningOf(project: ComposeProject, scale: Record<string, number> = {}): Observed {
  const desired = desiredOf({ project, engine, scale });
  return {
    containers: desired.services.flatMap((service) =>
      Array.from({ length: service.scale }, (_, index): ObservedContainer => {
        const name = containerName(project, service.name, index + 1);
        return {
          id: `id-of-${name}`,
          name,
          service: service.name,
          number: index + 1,
          oneOff: false,
          state: 'running',
          health: service.service.healthcheck ? 'healthy' : 'none',
          status: 'Up',
          createdAt: 0,
          imageName: service.image,
          image: service.image,
          imageId: 'sha256:1',
          hash: service.hash,
          fields: service.fields,
          workingDirectory: project.workingDirectory,
          networks: new Map(service.networks.map((network) => [network, `id-of-${network}`])),
          networkMode: '',
          tiedTo: {},
          mounts: [],
          ports: [],
        };
      }),
    ),
    networks: new Map(
      desired.networks.map(({ name, spec }) => [name, { ...spec, Name: name, Id: `id-of-${name}` } as never]),
    ),
    volumes: new Map(desired.volumes.map(({ name, spec }) => [name, { ...spec, Name: name } as never])),
  };
}

const nothing: Observed = { containers: [], networks: new Map(), volumes: new Map() };

function plan(
  project: ComposeProject,
  observed: Observed,
  rules: PlanRules = {},
  more: Partial<Situation> & { scale?: Record<string, number> } = {},
) {
  const { scale, ...rest } = more;
  const desired = desiredOf({ project, engine, scale });
  return planUp({ desired, observed, images: new Map(), differences: new Map(), ...rest }, rules).plan;
}

/** Steps as `id: cause; cause`. */
function causes(made: ReturnType<typeof plan>): string[] {
  return made.steps.map(({ id, causes: list }) => `${id}: ${list.map(({ text }) => text).join('; ')}`);
}

const shop = `
services:
  web:
    image: nginx
    depends_on: { api: { condition: service_started } }
    networks: { default: {}, front: {} }
    ports: ["8080:80"]
  api:
    image: api
    environment: { LOG: "\${LOG:-info}" }
    depends_on: { db: { condition: service_healthy } }
  db:
    image: postgres
    healthcheck: { test: pg_isready }
    volumes: ["data:/var/lib/data"]
networks: { front: {} }
volumes: { data: {} }
`;

describe('the plan of up', () => {
  it('makes everything where nothing is, in the order of the dependencies', async () => {
    const made = plan(await load(shop), nothing);
    expect(made.steps.map(({ id, after }) => [id, ...after])).toEqual([
      ['network:shop_default:create'],
      ['network:shop_front:create'],
      ['volume:shop_data:create'],
      ['container:shop-db-1:create', 'network:shop_default:create', 'volume:shop_data:create'],
      ['container:shop-db-1:start', 'container:shop-db-1:create'],
      ['container:shop-api-1:create', 'network:shop_default:create'],
      ['container:shop-db-1:wait', 'container:shop-db-1:start'],
      ['container:shop-api-1:start', 'container:shop-api-1:create', 'container:shop-db-1:wait'],
      ['container:shop-web-1:create', 'network:shop_default:create', 'network:shop_front:create'],
      ['container:shop-web-1:start', 'container:shop-web-1:create', 'container:shop-api-1:start'],
    ]);
    expect(made.unchanged).toEqual([]);
  });

  it('has no steps when everything is as it should be', async () => {
    const project = await load(shop);
    const made = plan(project, runningOf(project));
    expect(made.steps).toEqual([]);
    expect(made.unchanged.map(({ name }) => name)).toEqual([
      'shop_default',
      'shop_front',
      'shop_data',
      'shop-db-1',
      'shop-api-1',
      'shop-web-1',
    ]);
  });

  it('names the variable that changed and where its new value comes from', async () => {
    const observed = runningOf(await load(shop));
    expect(causes(plan(await load(shop, { LOG: 'debug' }), observed))).toEqual([
      'container:shop-api-1:recreate: env LOG changed, from the shell',
      'container:shop-api-1:start: env LOG changed, from the shell',
    ]);
  });

  it.each([
    ['image: api', 'image: api:2', 'image changed'],
    ['image: api', 'image: api\n    command: run', 'command added'],
    ['image: api', 'image: api\n    labels: { a: b }', 'label a added'],
    ['image: api', 'image: api\n    mem_limit: 64m', 'memory added'],
    ['image: api', 'image: api\n    cap_add: [SYS_TIME]', 'cap_add added'],
    ['image: api', 'image: api\n    configs: [c]', 'config c added'],
    ['image: api', 'image: api\n    volumes: ["/data"]', 'volume /data added'],
    ['image: api', 'image: api\n    ports: ["81:80"]', 'expose added; port 80/tcp added'],
    ['LOG: "${LOG:-info}"', 'LEVEL: low', 'env LEVEL added; env LOG removed'],
  ])('tells %s → %s as: %s', async (before, after, expected) => {
    const withConfig = `${shop}configs: { c: { content: hello } }\n`;
    const observed = runningOf(await load(withConfig));
    const made = plan(await load(withConfig.replace(before, after)), observed);
    expect(causes(made)).toEqual([
      `container:shop-api-1:recreate: ${expected}`,
      `container:shop-api-1:start: ${expected}`,
    ]);
  });

  it('keeps containers whose build, pull policy, scale or dependencies alone changed', async () => {
    const observed = runningOf(await load(shop));
    const changed = shop
      .replace('image: api', 'image: api\n    build: .\n    pull_policy: never\n    scale: 1')
      .replace('{ api: { condition: service_started } }', '{ db: { condition: service_started } }');
    expect(plan(await load(changed), observed).steps).toEqual([]);
  });

  it('scales up with the free numbers and down from the highest', async () => {
    const project = await load(shop);
    const up = plan(project, runningOf(project), {}, { scale: { api: 3 } });
    expect(causes(up)).toEqual([
      'container:shop-api-2:create: missing',
      'container:shop-api-2:start: missing',
      'container:shop-api-3:create: missing',
      'container:shop-api-3:start: missing',
    ]);
    const down = plan(project, runningOf(project, { api: 3 }), {}, { scale: { api: 1 } });
    expect(causes(down)).toEqual([
      'container:shop-api-2:remove: scaled down to 1',
      'container:shop-api-3:remove: scaled down to 1',
    ]);
  });

  it('recreates for a newer image of the same name', async () => {
    const project = await load(shop);
    const fact: ImageFact = { id: 'sha256:2', healthcheck: false, lastTaggedAt: 0 };
    const made = plan(project, runningOf(project), {}, { images: new Map([['api', fact]]) });
    expect(causes(made)).toEqual([
      'container:shop-api-1:recreate: image api is a newer one',
      'container:shop-api-1:start: image api is a newer one',
    ]);
  });

  it('recreates what is forced, and what changed not at all when told so', async () => {
    const project = await load(shop);
    expect(causes(plan(project, runningOf(project), { forced: new Set(['db']) }))).toEqual([
      'container:shop-db-1:recreate: forced',
      'container:shop-db-1:start: forced',
    ]);
    const changed = await load(shop.replace('image: api', 'image: api:2'));
    expect(plan(changed, runningOf(project), { noRecreate: true }).steps).toEqual([]);
  });

  it('starts what has stopped', async () => {
    const project = await load(shop);
    const observed = runningOf(project);
    for (const container of observed.containers)
      if (container.service === 'api') Object.assign(container, { state: 'exited', exitCode: 1 });
    expect(causes(plan(project, observed))).toEqual(['container:shop-api-1:start: not running']);
  });

  it('removes orphans only when asked to, and never those of an inactive profile', async () => {
    const observed = runningOf(await load(shop));
    const without = shop.replace(/ {2}web:[\s\S]*? {2}api:/, '  api:');
    const project = await load(without);
    expect(plan(project, observed).steps).toEqual([]);
    expect(causes(plan(project, observed, { removeOrphans: true }))).toEqual([
      'container:shop-web-1:remove: orphan: the project has no service web',
    ]);
    const inactive = await load(shop.replace('image: nginx', 'image: nginx\n    profiles: [full]'));
    expect(plan(inactive, observed, { removeOrphans: true }).steps).toEqual([]);
  });

  it('takes containers off a network or volume before it is made anew, and says what is lost', async () => {
    const observed = runningOf(await load(shop));
    const changed = await load(
      shop
        .replace('data: {}', 'data: { driver_opts: { type: tmpfs } }')
        .replace('front: {} }\nvolumes', 'front: { internal: true } }\nvolumes'),
    );
    const made = plan(changed, observed);
    expect(made.steps.map(({ id, after, loses, causes: list }) => [id, after, list[0]?.text, loses])).toEqual(
      [
        ['container:shop-db-1:remove', [], 'shop_data recreated', undefined],
        ['container:shop-web-1:remove', [], 'shop_front recreated', undefined],
        [
          'network:shop_front:recreate',
          ['container:shop-web-1:remove'],
          'network front: internal changed',
          undefined,
        ],
        [
          'volume:shop_data:recreate',
          ['container:shop-db-1:remove'],
          'volume data: driver_opts changed',
          'all data in it',
        ],
        [
          'container:shop-db-1:create',
          ['volume:shop_data:recreate', 'container:shop-db-1:remove'],
          'shop_data recreated',
          undefined,
        ],
        ['container:shop-db-1:start', ['container:shop-db-1:create'], 'shop_data recreated', undefined],
        [
          'container:shop-web-1:create',
          ['network:shop_front:recreate', 'container:shop-web-1:remove'],
          'shop_front recreated',
          undefined,
        ],
        ['container:shop-web-1:start', ['container:shop-web-1:create'], 'shop_front recreated', undefined],
      ],
    );
  });

  it('recreates what hangs on a network that went away', async () => {
    const project = await load(shop);
    const observed = runningOf(project);
    observed.networks.delete('shop_front');
    expect(causes(plan(project, observed))).toEqual([
      'network:shop_front:create: missing',
      'container:shop-web-1:recreate: network front was made anew',
      'container:shop-web-1:start: network front was made anew',
    ]);
  });

  it('goes on from a recreate that was cut off', async () => {
    const project = await load(shop);
    const both = runningOf(project);
    const api = both.containers.find(({ service }) => service === 'api') as ObservedContainer;
    const successor: ObservedContainer = { ...api, id: 'new', name: 'shop-api-1.next', state: 'created' };
    both.containers.push(successor);
    expect(causes(plan(project, both))).toEqual([
      'container:shop-api-1.next:remove: left behind by an interrupted run',
    ]);
    const alone = { ...both, containers: both.containers.filter((container) => container !== api) };
    expect(causes(plan(project, alone))).toEqual(['container:shop-api-1:start: not running']);
  });

  it('adopts what others made when it is equal, and recreates it with what differs', async () => {
    const project = await load(shop);
    const observed = runningOf(project);
    const db = observed.containers.find(({ service }) => service === 'db') as ObservedContainer;
    delete db.hash;
    expect(causes(plan(project, observed, {}, { differences: new Map([[db.id, []]]) }))).toEqual([
      'container:shop-db-1:adopt: made by Compose and equal',
    ]);
    const differences = new Map([[db.id, [{ kind: 'environment-changed', text: 'env A changed' }]]]);
    expect(causes(plan(project, observed, {}, { differences }))).toEqual([
      'container:shop-db-1:recreate: env A changed',
      'container:shop-db-1:start: env A changed',
    ]);
  });

  it('pulls and builds what is missing before what needs it, once for each image', async () => {
    const project = await load(`
services:
  api: { image: api, build: . }
  worker: { image: api }
  web: { image: nginx, pull_policy: always }
  db: { image: postgres, pull_policy: never }
`);
    const images = new Map(['api', 'nginx', 'postgres'].map((name) => [name, undefined]));
    const made = plan(project, nothing, {}, { images });
    expect(causes(made).filter((line) => line.startsWith('image'))).toEqual([
      'image:api:build: missing',
      'image:nginx:pull: pull_policy is always',
    ]);
    expect(made.steps.find(({ id }) => id === 'container:shop-worker-1:create')?.after).toEqual([
      'image:api:build',
      'network:shop_default:create',
    ]);
  });

  it('waits for everything when asked to', async () => {
    const project = await load(shop);
    const made = plan(project, nothing, { wait: true });
    expect(made.steps.filter(({ action }) => action === 'wait').map(({ id }) => id)).toEqual([
      'container:shop-db-1:wait',
    ]);
    const observed = runningOf(project);
    for (const container of observed.containers)
      if (container.health === 'healthy') container.health = 'starting';
    expect(causes(plan(project, observed, { wait: true }))).toEqual([
      'container:shop-db-1:wait: asked to wait',
    ]);
  });

  it('waits for what a one-off container of another service depends on, as it does', async () => {
    const project = await load('services: { db: { image: postgres, healthcheck: { test: pg_isready } } }');
    const waits = (condition: 'service_started' | 'service_healthy') =>
      plan(project, nothing, { waitFor: { db: { condition } } })
        .steps.filter(({ action }) => action === 'wait')
        .map(({ id }) => id);
    expect(waits('service_started')).toEqual([]);
    expect(waits('service_healthy')).toEqual(['container:shop-db-1:wait']);
  });
});
