import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProject, type Warning } from '../compose/index.ts';
import { blueprintOf } from './container-spec.ts';
import { digestsOf, fieldsOf, hashOf } from './hash.ts';

/** An engine of that API version, as far as specs need one. */
function engineOf(apiVersion: string) {
  const number = (version: string): number => Number(version.split('.')[1]);
  return {
    info: { apiVersion, local: true },
    atLeast: (version: string) => number(apiVersion) >= number(version),
  } as never;
}

async function blueprint(service: string, { api = '1.45', rest = '' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bytest-spec-'));
  try {
    writeFileSync(join(folder, 'secret.txt'), 'hush');
    writeFileSync(join(folder, 'compose.yaml'), `services:\n  web:\n    image: nginx\n${service}\n${rest}`);
    const project = await loadProject({ workingDirectory: folder, projectName: 'shop', environment: {} });
    const warnings: Warning[] = [];
    const made = blueprintOf({
      project,
      service: 'web',
      engine: engineOf(api),
      replacedPorts: [],
      warn: (warning) => warnings.push(warning),
    });
    return { ...made, warnings, folder, project };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the create spec of a service', () => {
  it('is small for a small service', async () => {
    const { spec, endpoints, contents } = await blueprint('');
    expect({ spec, endpoints, contents }).toEqual({
      spec: {
        Image: 'nginx',
        Env: [],
        ExposedPorts: {},
        Labels: {},
        HostConfig: { NetworkMode: 'shop_default', PortBindings: {} },
      },
      endpoints: [{ network: 'shop_default', key: 'default', settings: { Aliases: ['web'] } }],
      contents: [],
    });
  });

  it('honours every key that the engine knows', async () => {
    const { spec, folder, warnings } = await blueprint(
      `
    command: ["run", "it"]
    entrypoint: ["/init"]
    environment: { A: "1", FROM_SHELL: }
    hostname: host
    domainname: example.org
    user: "1000:1000"
    working_dir: /app
    tty: true
    stdin_open: true
    stop_signal: SIGQUIT
    stop_grace_period: 1m30s
    healthcheck: { test: ["CMD", "true"], interval: 10s, timeout: 2s, retries: 5, start_period: 3s, start_interval: 500ms }
    labels: { tier: front }
    cap_add: [NET_ADMIN]
    cap_drop: [ALL]
    privileged: true
    read_only: true
    security_opt: ["label:user:USER", "no-new-privileges"]
    sysctls: { net.core.somaxconn: 1024 }
    group_add: ["mail"]
    ipc: host
    pid: host
    uts: host
    userns_mode: host
    cgroup: private
    cgroup_parent: m-group
    init: true
    restart: on-failure:3
    logging: { driver: local, options: { max-size: 1m } }
    dns: [8.8.8.8]
    dns_opt: [use-vc]
    dns_search: [example.org]
    extra_hosts: ["one:10.0.0.1"]
    tmpfs: ["/run", "/tmp:size=64m"]
    shm_size: 128m
    ulimits: { nofile: 1000, nproc: { soft: 1, hard: 2 } }
    mem_limit: 512m
    mem_reservation: 256m
    memswap_limit: 1g
    mem_swappiness: 10
    cpus: 1.5
    cpu_shares: 512
    cpu_period: 50000
    cpu_quota: 25000
    cpuset: 0,1
    pids_limit: 100
    oom_score_adj: -500
    oom_kill_disable: true
    devices: ["/dev/null:/dev/other:r"]
    device_cgroup_rules: ["c 1:3 mr"]
    blkio_config: { weight: 300, device_read_bps: [{ path: /dev/sda, rate: 1m }] }
    storage_opt: { size: 1G }
    runtime: runc
    annotations: { a: b }
    gpus: all
    volumes_from: ["container:other:ro"]
    expose: ["9000"]
    ports: ["127.0.0.1:8080:80", "53/udp", "9000-9001:7000"]
    volumes:
      - data:/data:nocopy
      - ./src:/src:ro
      - { type: bind, source: /must/be/there, target: /there, bind: { create_host_path: false } }
      - { type: tmpfs, target: /scratch, tmpfs: { size: 1m, mode: 0700 } }
      - /anonymous
`,
      { rest: 'volumes: { data: {} }\n' },
    );
    expect(warnings).toEqual([]);
    expect(spec).toEqual({
      Image: 'nginx',
      Cmd: ['run', 'it'],
      Entrypoint: ['/init'],
      Env: ['A=1'],
      Hostname: 'host',
      Domainname: 'example.org',
      User: '1000:1000',
      WorkingDir: '/app',
      Tty: true,
      OpenStdin: true,
      StopSignal: 'SIGQUIT',
      StopTimeout: 90,
      Healthcheck: {
        Test: ['CMD', 'true'],
        Interval: 10e9,
        Timeout: 2e9,
        Retries: 5,
        StartPeriod: 3e9,
        StartInterval: 5e8,
      },
      Labels: { tier: 'front' },
      ExposedPorts: { '80/tcp': {}, '53/udp': {}, '7000/tcp': {}, '9000/tcp': {} },
      HostConfig: {
        NetworkMode: 'shop_default',
        PortBindings: {
          '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }],
          '53/udp': [{ HostIp: '', HostPort: '' }],
          '7000/tcp': [{ HostIp: '', HostPort: '9000-9001' }],
        },
        Binds: [`${folder}/src:/src:ro`],
        Mounts: [
          { Type: 'volume', Source: 'shop_data', Target: '/data', VolumeOptions: { NoCopy: true } },
          { Type: 'bind', Source: '/must/be/there', Target: '/there' },
          { Type: 'tmpfs', Target: '/scratch', TmpfsOptions: { SizeBytes: 1048576, Mode: 0o700 } },
          { Type: 'volume', Target: '/anonymous' },
        ],
        CapAdd: ['NET_ADMIN'],
        CapDrop: ['ALL'],
        Privileged: true,
        ReadonlyRootfs: true,
        SecurityOpt: ['label=user:USER', 'no-new-privileges'],
        Sysctls: { 'net.core.somaxconn': '1024' },
        GroupAdd: ['mail'],
        IpcMode: 'host',
        PidMode: 'host',
        UTSMode: 'host',
        UsernsMode: 'host',
        CgroupnsMode: 'private',
        CgroupParent: 'm-group',
        Init: true,
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
        LogConfig: { Type: 'local', Config: { 'max-size': '1m' } },
        Dns: ['8.8.8.8'],
        DnsOptions: ['use-vc'],
        DnsSearch: ['example.org'],
        ExtraHosts: ['one:10.0.0.1'],
        Tmpfs: { '/run': '', '/tmp': 'size=64m' },
        ShmSize: 128 * 2 ** 20,
        Ulimits: [
          { Name: 'nofile', Soft: 1000, Hard: 1000 },
          { Name: 'nproc', Soft: 1, Hard: 2 },
        ],
        Memory: 512 * 2 ** 20,
        MemoryReservation: 256 * 2 ** 20,
        MemorySwap: 2 ** 30,
        MemorySwappiness: 10,
        NanoCpus: 15e8,
        CpuShares: 512,
        CpuPeriod: 50000,
        CpuQuota: 25000,
        CpusetCpus: '0,1',
        PidsLimit: 100,
        OomScoreAdj: -500,
        OomKillDisable: true,
        Devices: [{ PathOnHost: '/dev/null', PathInContainer: '/dev/other', CgroupPermissions: 'r' }],
        DeviceCgroupRules: ['c 1:3 mr'],
        DeviceRequests: [{ Count: -1, Capabilities: [['gpu']] }],
        BlkioWeight: 300,
        BlkioDeviceReadBps: [{ Path: '/dev/sda', Rate: 1048576 }],
        StorageOpt: { size: '1G' },
        Runtime: 'runc',
        Annotations: { a: 'b' },
        VolumesFrom: ['other:ro'],
      },
    });
  });

  it('takes limits and the restart policy from deploy', async () => {
    const { spec } = await blueprint(`
    deploy:
      resources:
        limits: { cpus: "0.5", memory: 50M, pids: 10 }
        reservations:
          memory: 20M
          devices: [{ driver: nvidia, count: 1, capabilities: [gpu, utility] }]
      restart_policy: { condition: on-failure, max_attempts: 3 }
`);
    expect(spec.HostConfig).toMatchObject({
      NanoCpus: 5e8,
      Memory: 50 * 2 ** 20,
      PidsLimit: 10,
      MemoryReservation: 20 * 2 ** 20,
      DeviceRequests: [{ Driver: 'nvidia', Count: 1, Capabilities: [['gpu', 'utility']] }],
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
    });
  });

  it('orders networks by priority and gives each its address', async () => {
    const { spec, endpoints } = await blueprint(
      `
    links: ["db:database"]
    networks:
      a: { aliases: [shop] }
      b: { priority: 10, ipv4_address: 10.9.0.5, mac_address: "02:42:ac:11:65:43" }
  db: { image: postgres, networks: [a] }
`,
      { rest: 'networks: { a: {}, b: { ipam: { config: [{ subnet: 10.9.0.0/24 }] } } }\n' },
    );
    expect(spec.HostConfig.NetworkMode).toBe('shop_b');
    expect(endpoints).toEqual([
      {
        network: 'shop_b',
        key: 'b',
        settings: {
          Aliases: ['web'],
          Links: ['shop-db-1:database'],
          IPAMConfig: { IPv4Address: '10.9.0.5' },
          MacAddress: '02:42:ac:11:65:43',
        },
      },
      {
        network: 'shop_a',
        key: 'a',
        settings: { Aliases: ['web', 'shop'], Links: ['shop-db-1:database'] },
      },
    ]);
  });

  it('leaves out what an old engine does not know, and says so with the place', async () => {
    const { spec, warnings, folder } = await blueprint(
      `
    healthcheck: { test: "true", start_interval: 1s }
    annotations: { a: b }
`,
      { api: '1.41' },
    );
    expect(spec.Healthcheck).toEqual({ Test: ['CMD-SHELL', 'true'] });
    expect(spec.HostConfig.Annotations).toBeUndefined();
    const file = `${folder}/compose.yaml`;
    expect(warnings).toEqual([
      {
        message: 'healthcheck.start_interval is left out: this engine (API 1.41) does not know it.',
        where: { file, line: 5, column: expect.any(Number) },
        remedy: 'Nothing to do: Blockyard probes often on its own while it waits.',
      },
      {
        message: 'annotations is left out: it needs API 1.43, this engine has 1.41.',
        where: { file, line: 6, column: expect.any(Number) },
        remedy: 'Update the engine, or use labels.',
      },
    ]);
  });

  it('refuses a volume subpath on an engine that would mount the whole volume', async () => {
    const service = '    volumes: [{ type: volume, source: data, target: /d, volume: { subpath: in } }]\n';
    await expect(blueprint(service, { api: '1.41', rest: 'volumes: { data: {} }\n' })).rejects.toMatchObject({
      code: 'compose-unsupported',
      message: 'volume.subpath needs an engine with API 1.45; this one has 1.41.',
    });
  });
});

describe('the hash of a service', () => {
  it('does not depend on the order of keys, and changes with each value', async () => {
    const hash = async (service: string) => hashOf(fieldsOf(await blueprint(service)));
    const one = await hash('    environment: { A: "1", B: "2" }\n    labels: { x: y }');
    expect(await hash('    labels: { x: y }\n    environment: { B: "2", A: "1" }')).toBe(one);
    expect(await hash('    labels: { x: y }\n    environment: { B: "2", A: "2" }')).not.toBe(one);
  });

  it('keeps only digests of the values in its label', async () => {
    const digests = digestsOf(fieldsOf(await blueprint('    environment: { PASSWORD: geheim }')));
    expect(Object.keys(digests)).toEqual(['env PASSWORD', 'image', 'network default', 'network_mode']);
    expect(JSON.stringify(digests)).not.toContain('geheim');
  });
});
