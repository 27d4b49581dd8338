import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { composeBinary, describeOnEachEngine, type TestEngine } from '../support/index.ts';
import { type TestStack, testStack } from '../support/stack.ts';

const run = promisify(execFile);
const binary = composeBinary();

async function compose(engine: TestEngine, stack: TestStack, ...args: string[]): Promise<string> {
  const { stdout } = await run(binary ?? 'docker-compose', ['--project-directory', stack.folder, ...args], {
    cwd: stack.folder,
    env: { ...process.env, ...engine.environment },
  });
  return stdout;
}

const file = (level: string): string => `
services:
  db:
    image: debian:12-slim
    init: true
    command: ["sleep", "infinity"]
    stop_grace_period: 1s
    healthcheck: { test: "true", interval: 1h, timeout: 3s, retries: 2, start_period: 1s }
    volumes: ["data:/data", "./conf:/conf:ro", "/anonymous"]
    environment: { B: "2", A: "1" }
    tmpfs: [/run]
    ulimits: { nofile: 1000, nproc: { soft: 100, hard: 200 } }
    sysctls: { net.core.somaxconn: "1024" }
    cap_add: [SYS_TIME]
    cap_drop: [MKNOD]
    security_opt: ["no-new-privileges:true"]
    dns: [1.1.1.1]
    extra_hosts: ["one:10.0.0.1"]
    shm_size: 32m
    mem_limit: 64m
    pids_limit: 50
    restart: on-failure:3
    logging: { driver: json-file, options: { max-size: 1m } }
    stop_signal: SIGINT
    working_dir: /tmp
    user: "0"
    hostname: dbhost
    labels: { who: me }
    read_only: true
    group_add: ["5"]
    oom_score_adj: 10
    ports: ["127.0.0.1::5432", "6000/udp"]
    expose: ["7000"]
    networks: { default: { aliases: [database] }, back: { ipv4_address: 172.31.77.5 } }
  web:
    image: debian:12-slim
    init: true
    command: ["sleep", "infinity"]
    stop_grace_period: 1s
    environment: { LEVEL: "${level}" }
    depends_on: [db]
    deploy: { resources: { limits: { cpus: "0.5", memory: 50M }, reservations: { memory: 20M } }, restart_policy: { condition: none } }
    network_mode: service:db
networks: { back: { ipam: { config: [{ subnet: 172.31.77.0/24 }] } } }
volumes: { data: {} }
`;

describeOnEachEngine('side by side with Compose', (engine) => {
  it.skipIf(!binary)('adopts what Compose made when it is equal, without a restart', async () => {
    await using stack = await testStack(engine, file('1'), { 'conf/a': 'a' });
    await compose(engine, stack, 'up', '-d');
    const before = await engine.docker.getContainer(`${stack.name}-db-1`).inspect();
    const opened = await stack.open();
    const plan = await opened.plan();
    expect(
      plan.steps.map(({ id, causes }) => [
        id.replace(`${stack.name}-`, ''),
        ...causes.map(({ text }) => text),
      ]),
    ).toEqual([
      ['container:db-1:adopt', 'made by Compose and equal'],
      ['container:web-1:adopt', 'made by Compose and equal'],
    ]);
    await stack.run((task) => opened.up({}, task));
    const after = await engine.docker.getContainer(`${stack.name}-db-1`).inspect();
    expect([after.Id, after.State.StartedAt]).toEqual([before.Id, before.State.StartedAt]);
    expect((await opened.plan()).steps).toEqual([]);

    // From then on it is as if we had made it: a change is seen.
    await stack.write({ 'compose.yaml': file('2') });
    const changed = await (await stack.open()).plan();
    expect(
      changed.steps.map(({ id, causes }) => [
        id.replace(`${stack.name}-`, ''),
        ...causes.map(({ text }) => text),
      ]),
    ).toEqual([
      ['container:web-1:recreate', 'env LEVEL changed'],
      ['container:web-1:start', 'env LEVEL changed'],
    ]);
  });

  it.skipIf(!binary)('recreates what Compose made with the field that differs as the cause', async () => {
    await using stack = await testStack(engine, file('1'), { 'conf/a': 'a' });
    await compose(engine, stack, 'create');
    await stack.write({ 'compose.yaml': file('2') });
    const { steps } = await (await stack.open()).plan({ services: ['web'], noDependencies: true });
    expect(
      steps.map(({ id, causes }) => [id.replace(`${stack.name}-`, ''), ...causes.map(({ text }) => text)]),
    ).toEqual([
      ['container:web-1:recreate', 'env LEVEL changed'],
      ['container:web-1:start', 'env LEVEL changed'],
    ]);
  });

  it.skipIf(!binary)('is seen, stopped and taken down by Compose', async () => {
    await using stack = await testStack(engine, file('1'), { 'conf/a': 'a' });
    const opened = await stack.open();
    await stack.run((task) => opened.up({}, task));
    const rows = (
      await compose(engine, stack, 'ps', '--all', '--format', '{{.Service}} {{.Name}} {{.State}}')
    ).trim();
    expect(rows.split('\n').sort()).toEqual([
      `db ${stack.name}-db-1 running`,
      `web ${stack.name}-web-1 running`,
    ]);
    await compose(engine, stack, 'stop', 'web');
    const { State } = await engine.docker.getContainer(`${stack.name}-web-1`).inspect();
    expect(State.Running).toBe(false);
    await compose(engine, stack, 'down', '--volumes');
    expect((await opened.status()).state).toBe('absent');
    const filters = JSON.stringify({ label: [`com.docker.compose.project=${stack.name}`] });
    expect(await engine.docker.listNetworks({ filters })).toEqual([]);
    expect((await engine.docker.listVolumes({ filters })).Volumes ?? []).toEqual([]);
  });
});
