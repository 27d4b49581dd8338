import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findingsOf, instance, StackFixture, said } from '../stack-fixture.ts';
import { builtInRules } from './index.ts';

test('every rule has a code of its own and says why it is there', () => {
  const codes = builtInRules.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { explanation } of builtInRules) expect(explanation).toMatch(/^\p{Lu}.*\.$/su);
});

test('the guide tells of every rule, with its severity', () => {
  const guide = readFileSync(new URL('../../../../docs/guardrails.md', import.meta.url), 'utf8');
  const told = [...guide.matchAll(/^\| `([\w-]+)` \| (deny|warn|note) \|/gm)].map(([, code, severity]) => [
    code,
    severity,
  ]);
  expect(told.sort()).toEqual(builtInRules.map(({ code, severity }) => [code, severity]).sort());
});

describe('unpinned-image', () => {
  test('a moving tag, or none', async () => {
    expect(await said('unpinned-image', '{image: redis}')).toEqual([
      'web uses redis without a tag, which means `latest`.',
    ]);
    expect(await said('unpinned-image', '{image: "localhost:5000/team/app:nightly"}')).toEqual([
      'web uses localhost:5000/team/app:nightly, and what the tag `nightly` means changes.',
    ]);
    expect(await said('unpinned-image', '{image: "prefecthq/prefect:3-latest"}')).toHaveLength(1);
    const [finding] = await findingsOf('unpinned-image', '{image: "localhost:5000/team/app"}');
    expect(finding?.remedy).toContain('image: localhost:5000/team/app:VERSION');
    expect(finding?.where).toMatchObject({ line: 2, column: 16 });
  });
  test('not a version, a digest, or what is built here', async () => {
    for (const service of [
      '{image: "redis:8"}',
      '{image: "node:24-alpine"}',
      `{image: "redis@sha256:${'a'.repeat(64)}"}`,
      '{image: "app:latest", build: .}',
      '{build: .}',
    ])
      expect(await said('unpinned-image', service)).toEqual([]);
  });
});

describe('no-memory-limit', () => {
  test('a service that may use everything, with a limit that fits its image', async () => {
    expect(await said('no-memory-limit', '{image: "postgres:17"}')).toEqual([
      'web may use all of the engine’s memory.',
      'Writes `mem_limit: 512m` for web.',
    ]);
    const [finding] = await findingsOf('no-memory-limit', '{image: "quay.io/jupyter/scipy-notebook:1"}');
    expect(finding?.edits).toEqual([{ kind: 'set', path: ['services', 'web', 'mem_limit'], value: '4g' }]);
  });
  test('not with a limit in either spelling', async () => {
    expect(await said('no-memory-limit', '{image: "a:1", mem_limit: 64m}')).toEqual([]);
    expect(
      await said('no-memory-limit', '{image: "a:1", deploy: {resources: {limits: {memory: 64m}}}}'),
    ).toEqual([]);
  });
});

describe('memory-overcommitted', () => {
  const files = {
    'compose.yaml':
      'services:\n  a: {image: "a:1", mem_limit: 3g, scale: 2}\n  b: {image: "b:1", mem_limit: 512m}\n',
  };
  const messages = async (engineMemory: number | undefined) => {
    using stack = new StackFixture(files);
    const findings = await stack.check({ engineMemory });
    return findings.filter(({ code }) => code === 'memory-overcommitted').map(({ message }) => message);
  };
  test('limits beyond what the engine has, all containers counted', async () => {
    expect(await messages(4 * 1024 ** 3)).toEqual([
      'The limits are 6.5 GiB in sum, the engine has 4 GiB (largest: a 6 GiB, b 512 MiB).',
    ]);
  });
  test('not where it fits, or where no engine is known', async () => {
    expect(await messages(8 * 1024 ** 3)).toEqual([]);
    expect(await messages(undefined)).toEqual([]);
  });
});

describe('missing-probe', () => {
  const waits = (condition: string) =>
    `  api: {image: "a:1", depends_on: {web: {condition: ${condition}}}}\n`;
  test('others wait until it is healthy, and nothing says when that is', async () => {
    expect(await said('missing-probe', '{image: "b:1"}', waits('service_healthy'))).toEqual([
      'api waits until web is healthy, and it has no health check of its own here.',
    ]);
    expect(
      await said('missing-probe', '{image: "b:1", healthcheck: {disable: true}}', waits('service_healthy')),
    ).toEqual(['api waits until web is healthy, and its health check is switched off.']);
  });
  test('a data store that others start after', async () => {
    expect(await said('missing-probe', '{image: "redis:8"}', waits('service_started'))).toEqual([
      'api starts as soon as web runs, whether it answers or not: it has no health check of its own here.',
    ]);
  });
  test('not with a probe, an image that brings one, or nobody who waits', async () => {
    const probe = 'healthcheck: {test: "redis-cli ping"}';
    expect(await said('missing-probe', `{image: "redis:8", ${probe}}`, waits('service_healthy'))).toEqual([]);
    expect(
      await said(
        'missing-probe',
        '{image: "redis:8", x-blockyard-probe: {tcp: {port: 1}}}',
        waits('service_healthy'),
      ),
    ).toEqual([]);
    expect(await said('missing-probe', '{image: "axllent/mailpit:v1"}', waits('service_healthy'))).toEqual(
      [],
    );
    expect(await said('missing-probe', '{image: "redis:8"}')).toEqual([]);
    expect(await said('missing-probe', '{image: "app:1"}', waits('service_started'))).toEqual([]);
  });
});

describe('probe-cannot-fail', () => {
  const probe = (test: string) => said('probe-cannot-fail', `{image: "a:1", healthcheck: {test: ${test}}}`);
  test('a command that ends well whatever came before', async () => {
    for (const text of [
      '"curl -f localhost || true"',
      '"curl localhost; exit 0"',
      '["CMD-SHELL", "redis-cli ping || :"]',
      '["CMD", "sh", "-c", "mongosh ping; [ $$? -le 8 ]"]',
      '"true"',
    ])
      expect(await probe(text)).toEqual(['The health check of web never fails.']);
  });
  test('not one that can fail', async () => {
    for (const text of [
      '"curl -f localhost || exit 1"',
      '["CMD", "redis-cli", "ping"]',
      '["CMD", "app", "--set", "true"]',
      '["NONE"]',
      '"grep -q true /tmp/ready"',
    ])
      expect(await probe(text)).toEqual([]);
  });
});

describe('secret-in-plain-text', () => {
  const codes = (service: string) => said('secret-in-plain-text', service);
  test('by the name of a variable, an argument or a label', async () => {
    expect(
      await codes(
        '{build: {context: ., args: {NPM_TOKEN: hunter2hunter}}, environment: {DB_PASSWORD: hunter2}}',
      ),
    ).toEqual([
      'DB_PASSWORD of web is a secret in plain text.',
      'The build argument NPM_TOKEN of web is a secret in plain text.',
    ]);
  });
  test('in an address and in a command', async () => {
    expect(
      await codes(
        '{image: "a:1", environment: {DB: "postgres://u:hunter2@db/x"}, command: redis-server --requirepass hunter2}',
      ),
    ).toEqual([
      'DB of web holds an address with a password in it.',
      'The command of web is a secret in plain text.',
    ]);
  });
  test('the remedy names the secret, the finding never its value', async () => {
    const [finding] = await findingsOf(
      'secret-in-plain-text',
      '{image: "a:1", environment: {DB_PASSWORD: hunter2}}',
    );
    expect(finding?.remedy).toContain('blockyard secrets set DB_PASSWORD');
    expect(finding?.id).toBe('secret-in-plain-text:web:environment.DB_PASSWORD');
    expect(JSON.stringify(finding)).not.toContain('hunter2');
  });
  test('not a reference, a path, a switch, an empty value, or what comes from elsewhere', async () => {
    for (const environment of [
      '{DB_PASSWORD: "$${OTHER}"}',
      '{DB_PASSWORD: "${PASSWORD:-hunter2}"}',
      '{DB_PASSWORD_FILE: /run/secrets/db}',
      '{ALLOW_EMPTY_PASSWORD: "yes"}',
      '{JUPYTER_TOKEN: ""}',
      '{MAX_TOKENS: "4096"}',
      '{DB_PASSWORD: null}',
      '{URL: "http://web:80/a@b"}',
    ])
      expect(await codes(`{image: "a:1", environment: ${environment}}`)).toEqual([]);
    expect(await codes('{image: "a:1", command: "redis-server --requirepass $$PASS --port 80"}')).toEqual([]);
  });
  test('in its line, whatever else stands there', async () => {
    expect(
      await codes('{image: "a:1", environment: {A: "${B:-c}", DB_PASSWORD: hunter2, C: "${D:-e}"}}'),
    ).toEqual(['DB_PASSWORD of web is a secret in plain text.']);
    expect(await codes('\n    image: a:1\n    environment:\n      - DB_PASSWORD=hunter2')).toHaveLength(1);
    expect(await codes('\n    image: a:1\n    environment:\n      - DB_PASSWORD=${B:-c}')).toEqual([]);
  });
  test('not what our own secrets became', async () => {
    using stack = new StackFixture(
      { 'compose.yaml': 'services: {web: {image: "a:1", environment: {PASSWORD: from-the-store}}}\n' },
      { secretValues: ['from-the-store'] },
    );
    expect((await stack.check()).map(({ code }) => code)).not.toContain('secret-in-plain-text');
  });
});

describe('key-in-plain-text', () => {
  // Put together, so that nothing that searches repositories for keys finds one here.
  const key = ['AKIA', 'ABCDEFGHIJKLMNOP'].join('');
  test('what has the shape of a known maker’s key, whatever it is called', async () => {
    expect(await said('key-in-plain-text', `{image: "a:1", environment: {ANYTHING: ${key}}}`)).toEqual([
      'ANYTHING of web holds a key in plain text.',
    ]);
    expect(await said('key-in-plain-text', `{image: "a:1", command: "run --id ${key}"}`)).toEqual([
      'The command of web holds a key in plain text.',
    ]);
    expect(await said('secret-in-plain-text', `{image: "a:1", environment: {API_KEY: ${key}}}`)).toEqual([]);
  });
  test('not another password', async () => {
    expect(await said('key-in-plain-text', '{image: "a:1", environment: {PASSWORD: hunter2}}')).toEqual([]);
  });
});

describe('published-on-all-interfaces', () => {
  test('ports without an address; the fix keeps the others', async () => {
    const [finding] = await findingsOf(
      'published-on-all-interfaces',
      '{image: "a:1", ports: ["8080:80", "127.0.0.1:81:81", "53:53/udp", "90"]}',
    );
    expect(finding?.message).toBe('web is open to the whole network at 8080:80, 53:53, 90.');
    expect(finding?.fix).toBe('Publishes 8080:80, 53:53, 90 of web on 127.0.0.1 alone.');
    expect(finding?.edits).toEqual([
      {
        kind: 'replace',
        path: ['services', 'web', 'ports'],
        value: ['127.0.0.1:8080:80', '127.0.0.1:81:81', '127.0.0.1:53:53/udp', '127.0.0.1::90'],
      },
    ]);
  });
  test('a port that a variable gives is its writer’s to change', async () => {
    expect(
      await said('published-on-all-interfaces', '\n    image: a:1\n    ports:\n      - "${PORT:-80}:80"'),
    ).toEqual(['web is open to the whole network at 80:80.']);
  });
  test('so is one in the long form', async () => {
    const long = (published: string) =>
      `\n    image: a:1\n    ports:\n      - target: 80\n        published: ${published}`;
    expect(await said('published-on-all-interfaces', long('"${PORT:-80}"'))).toHaveLength(1);
    expect(await said('published-on-all-interfaces', long('"80"'))).toHaveLength(2);
  });
  test('not on one address', async () => {
    expect(
      await said('published-on-all-interfaces', '{image: "a:1", ports: ["127.0.0.1:80:80", "[::1]:81:81"]}'),
    ).toEqual([]);
    expect(await said('published-on-all-interfaces', '{image: "a:1", expose: ["80"]}')).toEqual([]);
  });
});

test('root-user: only where it is said', async () => {
  expect(await said('root-user', '{image: "a:1", user: "0:0"}')).toEqual(['web runs as root.']);
  expect(await said('root-user', '{image: "a:1", user: root}')).toEqual(['web runs as root.']);
  expect(await said('root-user', '{image: "a:1", user: "1000"}')).toEqual([]);
  expect(await said('root-user', '{image: "a:1"}')).toEqual([]);
});

describe('data-outside-volume', () => {
  test('a known data store without a volume', async () => {
    expect(
      await said(
        'data-outside-volume',
        '{image: "registry.example.com/mirror/postgres:17"}',
        '  api: {image: "a:1", volumes: ["web-data:/a"]}\nvolumes: {web-data: }\n',
      ),
    ).toEqual([
      'web keeps its data in /var/lib/postgresql, and no volume is there.',
      'Keeps /var/lib/postgresql of web in the volume web-data-2.',
    ]);
  });
  test('not with a volume, a folder, or memory at, above or below it', async () => {
    for (const volume of ['data:/var/lib/postgresql/data', './data:/var/lib/postgresql', 'data:/var/lib'])
      expect(
        await said(
          'data-outside-volume',
          `{image: "postgres:17", volumes: ["${volume}"]}`,
          'volumes: {data: }\n',
        ),
      ).toEqual([]);
    expect(
      await said('data-outside-volume', '{image: "postgres:17", tmpfs: /var/lib/postgresql/data}'),
    ).toEqual([]);
    expect(await said('data-outside-volume', '{image: "redis:8"}')).toEqual([]);
  });
  test('a block whose volume nothing mounts any more', async () => {
    using stack = new StackFixture(
      {
        'compose.yaml':
          'services: {db: {image: "postgres:17", volumes: ["db-wal:/wal"]}}\nvolumes: {db-wal: }\n',
      },
      { instances: [instance('db', { volumes: ['db-data', 'db-wal'] })] },
    );
    const found = (await stack.check()).filter(({ code }) => code === 'data-outside-volume');
    expect(found.map(({ message, block }) => ({ message, block }))).toEqual([
      { message: 'The block db keeps its data in db-data, and nothing mounts it here.', block: 'db' },
    ]);
  });
});

describe('empty-notebook-token', () => {
  const image = 'quay.io/jupyter/scipy-notebook:2026';
  test('a variable that is empty goes, an option is its writer’s', async () => {
    const [finding] = await findingsOf(
      'empty-notebook-token',
      `{image: "${image}", environment: {JUPYTER_TOKEN: ""}}`,
    );
    expect(finding).toMatchObject({
      severity: 'deny',
      edits: [{ kind: 'reset', path: ['services', 'web', 'environment', 'JUPYTER_TOKEN'] }],
    });
    for (const command of [
      "start-notebook.py --IdentityProvider.token=''",
      'jupyter lab --NotebookApp.token= --NotebookApp.password=',
    ])
      expect(await said('empty-notebook-token', `{image: "a:1", command: "${command}"}`)).toEqual([
        'web is a notebook server with an empty token.',
      ]);
  });
  test('not one that makes its own, has one, or asks for a password', async () => {
    expect(await said('empty-notebook-token', `{image: "${image}"}`)).toEqual([]);
    expect(
      await said('empty-notebook-token', `{image: "${image}", environment: {JUPYTER_TOKEN: abc}}`),
    ).toEqual([]);
    expect(
      await said(
        'empty-notebook-token',
        '{image: "a:1", command: "jupyter lab --ServerApp.token= --ServerApp.password=sha1:abc"}',
      ),
    ).toEqual([]);
    expect(await said('empty-notebook-token', '{image: "a:1", environment: {JUPYTER_TOKEN: ""}}')).toEqual(
      [],
    );
  });
});

test('notebook-outside-volume', async () => {
  expect(await said('notebook-outside-volume', '{image: "quay.io/jupyter/minimal-notebook:1"}')).toEqual([
    'The notebooks of web are in no volume.',
    'Keeps /home/jovyan/work of web in the volume web-notebooks.',
  ]);
  const mounted = '{image: "quay.io/jupyter/minimal-notebook:1", volumes: ["./notebooks:/home/jovyan/work"]}';
  expect(await said('notebook-outside-volume', mounted)).toEqual([]);
  expect(await said('notebook-outside-volume', '{image: "a:1"}')).toEqual([]);
});

test('small-shared-memory', async () => {
  expect(await said('small-shared-memory', '{image: "pytorch/pytorch:2.9"}')).toEqual([
    'web runs PyTorch with 64 MiB of shared memory.',
    'Writes `shm_size: 2g` for web.',
  ]);
  for (const more of ['shm_size: 1g', 'ipc: host', 'tmpfs: /dev/shm'])
    expect(
      await said('small-shared-memory', `{image: "quay.io/jupyter/pytorch-notebook:1", ${more}}`),
    ).toEqual([]);
});

test('gpu-without-fallback', async () => {
  const message = ['web starts only where there is a GPU.'];
  expect(await said('gpu-without-fallback', '{image: "a:1", gpus: all}')).toEqual(message);
  const reserved = 'deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}';
  expect(await said('gpu-without-fallback', `{image: "a:1", ${reserved}}`)).toEqual(message);
  expect(await said('gpu-without-fallback', '{image: "a:1", runtime: nvidia}')).toEqual(message);
  expect(await said('gpu-without-fallback', '{image: "a:1"}')).toEqual([]);
  using behindProfile = new StackFixture({
    'compose.yaml': 'services: {web: {image: "a:1", gpus: all, profiles: [gpu]}}\n',
    '.env': 'COMPOSE_PROFILES=gpu\n',
  });
  expect((await behindProfile.check()).map(({ code }) => code)).not.toContain('gpu-without-fallback');
});

describe('unpinned-environment', () => {
  test('packages that a command installs at each start', async () => {
    expect(
      await said(
        'unpinned-environment',
        '{image: "python:3.12", command: sh -c "pip install -q mlflow boto3==1.40 && mlflow server"}',
      ),
    ).toEqual(['web installs mlflow at each start, in whatever version is there then.']);
  });
  test('packages of a Dockerfile and of requirements.txt', async () => {
    using stack = new StackFixture({
      'compose.yaml': 'services: {web: {build: ./app}}\n',
      'app/Dockerfile': 'FROM python:3.12\nRUN pip install --no-cache-dir \\\n    pandas "polars>=1" torch\n',
      'app/requirements.txt': '# ours\nnumpy\nscipy==1.16\nuvicorn[standard]  # server\n-r more.txt\n',
    });
    const found = (await stack.check()).filter(({ code }) => code === 'unpinned-environment');
    expect(found.map(({ message }) => message)).toEqual([
      'The image of web takes pandas, torch without versions, from its Dockerfile.',
      'The image of web takes numpy, uvicorn[standard] without versions, from requirements.txt.',
    ]);
  });
  test('not files of requirements, versions, or what lies outside the project', async () => {
    using stack = new StackFixture({
      'compose.yaml':
        'services: {web: {build: {context: ., dockerfile_inline: "RUN pip install -r requirements.txt"}}}\n',
      'requirements.txt': 'numpy==2.3\n',
    });
    expect((await stack.check()).map(({ code }) => code)).not.toContain('unpinned-environment');
  });
});

test('engine-socket-mounted', async () => {
  const message = ['web has the engine’s socket.'];
  expect(
    await said(
      'engine-socket-mounted',
      '{image: "a:1", volumes: ["/var/run/docker.sock:/var/run/docker.sock"]}',
    ),
  ).toEqual(message);
  expect(await said('engine-socket-mounted', '{image: "a:1", use_api_socket: true}')).toEqual(message);
  expect(await said('engine-socket-mounted', '{image: "a:1", volumes: ["./a:/a"]}')).toEqual([]);
});
