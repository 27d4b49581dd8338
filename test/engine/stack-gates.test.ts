import { expect, it } from 'vitest';
import type { BlockyardError } from '../../src/shared/index.ts';
import { describeOnEachEngine } from '../support/index.ts';
import { testStack } from '../support/stack.ts';

const service = (command: string): string => `
    image: debian:12-slim
    init: true
    command: ["sh", "-c", ${JSON.stringify(command)}]
    stop_grace_period: 1s`;

describeOnEachEngine('gates between services', (engine) => {
  it('starts a service once its dependency is healthy, long before the engine would have checked', async () => {
    await using stack = await testStack(
      engine,
      `services:
  web:${service('sleep infinity')}
    depends_on: {db: {condition: service_healthy}}
  db:${service('sleep 0.3; touch /tmp/ready; sleep infinity')}
    healthcheck: {test: test -f /tmp/ready, interval: 1h}
`,
    );
    const opened = await stack.open();
    const { plan } = await stack.run((task) => opened.up({}, task));
    const ids = plan.steps.map(({ id }) => id.replaceAll(`${stack.name}-`, ''));
    expect(ids).toEqual([
      `network:${stack.name}_default:create`,
      'container:db-1:create',
      'container:db-1:start',
      'container:web-1:create',
      'container:db-1:wait',
      'container:web-1:start',
    ]);
    const started = async (name: string) =>
      Date.parse((await engine.docker.getContainer(`${stack.name}-${name}-1`).inspect()).State.StartedAt);
    expect((await started('web')) - (await started('db'))).toBeGreaterThan(250);
  });

  it('waits for a job to succeed, and leaves it alone afterwards', async () => {
    await using stack = await testStack(
      engine,
      `services:
  web:${service('sleep infinity')}
    depends_on: {migrate: {condition: service_completed_successfully}}
  migrate:${service('sleep 0.3; echo migrated')}
`,
    );
    const opened = await stack.open();
    const { status } = await stack.run((task) => opened.up({}, task));
    expect(
      status.containers.map(({ service: name, state, exitCode }) => ({ name, state, exitCode })),
    ).toEqual([
      { name: 'migrate', state: 'exited', exitCode: 0 },
      { name: 'web', state: 'running', exitCode: undefined },
    ]);
    expect(status.state).toBe('running');
    expect((await opened.plan()).steps).toEqual([]);

    // Once what waits for it comes up anew, the job runs again.
    const forced = await opened.plan({ services: ['web'], forceRecreate: true });
    expect(forced.steps.map(({ id, causes }) => ({ id: id.replace(`${stack.name}-`, ''), causes }))).toEqual([
      { id: 'container:migrate-1:start', causes: [{ kind: 'needed', text: 'web waits for it' }] },
      { id: 'container:migrate-1:wait', causes: [{ kind: 'needed', text: 'web waits for it to succeed' }] },
      { id: 'container:web-1:recreate', causes: [{ kind: 'forced', text: 'forced' }] },
      { id: 'container:web-1:start', causes: [{ kind: 'forced', text: 'forced' }] },
    ]);
  });

  it('names a job that fails, its exit code, its last words and who waited', async () => {
    await using stack = await testStack(
      engine,
      `services:
  web:${service('sleep infinity')}
    depends_on: {migrate: {condition: service_completed_successfully}}
  other:${service('sleep infinity')}
  migrate:${service('echo no such table; exit 7')}
`,
    );
    const opened = await stack.open();
    const error = await stack
      .run((task) => opened.up({}, task))
      .catch((thrown: BlockyardError) => thrown.toJSON());
    expect(error).toEqual({
      code: 'container-exited',
      message: `${stack.name}-migrate-1 exited with code 7. web waited for it. It last said:\n  no such table`,
      remedy: 'See `blockyard logs migrate` for all of its output, and check its command.',
      where: { file: `${stack.folder}/compose.yaml`, line: expect.any(Number), column: expect.any(Number) },
    });
    // What does not hang on it is up all the same.
    const { containers } = await opened.status();
    expect(containers.map(({ service: name, state }) => `${name} ${state}`)).toEqual([
      'migrate exited',
      'other running',
      'web created',
    ]);
  });

  it('goes on without a dependency that is not required', async () => {
    await using stack = await testStack(
      engine,
      `services:
  web:${service('sleep infinity')}
    depends_on: {seed: {condition: service_completed_successfully, required: false}}
  seed:${service('exit 3')}
`,
    );
    const opened = await stack.open();
    const error = await stack
      .run((task) => opened.up({}, task))
      .catch((thrown: BlockyardError) => thrown.code);
    expect(error).toBe('container-exited');
    const { containers } = await opened.status();
    expect(containers.map(({ service: name, state }) => `${name} ${state}`)).toEqual([
      'seed exited',
      'web running',
    ]);
  });

  it('tells the probe that never passes, its output and who waited', async () => {
    await using stack = await testStack(
      engine,
      `services:
  web:${service('sleep infinity')}
    depends_on: {db: {condition: service_healthy}}
  db:${service('sleep infinity')}
    healthcheck: {test: ["CMD-SHELL", "echo no response; exit 1"], interval: 1h}
`,
    );
    const opened = await stack.open();
    const error = await stack
      .run((task) => opened.up({ waitTimeoutMilliseconds: 3_000 }, task))
      .catch((thrown: BlockyardError) => thrown.toJSON());
    expect(error).toEqual({
      code: 'not-ready',
      message: expect.stringMatching(
        /^db \(\S+-db-1\) was not ready after \d+ s: its probe `echo no response; exit 1` never passed. web waited for it. It last said:\n {2}no response$/,
      ),
      remedy: 'See `blockyard logs db`; if it only needs longer, raise start_period or --wait-timeout.',
      where: { file: `${stack.folder}/compose.yaml`, line: expect.any(Number), column: expect.any(Number) },
    });
    expect([...stack.said]).toContain(
      `${stack.name}-web-1: waits for db: echo no response; exit 1 says no response`,
    );
  });

  it('says so when a container exits at once', async () => {
    await using stack = await testStack(engine, `services:\n  web:${service('echo no config; exit 4')}\n`);
    const opened = await stack.open();
    const error = await stack
      .run((task) => opened.up({ lookBackMilliseconds: 3_000 }, task))
      .catch((thrown: BlockyardError) => thrown.message);
    expect(error).toBe(`${stack.name}-web-1 exited with code 4. It last said:\n  no config`);
  });

  it('restarts along with a dependency that is recreated', async () => {
    const compose = (version: string): string => `services:
  web:${service('sleep infinity')}
    depends_on: {db: {condition: service_started, restart: true}}
  tied:${service('sleep infinity')}
    network_mode: service:db
  db:${service('sleep infinity')}
    environment: {VERSION: "${version}"}
`;
    await using stack = await testStack(engine, compose('1'));
    const first = await stack.open();
    await stack.run((task) => first.up({}, task));
    await stack.write({ 'compose.yaml': compose('2') });
    const second = await stack.open();
    const { plan, status } = await stack.run((task) => second.up({}, task));
    const causes = Object.fromEntries(
      plan.steps.map(({ id, causes: list }) => [
        id.replace(`${stack.name}-`, ''),
        list.map(({ text }) => text),
      ]),
    );
    expect(causes).toEqual({
      'container:db-1:recreate': ['env VERSION changed'],
      'container:db-1:start': ['env VERSION changed'],
      'container:web-1:restart': ['dependency db recreated'],
      'container:tied-1:recreate': ['dependency db recreated'],
      'container:tied-1:start': ['dependency db recreated'],
    });
    expect(status.state).toBe('running');
    expect((await second.plan()).steps).toEqual([]);
  });

  it('runs lifecycle hooks where and when they belong', async () => {
    await using stack = await testStack(
      engine,
      `services:
  web:${service('cat /data/prepared > /data/seen; sleep infinity')}
    volumes: ["data:/data"]
    pre_start:
      - command: ["sh", "-c", "echo $$WHO prepared > /data/prepared"]
        environment: {WHO: init}
    post_start:
      - command: ["sh", "-c", "touch /data/started"]
    pre_stop:
      - command: ["sh", "-c", "touch /data/stopping"]
  look:${service('sleep infinity')}
    volumes: ["data:/data"]
volumes: {data: {}}
`,
    );
    const opened = await stack.open();
    await stack.run((task) => opened.up({}, task));
    await stack.run((task) => opened.stop({ services: ['web'] }, task));
    const look = `${stack.name}-look-1`;
    const { output } = await stack.engine.containers.exec(look, {
      command: ['sh', '-c', 'cd /data; ls; cat seen'],
    });
    expect(output).toBe('prepared\nseen\nstarted\nstopping\ninit prepared\n');
  });
});
