import { build } from './build.ts';
import {
  command,
  deviceRequest,
  fileReferences,
  hook,
  hosts,
  keyValues,
  nameKeys,
  options,
  textOrTexts,
  texts,
  ulimits,
} from './common.ts';
import { deploy } from './deploy.ts';
import {
  anything,
  between,
  closedRecord,
  either,
  flag,
  ineffective,
  integer,
  list,
  map,
  matching,
  nothing,
  number,
  record,
  type Shape,
  scalar,
  text,
  textOrNumber,
  word,
} from './shape.ts';

const notYet = 'is not carried out by Blockyard yet.';

const rate = record({ path: text, rate: textOrNumber }, ['path', 'rate']);

const mount = record(
  {
    type: word('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'),
    source: text,
    target: text,
    read_only: flag,
    consistency: text,
    bind: record({
      propagation: text,
      create_host_path: flag,
      recursive: word('enabled', 'disabled', 'writable', 'readonly'),
      selinux: word('z', 'Z'),
    }),
    volume: record({ labels: keyValues, nocopy: flag, subpath: text }),
    tmpfs: record({ size: textOrNumber, mode: textOrNumber }),
    image: record({ subpath: text }),
  },
  ['type', 'target'],
);

const port = record(
  {
    name: text,
    mode: text,
    host_ip: text,
    target: either(integer, text),
    published: textOrNumber,
    protocol: text,
    app_protocol: text,
  },
  ['target'],
);

const networkAttachment = record({
  aliases: texts,
  interface_name: text,
  ipv4_address: text,
  ipv6_address: text,
  link_local_ips: texts,
  mac_address: text,
  driver_opts: options,
  priority: number,
  gw_priority: number,
  use_service_name_alias: ineffective(flag, notYet),
});

const watchRule = record(
  {
    path: text,
    action: word('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'),
    target: text,
    ignore: textOrTexts,
    include: textOrTexts,
    initial_sync: flag,
    exec: record(hook, ['command']),
  },
  ['path', 'action'],
);

const dependency = record({
  condition: word('service_started', 'service_healthy', 'service_completed_successfully'),
  required: flag,
  restart: flag,
});

const providerOption = either(scalar, list(scalar));

/**
 * Every key of a service. `pre_start` hooks are containers of their own and take most of them too.
 * Source: https://github.com/compose-spec/compose-spec/blob/main/05-services.md
 */
export const serviceKeys: Record<string, Shape> = {
  annotations: keyValues,
  attach: flag,
  blkio_config: closedRecord({
    device_read_bps: list(rate),
    device_read_iops: list(rate),
    device_write_bps: list(rate),
    device_write_iops: list(rate),
    weight: between(0, 1000),
    weight_device: list(record({ path: text, weight: between(0, 1000) }, ['path', 'weight'])),
  }),
  build,
  cap_add: texts,
  cap_drop: texts,
  cgroup: word('host', 'private'),
  cgroup_parent: text,
  command,
  configs: fileReferences,
  container_name: text,
  cpu_count: between(0),
  cpu_percent: between(0, 100, { integer: false }),
  cpu_period: textOrNumber,
  cpu_quota: textOrNumber,
  cpu_rt_period: textOrNumber,
  cpu_rt_runtime: textOrNumber,
  cpu_shares: number,
  cpus: between(0, undefined, { integer: false }),
  cpuset: text,
  credential_spec: record({ config: text, file: text, registry: text }),
  depends_on: either(texts, map(dependency, nameKeys)),
  deploy,
  develop: either(record({ watch: list(watchRule) }), nothing),
  device_cgroup_rules: texts,
  devices: list(either(text, record({ source: text, target: text, permissions: text }, ['source']))),
  dns: textOrTexts,
  dns_opt: texts,
  dns_search: textOrTexts,
  domainname: text,
  entrypoint: command,
  env_file: either(
    text,
    list(either(text, closedRecord({ path: text, format: text, required: flag }, ['path']))),
  ),
  environment: keyValues,
  expose: list(textOrNumber),
  extends: either(text, closedRecord({ service: text, file: text }, ['service'])),
  external_links: texts,
  extra_hosts: hosts,
  gpus: either(word('all'), list(record(deviceRequest))),
  group_add: list(textOrNumber),
  healthcheck: record({
    disable: flag,
    interval: text,
    retries: number,
    start_interval: text,
    start_period: text,
    test: textOrTexts,
    timeout: text,
  }),
  hostname: text,
  image: text,
  init: flag,
  ipc: text,
  isolation: text,
  label_file: textOrTexts,
  labels: keyValues,
  links: texts,
  logging: record({ driver: text, options: map({ kind: 'scalar', allows: ['nothing'] }) }),
  mac_address: text,
  mem_limit: textOrNumber,
  mem_reservation: textOrNumber,
  mem_swappiness: between(-1, 100),
  memswap_limit: textOrNumber,
  models: either(texts, map(either(record({ endpoint_var: text, model_var: text }), nothing), nameKeys)),
  network_mode: text,
  networks: either(texts, map(either(networkAttachment, nothing), nameKeys)),
  oom_kill_disable: flag,
  oom_score_adj: between(-1000, 1000),
  pid: either(text, nothing),
  pids_limit: number,
  platform: text,
  ports: list(either(textOrNumber, port)),
  post_start: list(record(hook, ['command'])),
  pre_start: list(anything),
  pre_stop: list(record(hook, ['command'])),
  privileged: flag,
  profiles: texts,
  provider: record({ type: text, options: map(providerOption) }),
  pull_policy: matching(
    /^(?:always|never|build|if_not_present|missing|refresh|daily|weekly|every_(?:\d+[wdhms])+)$/,
    '"always", "missing", "never", "build", "refresh", "daily", "weekly" or "every_" with a duration such as "every_12h"',
  ),
  pull_refresh_after: text,
  read_only: flag,
  restart: matching(
    /^(?:no|always|unless-stopped|on-failure(?::\d+)?)?$/,
    '"no", "always", "unless-stopped", "on-failure" or "on-failure:" with a number',
  ),
  runtime: text,
  scale: between(0),
  secrets: fileReferences,
  security_opt: texts,
  shm_size: textOrNumber,
  stdin_open: flag,
  stop_grace_period: text,
  stop_signal: text,
  storage_opt: map(scalar),
  sysctls: keyValues,
  tmpfs: textOrTexts,
  tty: flag,
  ulimits,
  umask: ineffective(either(textOrNumber, nothing), notYet),
  use_api_socket: flag,
  user: text,
  userns_mode: text,
  uts: text,
  volumes: list(either(text, mount)),
  volumes_from: texts,
  working_dir: text,
};

/** What belongs to a service as a whole and not to one container of it. */
const serviceOnly = [
  'attach',
  'build',
  'container_name',
  'depends_on',
  'deploy',
  'develop',
  'expose',
  'extends',
  'external_links',
  'healthcheck',
  'links',
  'ports',
  'post_start',
  'pre_start',
  'pre_stop',
  'profiles',
  'provider',
  'restart',
  'scale',
  'stdin_open',
  'tty',
];

/** What a `pre_start` container is given; it has the rest from its service. */
const preStartOwn = ['command', 'environment', 'image', 'privileged', 'user', 'working_dir'];

const preStartHook = record({
  ...Object.fromEntries(
    Object.entries(serviceKeys)
      .filter(([key]) => !serviceOnly.includes(key))
      .map(([key, shape]) => [key, preStartOwn.includes(key) ? shape : ineffective(shape, notYet)]),
  ),
  per_replica: flag,
});

export const service: Shape = record({ ...serviceKeys, pre_start: list(preStartHook) });
