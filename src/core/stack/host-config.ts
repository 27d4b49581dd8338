import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Where } from '../../shared/index.ts';
import type { DeviceRequest, Service } from '../compose/index.ts';
import { type BlueprintRequest, type HostSettings, optional, type Place, whereOf } from './blueprint.ts';
import { FileMissing } from './errors.ts';
import { bytes, milliseconds } from './values.ts';

/** Everything of a service that is neither mount nor port nor network. */
export function hostConfigOf(service: Service, request: BlueprintRequest, place: Place): HostSettings {
  return optional({
    ...resourcesOf(service),
    ...devicesOf(service),
    ...isolationOf(service, request, place),
    RestartPolicy: restartPolicyOf(service),
    LogConfig: service.logging && {
      Type: service.logging.driver ?? '',
      Config: service.logging.options ?? {},
    },
    Dns: filled(service.dns),
    DnsOptions: filled(service.dns_opt),
    DnsSearch: filled(service.dns_search),
    // Compose writes `host=address`, the engine takes `host:address`.
    ExtraHosts: filled(service.extra_hosts?.map((entry) => entry.replace('=', ':'))),
    Init: service.init,
    Tmpfs: service.tmpfs?.length ? Object.fromEntries(service.tmpfs.map(tmpfsEntry)) : undefined,
    Annotations: annotationsOf(service, request, place),
    StorageOpt: service.storage_opt,
    Runtime: service.runtime,
  });
}

function resourcesOf(service: Service): HostSettings {
  const limits = service.deploy?.resources?.limits;
  const reservations = service.deploy?.resources?.reservations;
  const cpus = limits?.cpus ?? service.cpus;
  const memory = limits?.memory ?? service.mem_limit;
  const reserved = reservations?.memory ?? service.mem_reservation;
  const number = (value: string | number | undefined) => (value === undefined ? undefined : Number(value));
  // Microseconds, as a plain number or as a duration.
  const period = (value: string | number | undefined) =>
    value === undefined || !Number.isNaN(Number(value))
      ? number(value)
      : Math.round(milliseconds(String(value)) * 1000);
  const io = service.blkio_config;
  const rates = (list: { path: string; rate: string | number }[] | undefined): object[] | undefined =>
    filled(list?.map(({ path, rate }) => ({ Path: path, Rate: bytes(rate) })));
  return optional({
    NanoCpus: cpus ? Math.round(Number(cpus) * 1e9) : undefined,
    Memory: bytes(memory),
    MemoryReservation: bytes(reserved),
    MemorySwap: bytes(service.memswap_limit),
    MemorySwappiness: number(service.mem_swappiness),
    PidsLimit: number(limits?.pids ?? service.pids_limit),
    CpuShares: number(service.cpu_shares),
    CpuPeriod: period(service.cpu_period),
    CpuQuota: number(service.cpu_quota),
    CpuRealtimePeriod: period(service.cpu_rt_period),
    CpuRealtimeRuntime: period(service.cpu_rt_runtime),
    CpusetCpus: service.cpuset,
    CpuCount: number(service.cpu_count),
    CpuPercent: number(service.cpu_percent),
    OomKillDisable: service.oom_kill_disable || undefined,
    OomScoreAdj: number(service.oom_score_adj),
    ShmSize: bytes(service.shm_size),
    Ulimits: filled(
      Object.entries(service.ulimits ?? {}).map(([Name, limit]) =>
        typeof limit === 'number'
          ? { Name, Soft: limit, Hard: limit }
          : { Name, Soft: limit.soft, Hard: limit.hard },
      ),
    ),
    BlkioWeight: io?.weight,
    BlkioWeightDevice: filled(io?.weight_device?.map(({ path, weight }) => ({ Path: path, Weight: weight }))),
    BlkioDeviceReadBps: rates(io?.device_read_bps),
    BlkioDeviceWriteBps: rates(io?.device_write_bps),
    BlkioDeviceReadIOps: rates(io?.device_read_iops),
    BlkioDeviceWriteIOps: rates(io?.device_write_iops),
  }) as HostSettings;
}

function devicesOf(service: Service): HostSettings {
  // A name such as `vendor.com/gpu=all` is a device of the Container Device Interface.
  const isCdi = (source: string): boolean => !source.startsWith('/') && source.includes('=');
  const devices = service.devices ?? [];
  const cdi = devices.filter(({ source }) => isCdi(source)).map(({ source }) => source);
  const resources = service.deploy?.resources;
  const requests = [
    ...(resources?.reservations?.devices ?? []).map((request) => deviceRequest(request, [])),
    ...(resources?.limits?.devices ?? []).map((request) => deviceRequest(request, [])),
    ...(service.gpus ?? []).map((request) => deviceRequest(request, ['gpu'])),
    ...(cdi.length > 0 ? [{ Driver: 'cdi', DeviceIDs: cdi }] : []),
  ];
  return optional({
    Devices: filled(
      devices
        .filter(({ source }) => !isCdi(source))
        .map(({ source, target, permissions }) => ({
          PathOnHost: source,
          PathInContainer: target || source,
          CgroupPermissions: permissions || 'rwm',
        })),
    ),
    DeviceRequests: filled(requests) as HostSettings['DeviceRequests'],
    DeviceCgroupRules: filled(service.device_cgroup_rules),
  }) as HostSettings;
}

function deviceRequest(request: DeviceRequest, always: string[]): object {
  return optional({
    Driver: request.driver,
    Count: request.count ?? (request.device_ids ? undefined : -1),
    DeviceIDs: request.device_ids,
    Capabilities: [[...new Set([...always, ...(request.capabilities ?? [])])]],
    Options: request.options,
  });
}

function isolationOf(service: Service, request: BlueprintRequest, place: Place): HostSettings {
  return optional({
    CapAdd: filled(service.cap_add),
    CapDrop: filled(service.cap_drop),
    Privileged: service.privileged || undefined,
    ReadonlyRootfs: service.read_only || undefined,
    SecurityOpt: filled([
      ...(service.security_opt ?? []).map((option, index) =>
        securityOption(option, request.project.workingDirectory, place('security_opt', index)),
      ),
      ...credentialSpecOf(service),
    ]),
    Sysctls: service.sysctls,
    GroupAdd: filled(service.group_add?.map(String)),
    IpcMode: service.ipc,
    PidMode: service.pid,
    UTSMode: service.uts,
    UsernsMode: service.userns_mode,
    CgroupnsMode: service.cgroup,
    CgroupParent: service.cgroup_parent,
    Isolation: service.isolation,
    VolumesFrom: filled(service.volumes_from?.map(volumesFromEntry)),
  }) as HostSettings;
}

/** `db:ro` becomes `service:db:ro`, `container:other:ro` becomes what the engine takes. */
function volumesFromEntry(entry: string): string {
  return entry.startsWith('container:') ? entry.slice('container:'.length) : `service:${entry}`;
}

/** A seccomp profile is a file of the user; the engine takes its content. */
function securityOption(option: string, folder: string, where: Where | undefined): string {
  const [, path] = /^seccomp[=:](.+)$/.exec(option) ?? [];
  if (path === undefined || path === 'unconfined' || path === 'builtin')
    return option.replace(/^(\w+):/, '$1=');
  try {
    return `seccomp=${JSON.stringify(JSON.parse(readFileSync(resolve(folder, path), 'utf8')))}`;
  } catch (cause) {
    throw new FileMissing(`The seccomp profile ${path} cannot be read as JSON.`, {
      cause,
      where,
      remedy: 'Check the path (relative to the project) and the content of the profile.',
    });
  }
}

function credentialSpecOf(service: Service): string[] {
  const { file, registry } = service.credential_spec ?? {};
  if (file) return [`credentialspec=file://${file}`];
  return registry ? [`credentialspec=registry://${registry}`] : [];
}

/** `restart` wins over Swarm's `deploy.restart_policy`. */
function restartPolicyOf(service: Service): HostSettings['RestartPolicy'] {
  if (service.restart) {
    const [name = 'no', count] = service.restart.split(':');
    return { Name: name, ...(count && { MaximumRetryCount: Number(count) }) };
  }
  const policy = service.deploy?.restart_policy;
  if (!policy) return undefined;
  switch (policy.condition ?? 'any') {
    case 'none':
      return { Name: 'no' };
    case 'on-failure':
      return {
        Name: 'on-failure',
        ...(policy.max_attempts !== undefined && { MaximumRetryCount: policy.max_attempts }),
      };
    default:
      return { Name: 'always' };
  }
}

function annotationsOf(
  service: Service,
  { engine, warn }: BlueprintRequest,
  place: Place,
): Record<string, string> | undefined {
  if (!service.annotations || Object.keys(service.annotations).length === 0) return undefined;
  if (engine.atLeast('1.43')) return service.annotations;
  warn({
    message: `annotations is left out: it needs API 1.43, this engine has ${engine.info.apiVersion}.`,
    ...whereOf(place('annotations')),
    remedy: 'Update the engine, or use labels.',
  });
  return undefined;
}

/** `/run:size=64m` becomes its path and its options. */
function tmpfsEntry(entry: string): [string, string] {
  const [path = entry, ...options] = entry.split(':');
  return [path, options.join(':')];
}

function filled<T>(list: T[] | undefined): T[] | undefined {
  return list && list.length > 0 ? list : undefined;
}
