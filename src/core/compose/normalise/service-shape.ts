import {
  anything,
  bytes,
  duration,
  fileMode,
  flag,
  fraction,
  integer,
  list,
  mapOf,
  microseconds,
  natural,
  nonEmpty,
  object,
  type Shape,
  set,
  text,
  texts,
  variables,
} from './shape.ts';

const textList = list(text);

const fileReference = object(
  { source: text, target: text, uid: text, gid: text, mode: fileMode },
  { kept: ['mode'] },
);

const hookFields = {
  command: textList,
  user: text,
  privileged: flag,
  working_dir: text,
  environment: variables,
};
const hook = object(hookFields, { always: { command: null } });
const preStartHook = object({ ...hookFields, image: text, per_replica: flag }, { always: { command: null } });

/** A count, or `all`. */
const deviceCount: Shape<number> = {
  print: (value, place) =>
    typeof value === 'string' && value.toLowerCase() === 'all' ? -1 : integer.print(value, place),
  isZero: integer.isZero,
};

const deviceRequest = object({
  capabilities: textList,
  driver: text,
  count: deviceCount,
  device_ids: textList,
  options: texts,
});

const softAndHard = object({ soft: integer, hard: integer }, { kept: ['soft', 'hard'] });
const ulimit: Shape = {
  print: (value, place) =>
    typeof value === 'object' ? softAndHard.print(value, place) : integer.print(value, place),
  isZero: () => false,
};

/** `default`, or `id=path`. */
const sshKeys: Shape<string[]> = {
  print: (value, place) =>
    Object.entries(variables.print(value, place) ?? {})
      .map(([id, path]) => (path === null ? id : `${id}=${path}`))
      .sort(),
  isZero: (printed) => printed.length === 0,
};

const build = object({
  context: text,
  dockerfile: text,
  dockerfile_inline: text,
  entitlements: textList,
  args: variables,
  ssh: sshKeys,
  labels: texts,
  cache_from: textList,
  cache_to: textList,
  no_cache: flag,
  no_cache_filter: textList,
  additional_contexts: texts,
  pull: flag,
  extra_hosts: set(textList),
  isolation: text,
  network: text,
  target: text,
  secrets: list(fileReference),
  shm_size: bytes,
  tags: textList,
  ulimits: mapOf(ulimit),
  platforms: textList,
  privileged: flag,
  // Attestations (build section, "provenance" and "sbom"): a boolean, or the builder's parameters as text.
  provenance: text,
  sbom: text,
});

const watchRule = object(
  {
    path: text,
    action: text,
    target: text,
    exec: hook,
    ignore: textList,
    include: textList,
    // Develop section, "initial_sync".
    initial_sync: flag,
  },
  { kept: ['path', 'action'], always: { exec: { command: null } } },
);

const throttledDevices = list(object({ path: text, rate: bytes }, { kept: ['path', 'rate'] }));
const blockIo = object({
  weight: integer,
  weight_device: list(object({ path: text, weight: integer }, { kept: ['path', 'weight'] })),
  device_read_bps: throttledDevices,
  device_read_iops: throttledDevices,
  device_write_bps: throttledDevices,
  device_write_iops: throttledDevices,
});

const updateConfig = object(
  {
    parallelism: natural,
    delay: duration,
    failure_action: text,
    monitor: duration,
    max_failure_ratio: fraction,
    order: text,
  },
  { kept: ['parallelism'] },
);

const genericResource = object({
  discrete_resource_spec: object({ kind: text, value: integer }, { kept: ['kind', 'value'] }),
});

const resource = object({
  cpus: fraction,
  memory: bytes,
  pids: integer,
  devices: list(deviceRequest),
  generic_resources: list(genericResource),
});

const deploy = object(
  {
    mode: text,
    replicas: integer,
    labels: texts,
    update_config: updateConfig,
    rollback_config: updateConfig,
    resources: object({ limits: resource, reservations: resource }),
    restart_policy: object(
      { condition: text, delay: duration, max_attempts: natural, window: duration },
      { kept: ['delay', 'max_attempts', 'window'] },
    ),
    placement: object({
      constraints: textList,
      preferences: list(object({ spread: text })),
      max_replicas_per_node: natural,
    }),
    endpoint_mode: text,
  },
  { kept: ['replicas'], always: { resources: {}, placement: {} } },
);

const healthcheck = object(
  {
    test: textList,
    timeout: duration,
    interval: duration,
    retries: natural,
    start_period: duration,
    start_interval: duration,
    disable: flag,
  },
  { kept: ['timeout', 'interval', 'retries', 'start_period', 'start_interval'] },
);

const attachment = object({
  priority: integer,
  gw_priority: integer,
  aliases: textList,
  interface_name: text,
  ipv4_address: text,
  ipv6_address: text,
  link_local_ips: textList,
  mac_address: text,
  driver_opts: texts,
  use_service_name_alias: flag,
});

const port = object({
  name: text,
  mode: text,
  host_ip: text,
  target: natural,
  published: text,
  protocol: text,
  app_protocol: text,
});

const mount = object({
  type: text,
  source: text,
  target: text,
  read_only: flag,
  consistency: text,
  bind: object({ selinux: text, propagation: text, create_host_path: flag, recursive: text }),
  volume: object({ nocopy: flag, subpath: text, labels: texts }),
  tmpfs: object({ size: bytes, mode: fileMode }),
  image: object({ subpath: text }),
});

const dependency = object(
  { condition: text, restart: flag, required: flag },
  { kept: ['required'], always: { required: true } },
);

/** A service as it is printed. */
export const serviceShape = object(
  {
    profiles: textList,
    annotations: texts,
    attach: flag,
    build,
    develop: object({ watch: list(watchRule) }),
    blkio_config: blockIo,
    cap_add: textList,
    cap_drop: textList,
    cgroup_parent: text,
    cgroup: text,
    cpu_count: integer,
    cpu_percent: fraction,
    cpu_period: integer,
    cpu_quota: integer,
    cpu_rt_period: microseconds,
    cpu_rt_runtime: microseconds,
    cpus: fraction,
    cpuset: text,
    cpu_shares: integer,
    command: textList,
    configs: list(fileReference),
    container_name: text,
    credential_spec: object({ config: text, file: text, registry: text }),
    depends_on: mapOf(dependency, {}),
    deploy,
    device_cgroup_rules: textList,
    devices: list(object({ source: text, target: text, permissions: text })),
    dns: nonEmpty(textList),
    dns_opt: textList,
    dns_search: textList,
    domainname: text,
    entrypoint: textList,
    environment: variables,
    expose: textList,
    external_links: textList,
    extra_hosts: set(textList),
    group_add: textList,
    gpus: list(deviceRequest),
    hostname: text,
    healthcheck,
    image: text,
    init: flag,
    ipc: text,
    isolation: text,
    labels: texts,
    links: textList,
    logging: object({ driver: text, options: texts }),
    mem_limit: bytes,
    mem_reservation: bytes,
    memswap_limit: bytes,
    mem_swappiness: bytes,
    mac_address: text,
    models: mapOf(object({ endpoint_var: text, model_var: text }), null),
    network_mode: text,
    networks: mapOf(attachment, null),
    oom_kill_disable: flag,
    oom_score_adj: integer,
    pid: text,
    pids_limit: integer,
    platform: text,
    ports: list(port),
    privileged: flag,
    provider: object({ type: text, options: mapOf(anything) }),
    pull_policy: text,
    pull_refresh_after: text,
    read_only: flag,
    restart: text,
    runtime: text,
    scale: integer,
    secrets: list(fileReference),
    security_opt: textList,
    shm_size: bytes,
    stdin_open: flag,
    stop_grace_period: duration,
    stop_signal: text,
    storage_opt: texts,
    sysctls: texts,
    tmpfs: textList,
    tty: flag,
    ulimits: mapOf(ulimit),
    umask: text,
    use_api_socket: flag,
    user: text,
    userns_mode: text,
    uts: text,
    volumes: list(mount),
    volumes_from: textList,
    working_dir: text,
    post_start: list(hook),
    pre_start: list(preStartHook),
    pre_stop: list(hook),
  },
  {
    kept: ['attach', 'init', 'scale', 'stop_grace_period'],
    // Null is the image's own; an empty list is none at all.
    always: { command: null, entrypoint: null },
  },
);
