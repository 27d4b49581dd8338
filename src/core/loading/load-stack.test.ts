import { describe, expect, it } from 'vitest';
import { StackFixture } from './stack-fixture.ts';

const store = `
parameters:
  size: { type: integer, default: 1, minimum: 1 }
  flavour: { type: string, enum: [plain, rich], default: plain }
  password: { type: string, secret: true, generate: { length: 16 } }
services:
  main:
    image: "store:\${flavour == 'rich' ? 'full' : 'slim'}"
    environment: { STORE_PASSWORD: "\${password}", STORE_NAME: "\${project}-\${name}" }
    mem_limit: \${size * 64}m
    probe: { exec: [ready, "\${name}"], interval: 2s }
  web:
    image: store-web
    depends_on: [main]
    probe: { http: { port: 80, path: /up } }
jobs:
  setup: { image: store, command: [setup, "\${service.main}"], after: [main] }
volumes:
  data: { mount: { main: "/data/\${flavour}" } }
files:
  settings: { content: "size = \${size}\\n", mount: { main: /etc/store.conf } }
endpoints:
  main: { port: 7000, scheme: store, path: "/\${name}" }
  web: { service: web, port: 80, scheme: http, open: true, publish: false }
bindings:
  STORE_URL: { value: "store://:\${url(password)}@\${endpoint.main.address}/\${name}" }
  STORE_HOST: \${endpoint.main.host}
attach: { schemes: [store], password: password, readOnly: { STORE_URL: "\${endpoint.main.url}?read-only" } }
`;

describe('a stack of Compose files and blocks', () => {
  it('has the services, jobs, volumes and files of its blocks beside its own', async () => {
    using stack = new StackFixture({
      'compose.yaml': 'services:\n  api: { image: api }\n',
      'blockyard.yaml':
        'blocks:\n  cache: { block: ./blocks/store, with: { size: 2, flavour: rich } }\nservices:\n  api: { bind: [cache] }\n',
      'blocks/store/block.yaml': store,
    });
    const { config, instances, bound, warnings } = await stack.load();
    const password = await stack.secrets.get(stack.folder, 'cache.password');
    expect(password).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(warnings).toEqual([]);
    expect(bound).toEqual({ api: ['cache'] });
    expect(config.services).toMatchObject({
      api: {
        environment: { STORE_URL: `store://:${password}@cache:7000/cache`, STORE_HOST: 'cache' },
        depends_on: {
          cache: { condition: 'service_healthy' },
          'cache-web': { condition: 'service_healthy' },
          'cache-setup': { condition: 'service_completed_successfully' },
        },
      },
      cache: {
        image: 'store:full',
        environment: { STORE_PASSWORD: password, STORE_NAME: 'shop-cache' },
        mem_limit: String(128 * 1024 * 1024),
        healthcheck: { test: ['CMD', 'ready', 'cache'], interval: '2s' },
        volumes: [{ type: 'volume', source: 'cache-data', target: '/data/rich' }],
        configs: [{ source: 'cache-settings', target: '/etc/store.conf' }],
        ports: [{ host_ip: '127.0.0.1', target: 7000 }],
      },
      'cache-web': {
        depends_on: { cache: { condition: 'service_healthy' } },
        'x-blockyard-probe': { http: { port: 80, path: '/up' } },
      },
      'cache-setup': { command: ['setup', 'cache'], depends_on: { cache: { condition: 'service_healthy' } } },
    });
    expect(config.services['cache-web']).not.toHaveProperty('ports');
    expect(config.configs?.['cache-settings']?.content).toBe('size = 2\n');
    const published = Number(config.services['cache']?.ports?.[0]?.published);
    expect(published).toBeGreaterThanOrEqual(20_000);
    expect(published).toBeLessThan(30_000);
    expect(instances[0]).toMatchObject({
      services: ['cache', 'cache-web'],
      jobs: ['cache-setup'],
      volumes: ['cache-data'],
      bindings: [
        { name: 'STORE_URL', host: `store://:${password}@127.0.0.1:${published}/cache`, secret: true },
        { name: 'STORE_HOST', inside: 'cache', host: '127.0.0.1', secret: false },
      ],
    });
  });

  it('is loaded the same again: passwords and ports stay', async () => {
    using stack = new StackFixture({
      'blockyard.yaml': 'blocks:\n  a: { block: ./blocks/store }\n  b: { block: ./blocks/store }\n',
      'blocks/store/block.yaml': store,
    });
    const [one, other] = [await stack.load(), await stack.load()];
    expect(other.config).toEqual(one.config);
    const ports = one.instances.flatMap(({ endpoints }) =>
      endpoints.flatMap(({ published }) => published ?? []),
    );
    expect(ports).toHaveLength(2);
    expect(new Set(ports).size).toBe(2);
  });

  it('lets what a service says itself win, and the stack file over what a block says', async () => {
    using stack = new StackFixture({
      'compose.yaml':
        'services:\n  api: { image: api, environment: { STORE_HOST: mine }, depends_on: { db: { condition: service_started } } }\n',
      'blockyard.yaml':
        'blocks:\n  db: { block: ./blocks/store, publish: { main: 7001 } }\nservices:\n  api: { bind: [db] }\n  db: { mem_limit: 2g, environment: { MORE: "yes" } }\n',
      'blocks/store/block.yaml': store,
    });
    const { services } = (await stack.load()).config;
    expect(services['api']).toMatchObject({
      environment: { STORE_HOST: 'mine', STORE_URL: expect.stringContaining('store://') },
      depends_on: { db: { condition: 'service_started' } },
    });
    expect(services['db']).toMatchObject({
      mem_limit: String(2 * 1024 ** 3),
      environment: { MORE: 'yes', STORE_NAME: 'shop-db' },
      ports: [{ published: '7001' }],
    });
  });

  it('tells two blocks of one kind apart by a prefix', async () => {
    using stack = new StackFixture({
      'blockyard.yaml':
        'blocks:\n  a: { block: ./blocks/store }\n  b: { block: ./blocks/store }\nservices:\n  api: { image: api, bind: [a, { block: b, prefix: B_ }] }\n',
      'blocks/store/block.yaml': store,
    });
    const { services } = (await stack.load()).config;
    expect(services['api']?.environment).toMatchObject({ STORE_HOST: 'a', B_STORE_HOST: 'b' });
    stack.write({
      'blockyard.yaml':
        'blocks:\n  a: { block: ./blocks/store }\n  b: { block: ./blocks/store }\nservices:\n  api: { image: api, bind: [a, b] }\n',
    });
    expect(await stack.mistakes()).toEqual([
      'blockyard.yaml:5:32 services.api.bind: "a" and "b" both give STORE_URL. Write one of them with a prefix: `{ block: b, prefix: B_ }`.',
    ]);
  });

  it('makes the blocks that a block uses, or shares one that is there', async () => {
    using stack = new StackFixture({
      'blockyard.yaml': 'blocks:\n  tool: { block: ./blocks/tool, with: { rich: true } }\n',
      'blocks/store/block.yaml': store,
      'blocks/tool/block.yaml': `
parameters: { rich: { type: boolean, default: false } }
uses:
  db: { block: ./blocks/store, with: { flavour: "\${rich ? 'rich' : 'plain'}" } }
  cache: { block: ./blocks/store, when: "!rich" }
services:
  main: { image: tool, bind: [db], command: [tool, "\${uses.db.STORE_HOST}"] }
`,
    });
    const own = await stack.load();
    expect(Object.keys(own.config.services).toSorted()).toEqual([
      'tool',
      'tool-db',
      'tool-db-setup',
      'tool-db-web',
    ]);
    expect(own.config.services['tool']).toMatchObject({
      command: ['tool', 'tool-db'],
      environment: { STORE_HOST: 'tool-db' },
      depends_on: { 'tool-db': { condition: 'service_healthy' } },
    });
    expect(own.config.services['tool-db']?.image).toBe('store:full');
    expect(own.instances.map(({ name, usedBy, uses }) => ({ name, usedBy, uses }))).toEqual([
      { name: 'tool', usedBy: undefined, uses: { db: 'tool-db' } },
      { name: 'tool-db', usedBy: 'tool', uses: {} },
    ]);

    stack.write({
      'blockyard.yaml':
        'blocks:\n  tool: { block: ./blocks/tool, with: { rich: true }, uses: { db: main } }\n  main: { block: ./blocks/store }\n',
    });
    const shared = await stack.load();
    expect(Object.keys(shared.config.services).toSorted()).toEqual([
      'main',
      'main-setup',
      'main-web',
      'tool',
    ]);
    expect(shared.config.services['tool']?.environment).toMatchObject({ STORE_HOST: 'main' });
  });

  it('attaches to what runs already, and starts nothing for it', async () => {
    using stack = new StackFixture({
      'blockyard.yaml': `blocks:
  dwh: { block: ./blocks/store, at: "\${secret:DWH}" }
  near: { block: ./blocks/store, at: "store://:p%40ss@localhost/x" }
  prod: { block: ./blocks/store, at: "store://prod.example:7100/x", production: true }
services:
  api: { image: api, bind: [dwh, { block: near, prefix: NEAR_ }, { block: prod, prefix: PROD_ }] }
`,
      'blocks/store/block.yaml': store,
    });
    await stack.secrets.set({ kind: 'user' }, 'DWH', 'store://me:s%2Fcret@dwh.example:7200/x');
    const { config, instances, secretValues } = await stack.load();
    expect(Object.keys(config.services)).toEqual(['api']);
    expect(config.services['api']).toMatchObject({
      environment: {
        STORE_URL: 'store://:s%2Fcret@dwh.example:7200/dwh',
        NEAR_STORE_URL: 'store://:p%40ss@host.docker.internal:7000/near',
        PROD_STORE_URL: 'store://prod.example:7100/x?read-only',
      },
      extra_hosts: ['host.docker.internal=host-gateway'],
    });
    expect(instances.map(({ attached }) => attached)).toEqual([
      { production: false },
      { production: false },
      { production: true },
    ]);
    expect(instances[1]?.bindings[0]?.host).toBe('store://:p%40ss@localhost:7000/near');
    expect(secretValues).toEqual(expect.arrayContaining(['s/cret', 's%2Fcret']));
  });

  it('has what is missing said, and loads all the same', async () => {
    using stack = new StackFixture({
      'blockyard.yaml':
        'services:\n  api: { image: api, environment: { TOKEN: "Bearer ${secret:API_TOKEN}", A: "${A:-${secret:OTHER}}" } }\n',
    });
    const { config, missingSecrets } = await stack.load();
    expect(config.services['api']?.environment).toEqual({ TOKEN: 'Bearer ', A: '' });
    expect(missingSecrets).toMatchObject([
      { name: 'API_TOKEN', neededBy: ['api'], where: { line: 2, column: 52 } },
      { name: 'OTHER', neededBy: ['api'] },
    ]);
    const given = await stack.load({ environment: { A: 'here' } });
    expect(given.missingSecrets.map(({ name }) => name)).toEqual(['API_TOKEN']);
  });

  it('does not miss what only services of other profiles and unbound blocks need', async () => {
    using stack = new StackFixture({
      'blockyard.yaml': `blocks:
  dwh: { block: ./blocks/store, at: "\${secret:DWH}" }
services:
  api: { image: api }
  report: { image: report, profiles: [reports], bind: [dwh] }
`,
      'blocks/store/block.yaml': store,
    });
    expect((await stack.load()).missingSecrets).toEqual([]);
    expect((await stack.load({ profiles: ['reports'] })).missingSecrets).toMatchObject([{ name: 'DWH' }]);
    expect((await stack.load()).secretNeeds.map(({ name }) => name)).toEqual(['DWH']);
  });

  it('is plain Compose without a blockyard.yaml', async () => {
    using stack = new StackFixture({ 'compose.yaml': 'services:\n  api: { image: "api:${secret}" }\n' });
    const project = await stack.load({ environment: { secret: '1' } });
    expect(project).toMatchObject({ instances: [], bound: {}, secretNeeds: [] });
    expect(project.stackFile).toBeUndefined();
    expect(project.config.services['api']?.image).toBe('api:1');
  });
});
