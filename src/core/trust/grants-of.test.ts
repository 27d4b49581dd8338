import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadProject } from '../compose/index.ts';
import { Boundary } from './boundary.ts';
import { type Grant, grantsOf } from './index.ts';

let outside: string;
let folder: string;

beforeEach(() => {
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'bytest-trust-')));
  folder = join(outside, 'shop');
  mkdirSync(folder);
});

afterEach(() => rmSync(outside, { recursive: true, force: true }));

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function grants(yaml: string, shell: Record<string, string> = {}): Promise<Grant[]> {
  write('compose.yaml', yaml);
  const project = await loadProject({ workingDirectory: folder, environment: shell });
  return grantsOf(project);
}

/** The names of the grants that one service's keys ask for, without its own name. */
async function ofService(yaml: string, shell: Record<string, string> = {}): Promise<string[]> {
  const lines = yaml.split('\n').map((line) => `    ${line}`);
  const asked = await grants(`services:\n  web:\n    image: nginx\n${lines.join('\n')}\n`, shell);
  return asked.map((grant) => grant.name.replace(/^web: /, '').replaceAll(outside, '<out>'));
}

describe('an ordinary stack asks for nothing', () => {
  it('with builds, named volumes, binds inside the folder, ports, health checks, secrets and hooks', async () => {
    mkdirSync(join(folder, 'api'));
    write('db-password.txt', 'x');
    write('nginx.conf', '');
    write('.env', 'TAG=3\nTOKEN=t');
    const asked = await grants(`
name: shop
services:
  web:
    image: nginx:\${TAG}
    ports: ["8080:80", "127.0.0.1:9000:9000", "0.0.0.0:9100:9100"]
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro", "./html:/html", "cache:/cache", "/anonymous"]
    environment: { TOKEN: "\${TOKEN}", HOME: }
    depends_on: { api: { condition: service_healthy } }
    extra_hosts: ["host.docker.internal:host-gateway"]
    labels: { traefik.enable: "true" }
    configs: [{ source: page, target: /page }]
    volumes_from: [db]
    logging: { driver: json-file, options: { max-size: 10m, max-file: "3" } }
    security_opt: ["no-new-privileges:true"]
    cap_drop: [ALL]
    ulimits: { nofile: 1024 }
    tmpfs: [/run]
    x-anything: { privileged: true }
  api:
    build:
      context: ./api
      dockerfile: ../Dockerfile.api
      args: { A: b }
      target: dev
      cache_from: ["registry.example/api:cache"]
      additional_contexts: { shared: ./nginx.conf, base: "docker-image://debian:12-slim" }
      secrets: [password]
    secrets: [password]
    network_mode: "service:db"
    pid: "service:db"
    healthcheck: { test: "true" }
    post_start: [{ command: "echo hi" }]
    develop: { watch: [{ path: ./api, action: sync, target: /app }] }
    deploy: { replicas: 1, resources: { limits: { cpus: "1", memory: 1g } } }
  db:
    image: postgres
    volumes: ["data:/var/lib/postgresql/data"]
    sysctls: { net.core.somaxconn: 1024 }
    healthcheck: { test: "true" }
volumes: { data: {}, cache: {} }
networks: { default: { driver_opts: { com.docker.network.driver.mtu: "1400" } }, back: { internal: true } }
secrets: { password: { file: ./db-password.txt } }
configs: { page: { content: hello } }
`);
    expect(asked).toEqual([]);
  });
});

describe('what reaches out of the project needs a grant', () => {
  const cases: [string, string, string[]][] = [
    ['an absolute bind', 'volumes: ["/etc:/host-etc:ro"]', ['mount /etc read-only']],
    ['the whole machine', 'volumes: ["/:/host"]', ['mount / read-write']],
    ['a bind by ../', 'volumes: ["../other:/data"]', ['mount <out>/other read-write']],
    ['a bind that goes in and out', 'volumes: ["./a/../../other:/data"]', ['mount <out>/other read-write']],
    ['a bind by ~', 'volumes: ["~/.ssh:/ssh:ro"]', [`mount ${realpathSync(homedir())}/.ssh read-only`]],
    [
      'the long form',
      'volumes: [{ type: bind, source: /etc/passwd, target: /p, read_only: true }]',
      ['mount /etc/passwd read-only'],
    ],
    [
      "the engine's socket",
      'volumes: ["/var/run/docker.sock:/var/run/docker.sock"]',
      [`engine socket ${realpathSync('/var/run')}/docker.sock`],
    ],
    ['the engine as a key', 'use_api_socket: true', ['use_api_socket true']],
    [
      'mounts handed back',
      'volumes: [{ type: bind, source: ./data, target: /d, bind: { propagation: rshared } }]',
      ['volumes.bind.propagation rshared'],
    ],
    ['privileged', 'privileged: true', ['privileged true']],
    [
      'capabilities, each by itself',
      'cap_add: [NET_ADMIN, SYS_PTRACE]',
      ['cap_add NET_ADMIN', 'cap_add SYS_PTRACE'],
    ],
    ['the network of the machine', 'network_mode: host', ['network_mode host']],
    ['the network of a container', 'network_mode: "container:x"', ['network_mode container:x']],
    ['the processes of the machine', 'pid: host', ['pid host']],
    ['the memory of the machine', 'ipc: host', ['ipc host']],
    ['its host name', 'uts: host', ['uts host']],
    ['its users', 'userns_mode: host', ['userns_mode host']],
    ['its cgroups', 'cgroup: host', ['cgroup host']],
    ['a cgroup of it', 'cgroup_parent: /system.slice', ['cgroup_parent /system.slice']],
    ['loosened confinement', 'security_opt: ["seccomp:unconfined"]', ['security_opt seccomp:unconfined']],
    [
      'new privileges allowed',
      'security_opt: ["no-new-privileges:false"]',
      ['security_opt no-new-privileges:false'],
    ],
    ['what another container mounts', 'volumes_from: ["container:other"]', ['volumes_from container:other']],
    [
      'a kernel setting of the machine',
      'sysctls: { kernel.core_pattern: "|/x" }',
      ['sysctl kernel.core_pattern=|/x'],
    ],
    ['a runtime', 'runtime: sysbox', ['runtime sysbox']],
    [
      'logs sent elsewhere',
      'logging: { driver: syslog, options: { syslog-address: "tcp://x" } }',
      ['logging {"driver":"syslog","options":{"syslog-address":"tcp://x"}}'],
    ],
    [
      'a privileged hook',
      'post_start: [{ command: "id", privileged: true }]',
      ['post_start.privileged true'],
    ],
    [
      'labels of the engine and of ours',
      'labels: { com.docker.compose.project: other, dev.blockyard.hash: x }',
      ['label com.docker.compose.project=other', 'label dev.blockyard.hash=x'],
    ],
    ['a link to a container of others', 'external_links: [other]', ['external_links other']],
    ['never stopped when memory runs out', 'oom_score_adj: -900', ['oom_score_adj -900']],
    [
      'files of others on change',
      'develop: { watch: [{ path: ../other, action: sync, target: /x }] }',
      ['watch <out>/other'],
    ],
    ['a build context outside', 'build: ..', ['context <out>']],
    [
      'a Dockerfile outside',
      'build: { context: ., dockerfile: ../Dockerfile }',
      ['dockerfile <out>/Dockerfile'],
    ],
    [
      'one more context outside',
      'build: { context: ., additional_contexts: { x: ../other } }',
      ['context <out>/other'],
    ],
    ['a context by ssh', 'build: "git@example.org:x/y.git"', ['context git@example.org:x/y.git']],
    ['the ssh agent', 'build: { context: ., ssh: [default] }', ['build.ssh default']],
    ['a privileged build', 'build: { context: ., privileged: true }', ['build.privileged true']],
    ['the network of the machine in a build', 'build: { context: ., network: host }', ['build.network host']],
    [
      'entitlements of a build',
      'build: { context: ., entitlements: [security.insecure] }',
      ['build.entitlements security.insecure'],
    ],
    ['a cache read outside', 'build: { context: ., cache_from: ["type=local,src=/etc"] }', ['cache /etc']],
    [
      'a cache written',
      'build: { context: ., cache_to: ["type=registry,ref=evil.example/x"] }',
      ['cache_to type=registry,ref=evil.example/x'],
    ],
  ];
  it.each(cases)('%s', async (_, yaml, expected) => expect(await ofService(yaml)).toEqual(expected));

  it('devices and GPUs', async () => {
    const [device] = await ofService('devices: ["/dev/kvm"]');
    expect(device).toMatch(/^devices .*\/dev\/kvm/);
    expect(await ofService('gpus: all')).toHaveLength(1);
    expect(
      await ofService('deploy: { resources: { reservations: { devices: [{ capabilities: [gpu] }] } } }'),
    ).toHaveLength(1);
    expect(await ofService('device_cgroup_rules: ["c 1:3 rwm"]')).toEqual(['device_cgroup_rules c 1:3 rwm']);
  });

  it('a link in the folder that leads out of it', async () => {
    symlinkSync('/etc', join(folder, 'data'));
    expect(await ofService('volumes: ["./data/ssh:/x"]')).toEqual(['mount /etc/ssh read-write']);
  });

  it('a link that leads to a place which is not there yet', async () => {
    symlinkSync('../later', join(folder, 'data'));
    expect(await ofService('volumes: ["./data:/x"]')).toEqual(['mount <out>/later read-write']);
  });

  it('a folder of the build context that is a link', async () => {
    symlinkSync(outside, join(folder, 'api'));
    expect(await ofService('build: ./api')).toEqual(['context <out>']);
  });

  describe('in a git repository', () => {
    it('a build may read the rest of it, a container may not', async () => {
      mkdirSync(join(outside, '.git'));
      expect(await ofService('build: ..')).toEqual([]);
      expect(
        await ofService(
          'build: { context: ../api, dockerfile: ../docker/api, additional_contexts: { x: ../lib } }',
        ),
      ).toEqual([]);
      expect(await ofService('volumes: ["../api:/app"]')).toEqual(['mount <out>/api read-write']);
      expect(await ofService('build: ../..')).toEqual([`context ${dirname(outside)}`]);
    });

    it('a worktree is one as well', async () => {
      writeFileSync(join(outside, '.git'), 'gitdir: /elsewhere/.git/worktrees/shop\n');
      expect(await ofService('build: ..')).toEqual([]);
    });

    it('a link out of it is asked about', async () => {
      mkdirSync(join(outside, '.git'));
      symlinkSync('/etc', join(outside, 'api'));
      expect(await ofService('build: ../api')).toEqual(['context /etc']);
    });

    it('the home folder is none, although it has one', async () => {
      mkdirSync(join(outside, '.git'));
      const boundary = new Boundary(folder, outside);
      expect(boundary.repositoryContains(join(outside, 'other'))).toBe(false);
      expect(boundary.repositoryContains(join(folder, 'api'))).toBe(true);
    });
  });

  it("a volume that is a bind in the driver's options", async () => {
    const asked = await grants(`
services: { web: { image: x, volumes: ["data:/d"] } }
volumes: { data: { driver: local, driver_opts: { type: none, o: bind, device: / } } }`);
    expect(asked).toMatchObject([
      { kind: 'mount', text: expect.stringContaining('mounts /'), where: { line: 3 } },
    ]);
  });

  it('volumes and networks of others', async () => {
    const asked = await grants(`
name: shop
services: { web: { image: x, volumes: ["aa:/a", "bb:/b"], networks: [c, d] } }
volumes: { aa: { external: true, name: other_data }, bb: { name: other_files } }
networks: { c: { external: true, name: proxy }, d: { driver: macvlan } }`);
    expect(asked.map((grant) => grant.name).sort()).toEqual([
      'network proxy',
      'networks.d.driver macvlan',
      'volume other_data',
      'volume other_files',
    ]);
  });

  it('secrets and configs from outside', async () => {
    writeFileSync(join(outside, 'key'), '');
    const asked = await grants(`
services: { web: { image: x, secrets: [a], configs: [b] } }
secrets: { a: { file: ../key } }
configs: { b: { file: /etc/passwd } }`);
    expect(asked.map((grant) => grant.name.replaceAll(outside, '<out>'))).toEqual([
      'secrets <out>/key',
      'configs /etc/passwd',
    ]);
  });

  it('files that include, extends and env_file take in from outside', async () => {
    writeFileSync(join(outside, 'base.yaml'), 'services: { base: { image: x } }');
    writeFileSync(join(outside, 'more.yaml'), 'services: { more: { image: x } }');
    writeFileSync(join(outside, 'secrets.env'), 'A=b');
    const asked = await grants(`
include: [../more.yaml]
services:
  web: { extends: { file: ../base.yaml, service: base }, env_file: ../secrets.env }`);
    expect(asked.map((grant) => grant.name.replaceAll(outside, '<out>')).sort()).toEqual([
      'reads <out>/base.yaml',
      'reads <out>/more.yaml',
      'reads <out>/secrets.env',
    ]);
  });

  it('but not files that the user names', async () => {
    const file = join(outside, 'chosen.env');
    writeFileSync(file, 'TAG=1');
    write('compose.yaml', 'services: { web: { image: "x:${TAG}" } }');
    const project = await loadProject({ workingDirectory: folder, envFiles: [file], environment: {} });
    expect(grantsOf(project)).toHaveLength(1);
    expect(grantsOf(project, { chosenFiles: [file] })).toEqual([]);
  });

  it('everything when the project is the home folder', async () => {
    write('compose.yaml', 'services: { web: { image: x, volumes: ["./.ssh:/ssh"] } }');
    const project = await loadProject({ workingDirectory: folder, environment: {} });
    expect(grantsOf({ ...project, workingDirectory: homedir() })[0]?.kind).toBe('mount');
  });

  it('paths of Windows, which mean nothing here and everything on another engine', async () => {
    const [asked] = await ofService('volumes: ["C:\\\\Users:/users"]');
    expect(asked).toMatch(/^mount C:\\Users/);
  });
});

describe('variables of the shell', () => {
  it('are grants, by service and by name', async () => {
    const asked = await grants(
      `
services:
  web: { image: x, environment: [AWS_SECRET_ACCESS_KEY, HOME] }
  job: { image: "x:\${TAG:-1}", environment: { KEY: "\${AWS_SECRET_ACCESS_KEY:-none}" } }`,
      { AWS_SECRET_ACCESS_KEY: 's', HOME: '/home/me', TAG: '2' },
    );
    expect(asked.map((grant) => grant.name).sort()).toEqual([
      'job: shell AWS_SECRET_ACCESS_KEY',
      'job: shell TAG',
      'web: shell AWS_SECRET_ACCESS_KEY',
    ]);
  });

  it('are none where the shell has none, or `.env` gives them', async () => {
    write('.env', 'TOKEN=x');
    expect(
      await grants(`
services: { web: { image: x, environment: [TOKEN, MISSING], secrets: [s] } }
secrets: { s: { environment: TOKEN } }`),
    ).toEqual([]);
  });

  it('are grants when a secret is made of one', async () => {
    const asked = await grants(
      `
services: { web: { image: x, secrets: [s] } }
secrets: { s: { environment: TOKEN } }`,
      { TOKEN: 'x' },
    );
    expect(asked).toMatchObject([{ kind: 'shell', name: 'web: shell TOKEN' }]);
  });
});

describe('what nobody knows', () => {
  it('needs a grant: a key of the future, at any depth', async () => {
    write('compose.yaml', 'services: { web: { image: x, build: { context: . } } }');
    const project = await loadProject({ workingDirectory: folder, environment: {} });
    Object.assign(project.config, { teleports: { a: 1 } });
    Object.assign(project.config.services['web'] ?? {}, { host_root: true });
    Object.assign(project.config.services['web']?.build ?? {}, { run_on_host: 'id' });
    expect(
      grantsOf(project)
        .map(({ kind, name }) => [kind, name])
        .sort(),
    ).toEqual([
      ['unknown', 'teleports = {"a":1}'],
      ['unknown', 'web: build.run_on_host = "id"'],
      ['unknown', 'web: host_root = true'],
    ]);
  });

  it('needs a grant even when it is called as something that every object has', async () => {
    write('compose.yaml', 'services: { web: { image: x } }');
    const project = await loadProject({ workingDirectory: folder, environment: {} });
    Object.assign(project.config.services['web'] ?? {}, { constructor: 'x' });
    expect(grantsOf(project)).toHaveLength(1);
  });
});

describe('a grant', () => {
  it('says what it means and where it stands', async () => {
    const [grant] = await grants('services:\n  web:\n    image: x\n    volumes:\n      - /etc:/e\n');
    expect(grant).toEqual({
      name: 'web: mount /etc read-write',
      kind: 'mount',
      service: 'web',
      text: 'web reads and writes /etc, outside the project.',
      where: { file: join(folder, 'compose.yaml'), line: 5, column: 9 },
    });
  });
});
