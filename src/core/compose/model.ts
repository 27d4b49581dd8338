import type { Where } from '../../shared/index.ts';

/*
 * The canonical form of a Compose project: every short syntax made long, every path absolute, every default written
 * out. It is what `blockyard config --json` prints and what a current Compose prints with `config --format json`
 * (names, nesting, strings for sizes and durations), so that one model serves the printer and the engine room.
 * Source: the Compose specification, https://github.com/compose-spec/compose-spec.
 */

/** A size in bytes as a decimal string: `"536870912"`. Read it with `parseBytes`. */
export type Bytes = string;
/** A duration in Go's form: `1m30s`. Read it with `parseDuration`, which answers milliseconds. */
export type Duration = string;
/** `x-…` keys stay where they were written. */
export type Extensions = { [key: `x-${string}`]: unknown };

export interface ComposeConfig extends Extensions {
  name: string;
  services: Record<string, Service>;
  networks?: Record<string, Network>;
  volumes?: Record<string, Volume>;
  secrets?: Record<string, FileObject>;
  configs?: Record<string, FileObject>;
  models?: Record<string, Model>;
}

export interface Service extends Extensions {
  annotations?: Record<string, string>;
  attach?: boolean;
  blkio_config?: BlockIo;
  build?: Build;
  cap_add?: string[];
  cap_drop?: string[];
  cgroup?: string;
  cgroup_parent?: string;
  command: string[] | null;
  configs?: FileReference[];
  container_name?: string;
  cpu_count?: number;
  cpu_percent?: number;
  cpu_period?: number;
  cpu_quota?: number;
  /** Microseconds. */
  cpu_rt_period?: number;
  /** Microseconds. */
  cpu_rt_runtime?: number;
  cpu_shares?: number;
  cpus?: number;
  cpuset?: string;
  credential_spec?: { config?: string; file?: string; registry?: string };
  depends_on?: Record<string, Dependency>;
  deploy?: Deploy;
  develop?: Develop;
  device_cgroup_rules?: string[];
  devices?: { source: string; target: string; permissions: string }[];
  dns?: string[];
  dns_opt?: string[];
  dns_search?: string[];
  domainname?: string;
  entrypoint: string[] | null;
  /** Values of null are names that are passed in from the shell and not set there. */
  environment?: Record<string, string | null>;
  expose?: string[];
  external_links?: string[];
  extra_hosts?: string[];
  gpus?: DeviceRequest[];
  group_add?: string[];
  healthcheck?: HealthCheck;
  hostname?: string;
  image?: string;
  init?: boolean;
  ipc?: string;
  isolation?: string;
  labels?: Record<string, string>;
  links?: string[];
  logging?: { driver?: string; options?: Record<string, string> };
  mac_address?: string;
  mem_limit?: Bytes;
  mem_reservation?: Bytes;
  /** Per cent, as a decimal string. */
  mem_swappiness?: string;
  memswap_limit?: Bytes;
  models?: Record<string, { endpoint_var?: string; model_var?: string } | null>;
  network_mode?: string;
  networks?: Record<string, NetworkAttachment | null>;
  oom_kill_disable?: boolean;
  oom_score_adj?: number;
  pid?: string;
  pids_limit?: number;
  platform?: string;
  ports?: Port[];
  post_start?: Hook[];
  pre_start?: Hook[];
  pre_stop?: Hook[];
  privileged?: boolean;
  profiles?: string[];
  provider?: { type: string; options?: Record<string, unknown> };
  pull_policy?: string;
  pull_refresh_after?: Duration;
  read_only?: boolean;
  restart?: string;
  runtime?: string;
  scale?: number;
  secrets?: FileReference[];
  security_opt?: string[];
  shm_size?: Bytes;
  stdin_open?: boolean;
  stop_grace_period?: Duration;
  stop_signal?: string;
  storage_opt?: Record<string, string>;
  sysctls?: Record<string, string>;
  tmpfs?: string[];
  tty?: boolean;
  ulimits?: Record<string, number | { soft: number; hard: number }>;
  umask?: string;
  use_api_socket?: boolean;
  user?: string;
  userns_mode?: string;
  uts?: string;
  volumes?: Mount[];
  volumes_from?: string[];
  working_dir?: string;
}

export interface Build extends Extensions {
  context?: string;
  dockerfile?: string;
  dockerfile_inline?: string;
  additional_contexts?: Record<string, string>;
  args?: Record<string, string | null>;
  cache_from?: string[];
  cache_to?: string[];
  entitlements?: string[];
  extra_hosts?: string[];
  isolation?: string;
  labels?: Record<string, string>;
  network?: string;
  no_cache?: boolean;
  no_cache_filter?: string[];
  platforms?: string[];
  privileged?: boolean;
  provenance?: string;
  pull?: boolean;
  sbom?: string;
  secrets?: FileReference[];
  shm_size?: Bytes;
  /** `default`, or `id=path`. */
  ssh?: string[];
  tags?: string[];
  target?: string;
  ulimits?: Record<string, number | { soft: number; hard: number }>;
}

export interface Dependency {
  condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  required: boolean;
  restart?: boolean;
}

export interface Deploy extends Extensions {
  mode?: string;
  replicas?: number;
  endpoint_mode?: string;
  labels?: Record<string, string>;
  placement?: { constraints?: string[]; preferences?: { spread?: string }[]; max_replicas_per_node?: number };
  resources?: {
    limits?: { cpus?: number; memory?: Bytes; pids?: number; devices?: DeviceRequest[] };
    reservations?: {
      cpus?: number;
      memory?: Bytes;
      pids?: number;
      devices?: DeviceRequest[];
      generic_resources?: { discrete_resource_spec?: { kind: string; value: number } }[];
    };
  };
  restart_policy?: { condition?: string; delay?: Duration; max_attempts?: number; window?: Duration };
  rollback_config?: UpdateConfig;
  update_config?: UpdateConfig;
}

/** How a Swarm replaces the containers of a service. */
export interface UpdateConfig {
  parallelism?: number;
  delay?: Duration;
  failure_action?: string;
  monitor?: Duration;
  max_failure_ratio?: number;
  order?: string;
}

export interface DeviceRequest {
  capabilities?: string[];
  driver?: string;
  /** -1 means all. */
  count?: number;
  device_ids?: string[];
  options?: Record<string, string>;
}

export interface Develop extends Extensions {
  watch?: WatchRule[];
}

export interface WatchRule {
  path: string;
  action: 'rebuild' | 'sync' | 'restart' | 'sync+restart' | 'sync+exec';
  target?: string;
  ignore?: string[];
  include?: string[];
  initial_sync?: boolean;
  /** Always there, as Compose prints it; without a command for actions that run none. */
  exec?: Hook;
}

export interface Hook {
  /** Null: not given (for `pre_start`, the image's own). */
  command: string[] | null;
  user?: string;
  privileged?: boolean;
  working_dir?: string;
  environment?: Record<string, string | null>;
  /** `pre_start` only. */
  image?: string;
  per_replica?: boolean;
}

export interface HealthCheck {
  /** `["CMD", …]`, `["CMD-SHELL", "…"]` or `["NONE"]`. */
  test?: string[];
  interval?: Duration;
  timeout?: Duration;
  retries?: number;
  start_period?: Duration;
  start_interval?: Duration;
  disable?: boolean;
}

export interface Port {
  name?: string;
  mode: string;
  host_ip?: string;
  target: number;
  /** A port or a range, as text. Absent: the engine chooses. */
  published?: string;
  protocol: string;
  app_protocol?: string;
}

export interface NetworkAttachment extends Extensions {
  aliases?: string[];
  ipv4_address?: string;
  ipv6_address?: string;
  link_local_ips?: string[];
  mac_address?: string;
  driver_opts?: Record<string, string>;
  priority?: number;
  gw_priority?: number;
  interface_name?: string;
  use_service_name_alias?: boolean;
}

export interface Mount {
  type: 'bind' | 'volume' | 'tmpfs' | 'npipe' | 'cluster' | 'image';
  source?: string;
  target: string;
  read_only?: boolean;
  consistency?: string;
  bind?: { create_host_path?: boolean; propagation?: string; selinux?: string; recursive?: string };
  volume?: { nocopy?: boolean; subpath?: string; labels?: Record<string, string> };
  tmpfs?: { size?: Bytes; mode?: number };
  image?: { subpath?: string };
}

export interface FileReference {
  source: string;
  target?: string;
  uid?: string;
  gid?: string;
  /** The file mode's bits: 0440 is 288. */
  mode?: number;
}

export interface BlockIo {
  weight?: number;
  weight_device?: { path: string; weight: number }[];
  device_read_bps?: { path: string; rate: Bytes }[];
  device_write_bps?: { path: string; rate: Bytes }[];
  device_read_iops?: { path: string; rate: Bytes }[];
  device_write_iops?: { path: string; rate: Bytes }[];
}

export interface Network extends Extensions {
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  ipam: { driver?: string; config?: IpamPool[]; options?: Record<string, string> };
  external?: boolean;
  internal?: boolean;
  attachable?: boolean;
  labels?: Record<string, string>;
  enable_ipv4?: boolean;
  enable_ipv6?: boolean;
}

export interface IpamPool {
  subnet?: string;
  gateway?: string;
  ip_range?: string;
  aux_addresses?: Record<string, string>;
}

export interface Volume extends Extensions {
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  external?: boolean;
  labels?: Record<string, string>;
}

/** A top-level `secrets` or `configs` entry. */
export interface FileObject extends Extensions {
  name: string;
  file?: string;
  environment?: string;
  content?: string;
  external?: boolean;
  labels?: Record<string, string>;
  driver?: string;
  driver_opts?: Record<string, string>;
  template_driver?: string;
}

export interface Model extends Extensions {
  model: string;
  name?: string;
  context_size?: number;
  runtime_flags?: string[];
}

/** Something that is accepted but will not do what its writer may expect. */
export interface Warning {
  message: string;
  where?: Where;
  remedy?: string;
}

/** A loaded project: its canonical form and what the form alone cannot say. */
export interface ComposeProject {
  name: string;
  /** Absolute; relative paths of the files are resolved against it. */
  workingDirectory: string;
  /**
   * Absolute paths of the files given or found, in merge order (not those that `include` or `extends` read).
   * Empty for a project that is known from the engine alone.
   */
  files: string[];
  /** All files that took part, for a watcher. */
  sources: string[];
  config: ComposeConfig;
  /** Services of profiles that are not active, so that a command may name them all the same. */
  disabledServices: Record<string, Service>;
  profiles: string[];
  warnings: Warning[];
  /** Environment variables of the shell (not of `.env`) that the files took in by name, with the services that use them. */
  shellVariables: { name: string; services: string[]; where?: Where }[];
  /** Per service: where a variable of its environment comes from, for causes such as "from the shell". */
  environmentSources: Record<string, Record<string, 'file' | 'env_file' | 'dotenv' | 'shell'>>;
  /**
   * The variables that the project sees, the shell's over those of `.env`: for secrets and configs that come from one.
   * Not for printing.
   */
  environment: Record<string, string | undefined>;
  /** Where a value stands: `where(['services', 'web', 'ports', 0])`; the nearest place known above it otherwise. */
  where(path: readonly (string | number)[]): Where | undefined;
}
