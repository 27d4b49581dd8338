import { expect, it } from 'vitest';
import {
  describeOnEachEngine,
  findAllNamed,
  nothingLeft,
  type TestEngine,
  testProject,
} from '../support/index.ts';

/*
 * What can go wrong with a stack's own containers, networks and ports: each a clear error with its remedy and an exit
 * code, and a state from which `up` goes on.
 */

async function statesOf(engine: TestEngine, project: string): Promise<Record<string, string>> {
  const filters = { label: [`com.docker.compose.project=${project}`] };
  const containers = await engine.docker.listContainers({ all: true, filters });
  return Object.fromEntries(
    containers
      .map(({ Names, State }): [string, string] => [
        (Names[0] ?? '').replace(`/${project}-`, '').replace(/^\//, ''),
        State,
      ])
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}

/** What an engine says no to, by the part of the Compose file that asks for it. */
const refusals: {
  what: string;
  /** More keys of the service, after its image and command. */
  service?: string;
  rest?: string;
  says: RegExp;
  /** Line and column, where it is not the service's. The engines name different things. */
  at?: string;
}[] = [
  {
    what: 'an address outside of its network',
    service: '    networks: { lan: { ipv4_address: 10.213.77.77 } }\n',
    rest: 'networks:\n  lan: { ipam: { config: [{ subnet: 10.213.78.0/24 }] } }\n',
    says: /10\.213\.77\.77|address/,
    at: '5:38',
  },
  {
    what: 'a source of a bind that cannot be made',
    service: '    volumes: [/proc/bytest:/data]\n',
    says: /\/proc\/bytest/,
    at: '5:15',
  },
  {
    what: 'a device that is not there',
    service: '    devices: [/dev/bytest:/dev/it]\n',
    says: /\/dev\/bytest/,
    at: '5:15',
  },
  {
    what: 'a runtime that is not known',
    service: '    runtime: bytest\n',
    says: /runtime.* bytest/,
    at: '5:14',
  },
  {
    what: 'an option that a log driver does not know',
    service: '    logging: { options: { bytest: it } }\n',
    says: /log opt.*bytest/,
    at: '5:35',
  },
  {
    what: 'a setting of the kernel that is not known',
    service: '    sysctls: { net.bytest: 1 }\n',
    says: /net.bytest/,
  },
  { what: 'too little memory', service: '    mem_limit: 1k\n', says: /memory limit/i },
  {
    what: 'a user that the image does not have',
    service: '    user: bytest\n',
    says: /user bytest/,
    at: '5:11',
  },
  {
    what: 'a program that the image does not have',
    service: '    entrypoint: bytest\n',
    says: /bytest.*not found/,
    at: '5:17',
  },
  {
    what: 'an address of the machine that it does not have',
    service: '    ports: ["192.0.2.1:8080:80"]\n',
    says: /192\.0\.2\.1|assign/,
    at: '5:13',
  },
  { what: 'a graphics processor that is not there', service: '    gpus: all\n', says: /gpu/i },
  {
    what: 'an option that a driver of volumes does not know',
    service: '    volumes: [data:/data]\n',
    rest: 'volumes:\n  data: { driver_opts: { bytest: it } }\n',
    says: /invalid option.*bytest/,
    at: '7:34',
  },
  {
    what: 'a gateway outside of its network',
    service: '    networks: [lan]\n',
    rest: 'networks:\n  lan: { ipam: { config: [{ subnet: 10.213.79.0/24, gateway: 10.9.9.9 }] } }\n',
    says: /10\.9\.9\.9/,
    at: '7:(37|62)',
  },
];

describeOnEachEngine('faults of a stack', (engine) => {
  it('an image that does not exist is named, with its place', async () => {
    await using project = await testProject(
      engine,
      { 'compose.yaml': 'services:\n  web:\n    image: 127.0.0.1:9/nobody/nothing:1\n' },
      'noimage',
    );
    const { code, stderr } = await project.blockyard(['up']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/127\.0\.0\.1:9\/nobody\/nothing:1/);
    expect(stderr).toMatch(/→ /);
    expect(await statesOf(engine, project.name)).toEqual({});
  });

  it('a container that exits at once, while another waits for it, is told with its last words', async () => {
    await using project = await testProject(
      engine,
      {
        'compose.yaml': `services:
  web:
    image: busybox
    command: sleep 600
    depends_on: { db: { condition: service_healthy } }
  db:
    image: busybox
    command: sh -c 'echo cannot open the books; exit 3'
    healthcheck: { test: "true" }
`,
      },
      'exits',
    );
    const { code, stderr } = await project.blockyard(['up']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/db-1 exited with code 3/);
    expect(stderr).toMatch(/cannot open the books/);
    expect(stderr).toMatch(/web waited for it/);
    expect((await statesOf(engine, project.name))['web-1']).not.toBe('running');
  });

  it('a probe that never passes is named with its output when the time is over, and `up` goes on once it is mended', async () => {
    const file = (test: string) => `services:
  web:
    image: busybox
    command: sleep 600
    stop_grace_period: 0s
    depends_on: { db: { condition: service_healthy } }
  db:
    image: busybox
    command: sleep 600
    stop_grace_period: 0s
    healthcheck: { test: "${test}", interval: 1s, retries: 1000 }
`;
    await using project = await testProject(
      engine,
      { 'compose.yaml': file('echo still counting; exit 1') },
      'never',
    );
    const { code, stderr } = await project.blockyard(['up', '--wait-timeout', '2']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/db .*was not ready/);
    expect(stderr).toMatch(/still counting/);
    expect(stderr).toMatch(/web waited for it/);

    await project.write({ 'compose.yaml': file('true') });
    const mended = await project.blockyard(['up']);
    expect(mended.code, mended.stderr).toBe(0);
    expect(await statesOf(engine, project.name)).toEqual({ 'db-1': 'running', 'web-1': 'running' });
  });

  it('a port that a process or another container holds is found before anything starts', async () => {
    const net = await import('node:net');
    const server = net.createServer().listen(0, '0.0.0.0');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    try {
      await using project = await testProject(
        engine,
        {
          'compose.yaml': `services:\n  web:\n    image: busybox\n    command: sleep 600\n    stop_grace_period: 0s\n    ports: ["${port}:80"]\n`,
        },
        'port',
      );
      const { code, stderr } = await project.blockyard(['up']);
      expect(code).toBe(1);
      expect(stderr).toContain(`${port}`);
      expect(stderr).toContain(`(pid ${process.pid})`);
      expect(stderr).toMatch(/compose\.yaml:6:\d+/);
      expect(await statesOf(engine, project.name)).toEqual({});

      const replaced = await project.blockyard(['up', '--free-ports']);
      expect(replaced.code, replaced.stderr).toBe(0);
      const first = await project.blockyard(['port', 'web', '80']);
      expect(first.stdout.trim()).not.toMatch(new RegExp(`:${port}$`));
      await project.blockyard(['down']);
      await project.blockyard(['up', '--free-ports']);
      expect((await project.blockyard(['port', 'web', '80'])).stdout).toBe(first.stdout);
    } finally {
      server.close();
    }
  });

  it('a network that the engine refuses to remove is named with who holds it', async () => {
    await using project = await testProject(
      engine,
      {
        'compose.yaml':
          'services:\n  web:\n    image: busybox\n    command: sleep 600\n    stop_grace_period: 0s\n',
      },
      'held',
    );
    expect((await project.blockyard(['up'])).code).toBe(0);
    const [web] = await engine.docker.listContainers({
      filters: { label: [`com.docker.compose.project=${project.name}`] },
    });
    const guest = await engine.docker.createContainer({
      name: `${project.name}-guest`,
      Image: web?.ImageID ?? '',
      Cmd: ['sleep', '600'],
      HostConfig: { NetworkMode: `${project.name}_default` },
    });
    await guest.start();
    const { code, stderr } = await project.blockyard(['down']);
    expect(code).toBe(1);
    expect(stderr).toContain(`${project.name}_default`);
    expect(stderr).toContain(`${project.name}-guest`);

    await guest.remove({ force: true });
    const again = await project.blockyard(['down']);
    expect(again.code, again.stderr).toBe(0);
    expect(await findAllNamed(engine, project.name)).toEqual(nothingLeft);
  });

  for (const { what, service = '', rest = '', says, at } of refusals)
    it.concurrent(`${what}: the engine’s words, the place and what to do`, async () => {
      const file = `services:\n  web:\n    image: busybox\n    command: sleep 600\n${service}${rest}`;
      await using project = await testProject(engine, { 'compose.yaml': file }, 'refused');
      await project.blockyard(['trust', '--yes']);
      const { code, stderr } = await project.blockyard(['up']);
      expect(code, stderr).toBe(1);
      expect(stderr).toMatch(says);
      expect(stderr).toMatch(new RegExp(`at compose\\.yaml:${at ?? '3:5'}$`, 'm'));
      expect(stderr).toMatch(/→ /);
      expect(stderr).toMatch(
        /could not (start|create) the (container|volume|network) bytest-\S+(-web-1|_data|_lan):/,
      );
    });
});
