import type {
  Deploy,
  Develop,
  Hook,
  Mount,
  NetworkAttachment,
  Service,
  WatchRule,
} from '../compose/index.ts';
import { buildRules, labels } from './build-rules.ts';
import { always, applyRules, type Check, each, nested, type Place, type Rules, unless } from './rules.ts';

/*
 * What a service may say. `harmless` is what stays within the container, or within what every container may do anyway:
 * networks of its own, published ports, limits. Everything else is asked for, and so is every key that is not here.
 */

/** A namespace: its own is harmless, and that of a service of the same project. */
function namespace(what: string): Check {
  return (value, place) => {
    if (typeof value !== 'string' || ['', 'private', 'shareable', 'none'].includes(value)) return;
    if (value.startsWith('service:')) return;
    if (value === 'host')
      place.ask('host', `${what} host`, `${place.who} shares the ${what} of this machine.`);
    else place.ask('container', `${what} ${value}`, `${place.who} shares the ${what} of ${value}.`);
  };
}

const networkMode: Check = (value, place) => {
  if (typeof value !== 'string' || ['', 'bridge', 'default', 'none'].includes(value)) return;
  if (value.startsWith('service:')) return;
  if (value === 'host')
    place.ask('host', 'network_mode host', `${place.who} uses the network of this machine as its own.`);
  else place.ask('container', `network_mode ${value}`, `${place.who} joins the network of ${value}.`);
};

const mountRules: Rules<Mount> = {
  type: unless(
    ['bind', 'volume', 'tmpfs', 'image', 'npipe'],
    'mount',
    ({ who }, value) => `${who} mounts something of type ${value}.`,
  ),
  source: 'harmless', // By checkMount, which knows the type.
  target: 'harmless',
  read_only: 'harmless',
  consistency: 'harmless',
  bind: nested<NonNullable<Mount['bind']>>({
    create_host_path: 'harmless',
    propagation: unless(
      ['private', 'rprivate', 'slave', 'rslave'],
      'mount',
      ({ who }, value) => `${who} hands mounts on to this machine (propagation ${value}).`,
    ),
    selinux: 'harmless',
    recursive: 'harmless',
  }),
  volume: nested<NonNullable<Mount['volume']>>({ nocopy: 'harmless', subpath: 'harmless', labels }),
  tmpfs: nested<NonNullable<Mount['tmpfs']>>({ size: 'harmless', mode: 'harmless' }),
  image: nested<NonNullable<Mount['image']>>({ subpath: 'harmless' }),
};

const engineSocket = /(^|\/)(docker|podman|containerd|buildkitd|crio)(\.sock)?$|docker_engine/;

function checkMount(mount: Partial<Mount>, place: Place): void {
  applyRules(mountRules, mount, place);
  const { type, source } = mount;
  if (typeof source !== 'string' || type === 'tmpfs' || type === 'image') return;
  // A volume's name has no slash: whatever has one is a path in disguise.
  if (type === 'volume' && !/[\\/~]/.test(source)) return;
  if (type === 'bind' && place.boundary.contains(source)) return;
  const real = place.boundary.real(source);
  const led = real === source ? '' : `, which is ${real}`;
  const rights = mount.read_only ? 'reads' : 'reads and writes';
  if (engineSocket.test(real) || engineSocket.test(source))
    place.ask(
      'engine',
      `engine socket ${real}`,
      `${place.who} gets the container engine (${source}${led}): with it, it can do anything on this machine.`,
    );
  else
    place.ask(
      'mount',
      `mount ${real} ${mount.read_only ? 'read-only' : 'read-write'}`,
      `${place.who} ${rights} ${source}${led}, outside the project.`,
    );
}

const volumes: Check = (mounts, place) => {
  if (!Array.isArray(mounts))
    return always('unknown', ({ who }) => `${who} mounts something unknown.`)(mounts, place);
  for (const [index, mount] of mounts.entries()) checkMount(mount as Mount, place.at(index));
};

const volumesFrom: Check = (values, place) => {
  for (const [index, value] of (values as string[]).entries())
    if (value.startsWith('container:'))
      place
        .at(index)
        .ask(
          'container',
          `volumes_from ${value}`,
          `${place.who} mounts what the container ${value.split(':')[1]} mounts.`,
        );
};

const hookRules: Rules<Hook> = {
  command: 'harmless', // It runs in the container.
  user: 'harmless',
  working_dir: 'harmless',
  environment: 'harmless',
  image: 'harmless',
  per_replica: 'harmless',
  privileged: always('hook', ({ who }) => `a hook of ${who} runs with every power over this machine.`),
};

const hooks: Check = (values, place) => {
  for (const [index, hook] of (values as Hook[]).entries()) applyRules(hookRules, hook, place.at(index));
};

const watchRules: Rules<WatchRule> = {
  path: (value, place) => {
    if (typeof value === 'string' && !place.boundary.contains(value))
      place.ask(
        'file',
        `watch ${place.boundary.real(value)}`,
        `${place.who} gets the files of ${value}, outside the project, as they change.`,
      );
  },
  action: 'harmless',
  target: 'harmless',
  ignore: 'harmless',
  include: 'harmless',
  initial_sync: 'harmless',
  exec: nested(hookRules),
};

const develop = nested<Develop>({
  watch: (values, place) => {
    for (const [index, rule] of (values as WatchRule[]).entries())
      applyRules(watchRules, rule, place.at(index));
  },
});

const devices = each('device', ({ who }, value) => `${who} uses devices of this machine: ${value}.`);

const reservedResources: Rules<NonNullable<NonNullable<NonNullable<Deploy['resources']>['limits']>>> = {
  cpus: 'harmless',
  memory: 'harmless',
  pids: 'harmless',
  devices,
};

const deployRules: Rules<Deploy> = {
  mode: 'harmless',
  replicas: 'harmless',
  endpoint_mode: 'harmless',
  labels,
  placement: 'harmless',
  resources: nested<NonNullable<Deploy['resources']>>({
    limits: nested(reservedResources),
    reservations: nested(reservedResources),
  }),
  restart_policy: 'harmless',
  rollback_config: 'harmless',
  update_config: 'harmless',
};

const attachmentRules: Rules<NetworkAttachment> = {
  aliases: 'harmless',
  ipv4_address: 'harmless',
  ipv6_address: 'harmless',
  link_local_ips: 'harmless',
  mac_address: 'harmless',
  driver_opts: always(
    'network',
    ({ who }, value) => `${who} sets options of the network's driver: ${value}.`,
  ),
  priority: 'harmless',
  gw_priority: 'harmless',
  interface_name: 'harmless',
  use_service_name_alias: 'harmless',
};

const networks: Check = (attachments, place) => {
  for (const [name, attachment] of Object.entries(attachments as Record<string, unknown>))
    applyRules(attachmentRules, attachment, place.at(name));
};

const securityOptions: Check = (values, place) => {
  for (const [index, value] of (values as string[]).entries())
    if (!/^no-new-privileges([:=]true)?$/.test(value))
      place.at(index).ask('host', `security_opt ${value}`, `${place.who} loosens its confinement: ${value}.`);
};

/** The engine allows those of the container's own namespaces only; with `network_mode: host` they are the machine's. */
const sysctls: Check = (values, place) => {
  for (const [key, value] of Object.entries(values as Record<string, string>))
    if (!/^(net\.|kernel\.(msg|sem$|shm)|fs\.mqueue\.)/.test(key))
      place
        .at(key)
        .ask('host', `sysctl ${key}=${value}`, `${place.who} sets the kernel's ${key} to ${value}.`);
};

const harmlessLogging: Record<string, true> = { '': true, 'json-file': true, local: true, none: true };
const harmlessLogOptions = new Set([
  'max-size',
  'max-file',
  'compress',
  'labels',
  'labels-regex',
  'env',
  'env-regex',
  'tag',
  'mode',
  'max-buffer-size',
]);

const logging: Check = (value, place) => {
  const { driver = '', options = {} } = value as NonNullable<Service['logging']>;
  const unusual = Object.keys(options).filter((option) => !harmlessLogOptions.has(option));
  if (Object.hasOwn(harmlessLogging, driver) && unusual.length === 0) return;
  place.ask(
    'host',
    `logging ${JSON.stringify(value)}`,
    `${place.who} sends its logs elsewhere, through the engine: ${JSON.stringify(value)}.`,
  );
};

const storageOptions: Check = (values, place) => {
  for (const [key, value] of Object.entries(values as Record<string, string>))
    if (key !== 'size')
      place.ask(
        'host',
        `storage_opt ${key}=${value}`,
        `${place.who} sets the storage option ${key}=${value}.`,
      );
};

export const serviceRules: Rules<Service> = {
  annotations: always('host', ({ who }, value) => `${who} tells the container runtime: ${value}.`),
  attach: 'harmless',
  blkio_config: 'harmless',
  build: nested(buildRules),
  cap_add: each('capability', ({ who }, value) => `${who} gets the kernel capability ${value}.`),
  cap_drop: 'harmless',
  cgroup: unless(['private'], 'host', ({ who }, value) => `${who} uses the cgroups of the ${value}.`),
  cgroup_parent: always('host', ({ who }, value) => `${who} runs in the cgroup ${value} of this machine.`),
  command: 'harmless',
  configs: 'harmless', // Where their contents come from is told at the top level.
  container_name: 'harmless',
  cpu_count: 'harmless',
  cpu_percent: 'harmless',
  cpu_period: 'harmless',
  cpu_quota: 'harmless',
  cpu_rt_period: always('host', ({ who }) => `${who} gets real-time scheduling.`),
  cpu_rt_runtime: always('host', ({ who }) => `${who} gets real-time scheduling.`),
  cpu_shares: 'harmless',
  cpus: 'harmless',
  cpuset: 'harmless',
  credential_spec: always('file', ({ who }, value) => `${who} uses credentials of this machine: ${value}.`),
  depends_on: 'harmless',
  deploy: nested(deployRules),
  develop,
  device_cgroup_rules: each('device', ({ who }, value) => `${who} may use devices by the rule ${value}.`),
  devices,
  dns: 'harmless',
  dns_opt: 'harmless',
  dns_search: 'harmless',
  domainname: 'harmless',
  entrypoint: 'harmless',
  environment: 'harmless', // Variables of the shell are told apart, see grants-of.ts.
  expose: 'harmless',
  external_links: each('container', ({ who }, value) => `${who} is linked to ${value}, of another project.`),
  extra_hosts: 'harmless',
  gpus: each('device', ({ who }, value) => `${who} uses GPUs of this machine: ${value}.`),
  group_add: 'harmless',
  healthcheck: 'harmless',
  hostname: 'harmless',
  image: 'harmless',
  init: 'harmless',
  ipc: namespace('ipc'),
  isolation: unless(
    ['default', 'hyperv'],
    'host',
    ({ who }, value) => `${who} is isolated by ${value} only.`,
  ),
  labels,
  links: 'harmless',
  logging,
  mac_address: 'harmless',
  mem_limit: 'harmless',
  mem_reservation: 'harmless',
  mem_swappiness: 'harmless',
  memswap_limit: 'harmless',
  models: always('program', ({ who }, value) => `${who} has AI models run on this machine: ${value}.`),
  network_mode: networkMode,
  networks,
  oom_kill_disable: always('host', ({ who }) => `${who} is not stopped when memory runs out.`),
  oom_score_adj: (value, place) => {
    if (typeof value !== 'number' || value < 0)
      place.ask(
        'host',
        `oom_score_adj ${value}`,
        `${place.who} is kept alive before others when memory runs out.`,
      );
  },
  pid: namespace('pid'),
  pids_limit: 'harmless',
  platform: 'harmless',
  ports: 'harmless', // Publishing is what a stack is for; on which addresses is the file's to say.
  post_start: hooks,
  pre_start: hooks,
  pre_stop: hooks,
  privileged: always('host', ({ who }) => `${who} is privileged: it has every power over this machine.`),
  profiles: 'harmless',
  provider: always('program', ({ who }, value) => `${who} runs a program on this machine: ${value}.`),
  pull_policy: 'harmless',
  pull_refresh_after: 'harmless',
  read_only: 'harmless',
  restart: 'harmless',
  runtime: unless(
    ['runc', 'io.containerd.runc.v2'],
    'host',
    ({ who }, value) => `${who} runs under the runtime ${value}.`,
  ),
  scale: 'harmless',
  secrets: 'harmless',
  security_opt: securityOptions,
  shm_size: 'harmless',
  stdin_open: 'harmless',
  stop_grace_period: 'harmless',
  stop_signal: 'harmless',
  storage_opt: storageOptions,
  sysctls,
  tmpfs: 'harmless',
  tty: 'harmless',
  ulimits: 'harmless',
  umask: 'harmless',
  use_api_socket: always(
    'engine',
    ({ who }) =>
      `${who} gets the container engine and your registry credentials: with them, it can do anything on this machine.`,
  ),
  user: 'harmless',
  userns_mode: always('host', ({ who }, value) => `${who} uses the user namespace ${value}.`),
  uts: unless(['private'], 'host', ({ who }, value) => `${who} uses the host name of the ${value}.`),
  volumes,
  volumes_from: volumesFrom,
  working_dir: 'harmless',
};
