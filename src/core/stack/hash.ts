import { createHash } from 'node:crypto';
import type { Blueprint } from './blueprint.ts';

/** What makes a container what it is, field by field, in the words of a Compose file: `env DATABASE_URL`, `port 80/tcp`. */
export type Fields = Record<string, string>;

/** Top-level keys of the create spec and of its HostConfig, as a Compose file calls them. */
const words: Record<string, string> = {
  Image: 'image',
  Hostname: 'hostname',
  Domainname: 'domainname',
  User: 'user',
  WorkingDir: 'working_dir',
  Tty: 'tty',
  OpenStdin: 'stdin_open',
  Cmd: 'command',
  Entrypoint: 'entrypoint',
  StopSignal: 'stop_signal',
  StopTimeout: 'stop_grace_period',
  Healthcheck: 'healthcheck',
  MacAddress: 'mac_address',
  ExposedPorts: 'expose',
  RestartPolicy: 'restart',
  LogConfig: 'logging',
  Dns: 'dns',
  DnsOptions: 'dns_opt',
  DnsSearch: 'dns_search',
  ExtraHosts: 'extra_hosts',
  Init: 'init',
  Tmpfs: 'tmpfs',
  Annotations: 'annotations',
  StorageOpt: 'storage_opt',
  Runtime: 'runtime',
  NanoCpus: 'cpus',
  Memory: 'memory',
  MemoryReservation: 'memory reservation',
  MemorySwap: 'memswap_limit',
  MemorySwappiness: 'mem_swappiness',
  PidsLimit: 'pids_limit',
  CpuShares: 'cpu_shares',
  CpuPeriod: 'cpu_period',
  CpuQuota: 'cpu_quota',
  CpuRealtimePeriod: 'cpu_rt_period',
  CpuRealtimeRuntime: 'cpu_rt_runtime',
  CpusetCpus: 'cpuset',
  CpuCount: 'cpu_count',
  CpuPercent: 'cpu_percent',
  OomKillDisable: 'oom_kill_disable',
  OomScoreAdj: 'oom_score_adj',
  ShmSize: 'shm_size',
  Ulimits: 'ulimits',
  BlkioWeight: 'blkio_config',
  Devices: 'devices',
  DeviceRequests: 'gpus',
  DeviceCgroupRules: 'device_cgroup_rules',
  CapAdd: 'cap_add',
  CapDrop: 'cap_drop',
  Privileged: 'privileged',
  ReadonlyRootfs: 'read_only',
  SecurityOpt: 'security_opt',
  Sysctls: 'sysctls',
  GroupAdd: 'group_add',
  IpcMode: 'ipc',
  PidMode: 'pid',
  UTSMode: 'uts',
  UsernsMode: 'userns_mode',
  CgroupnsMode: 'cgroup',
  CgroupParent: 'cgroup_parent',
  Isolation: 'isolation',
  VolumesFrom: 'volumes_from',
  NetworkMode: 'network_mode',
};

/** A key of the create spec or of its HostConfig, as a Compose file calls it. */
export function fieldNameOf(key: string): string {
  return words[key] ?? key;
}

/** Every field with its value in a form that does not depend on the order of keys. */
export function fieldsOf({ spec, platform, endpoints, contents }: Blueprint): Fields {
  const fields: Fields = {};
  const { Env = [], Labels = {}, HostConfig, ...plain } = spec;
  const { Binds = [], Mounts = [], PortBindings = {}, ...host } = HostConfig;
  for (const entry of Env) {
    const at = entry.indexOf('=');
    fields[`env ${entry.slice(0, at)}`] = entry.slice(at + 1);
  }
  for (const [name, value] of Object.entries(Labels)) fields[`label ${name}`] = value;
  for (const [key, value] of Object.entries({ ...plain, ...host }))
    if (isWorthNoting(value)) fields[fieldNameOf(key)] = canonical(value);
  for (const bind of Binds) fields[`volume ${targetOfBind(bind)}`] = bind;
  for (const mount of Mounts) fields[`volume ${mount.Target}`] = canonical(mount);
  for (const [key, value] of Object.entries(PortBindings)) fields[`port ${key}`] = canonical(value);
  for (const { key, network, settings } of endpoints)
    fields[`network ${key}`] = canonical({ network, settings });
  for (const { kind, source, content, ...rest } of contents)
    fields[`${kind} ${source}`] = canonical({ ...rest, content: digest(content) });
  if (platform) fields['platform'] = platform;
  return fields;
}

/** The digest of all fields: two containers with the same one are the same. */
export function hashOf(fields: Fields): string {
  return digest(canonical(fields));
}

/** Short digests, enough to see which field changed. */
export function digestsOf(fields: Fields): Fields {
  return Object.fromEntries(
    Object.keys(fields)
      .sort()
      .map((name) => [name, digest(fields[name] ?? '').slice(0, 8)]),
  );
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The container's path of `source:target:mode`. */
export function targetOfBind(bind: string): string {
  const [, target = bind] = /^(?:[A-Za-z]:)?[^:]*:((?:[A-Za-z]:)?[^:]*)/.exec(bind) ?? [];
  return target;
}

function isWorthNoting(value: unknown): boolean {
  return (
    value !== undefined &&
    !(typeof value === 'object' && value !== null && Object.keys(value).length === 0 && !Array.isArray(value))
  );
}

function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
