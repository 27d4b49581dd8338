import { join } from 'node:path';

/** Where our `config --json` is meant to differ from Compose's, and why. */
export interface Difference {
  case: string;
  /** Keys from the top, with dots between them. */
  path: string;
  /** What Compose prints there; undefined where it prints nothing. */
  compose: unknown;
  /** What we print there; undefined where we print nothing. */
  ours: unknown;
  reason: string;
}

const extension =
  'Extensions below the top level are part of the project: Compose keeps them in its YAML and loses them in its JSON.';
const deviceKeys = 'Compose prints these keys with a capital letter, which no Compose file may have.';
const zeroLimit =
  'A limit of zero means no core dumps (or no priority); Compose prints an empty mapping for it.';

const root = join(import.meta.dirname, 'config');

const port = (target: number, published = String(target)) => ({
  mode: 'ingress',
  target,
  published,
  protocol: 'tcp',
});

export const differences: Difference[] = [
  {
    case: 'extensions',
    path: 'services.app.x-service',
    compose: undefined,
    ours: { a: 'b' },
    reason: extension,
  },
  { case: 'extensions', path: 'services.app.build.x-build', compose: undefined, ours: 1, reason: extension },
  { case: 'extensions', path: 'networks.default.x-network', compose: undefined, ours: 1, reason: extension },
  {
    case: 'ports-long',
    path: 'services.web.ports.4.x-note',
    compose: undefined,
    ours: 'extension',
    reason: extension,
  },
  {
    case: 'networks-of-services',
    path: 'services.long.networks.front.x-note',
    compose: undefined,
    ours: 'extension',
    reason: extension,
  },
  {
    case: 'networks-of-services',
    path: 'services.long.networks.front.gw_priority',
    compose: undefined,
    ours: 10,
    reason:
      'This Compose accepts the key and drops it; the specification defines it (services, "gw_priority").',
  },
  {
    case: 'networks-ipam-options',
    path: 'networks.net.ipam.options',
    compose: undefined,
    ours: { foo: 'bar' },
    reason: 'Compose accepts the options and drops them; the specification defines them (networks, "ipam").',
  },
  { case: 'ulimits-zero', path: 'services.app.ulimits.core', compose: {}, ours: 0, reason: zeroLimit },
  {
    case: 'ulimits-zero',
    path: 'services.app.ulimits.rtprio',
    compose: {},
    ours: { soft: 0, hard: 0 },
    reason: zeroLimit,
  },
  {
    case: 'yaml-values',
    path: 'services.app.environment.DATE',
    compose: '2024-01-02 00:00:00 +0000 UTC',
    ours: '2024-01-02',
    reason: 'A date without quotes is the text that was written, not how Go prints a time.',
  },
  {
    case: 'block-io',
    path: 'services.devices.blkio_config.weight_device',
    compose: [{ Path: '/dev/sda', Weight: 400 }],
    ours: [{ path: '/dev/sda', weight: 400 }],
    reason: deviceKeys,
  },
  {
    case: 'numbers-as-floats',
    path: 'services.app.environment',
    compose: { LARGE: '1.0000005e+06', SMALL: '1.5e-07', POWER: '1e+10' },
    ours: { LARGE: '1000000.5', SMALL: '1.5e-7', POWER: '10000000000' },
    reason: 'A number without quotes keeps its digits; Compose hands on how Go prints a float.',
  },
  {
    case: 'numbers-as-floats',
    path: 'services.app.mem_limit',
    compose: undefined,
    ours: '1000',
    reason: 'Compose drops a size that YAML reads as a float, without a word.',
  },
  {
    case: 'ports-order',
    path: 'services.app.ports',
    compose: [port(100), port(99)],
    ours: [port(99), port(100)],
    reason: 'The ports of a range come in the order of their numbers; Compose sorts them as text.',
  },
  {
    case: 'merge-ports-number',
    path: 'services.app.ports',
    compose: [port(80, '8080'), { ...port(80, '8080'), mode: 'host' }],
    ours: [{ ...port(80, '8080'), mode: 'host' }],
    reason:
      'The same port is replaced by an override however its number is written; Compose keeps both, which clash.',
  },
  {
    case: 'secret-mode-text',
    path: 'services.app.secrets.0.mode',
    compose: 444,
    ours: 0o444,
    reason:
      'A mode is in octal notation (services, "secrets"), in quotes as well; Compose reads it as decimal.',
  },
  {
    case: 'config-empty',
    path: 'configs.settings.content',
    compose: undefined,
    ours: '',
    reason: 'An empty content is an empty file; without it the printed file is refused.',
  },
  ...['environment.GONE', 'labels.gone'].map((key) => ({
    case: 'merge-reset-listed',
    path: `services.app.${key}`,
    compose: 'base',
    ours: undefined,
    reason:
      '`!reset` removes an entry in whichever syntax it was written; Compose only finds it in a mapping.',
  })),
  {
    case: 'merge-volumes-slash',
    path: 'services.app.volumes',
    compose: [
      {
        type: 'bind',
        source: join(root, 'merge-volumes-slash/one'),
        target: '/data',
        bind: { create_host_path: true },
      },
      { type: 'tmpfs', target: '/data' },
    ],
    ours: [{ type: 'tmpfs', target: '/data' }],
    reason:
      'Volumes are unique by target (merge, "unique resources"); Compose compares them with their slashes.',
  },
  {
    case: 'merge-pools-equal',
    path: 'networks.net.ipam.config',
    compose: [
      { subnet: '10.2.0.0/16', gateway: '10.2.0.1' },
      { subnet: '10.2.0.0/16', gateway: '10.2.0.1' },
    ],
    ours: [{ subnet: '10.1.0.0/16' }, { subnet: '10.2.0.0/16', gateway: '10.2.0.1' }],
    reason: 'Compose loses the first of two pools that both files have, and has the second twice.',
  },
  {
    case: 'merge-caches-equal',
    path: 'services.app.build.cache_from',
    compose: ['one', 'one', 'two'],
    ours: ['one', 'two'],
    reason: 'What is in both files is there once, as in every other list.',
  },
  ...Object.entries({
    device_read_bps: { path: '/dev/sdb', rate: '12582912' },
    device_read_iops: { path: '/dev/sdb', rate: '120' },
    device_write_bps: { path: '/dev/sdb', rate: '1048576' },
    device_write_iops: { path: '/dev/sdb', rate: '30' },
  }).map(([key, { path, rate }]) => ({
    case: 'block-io',
    path: `services.devices.blkio_config.${key}`,
    compose: [{ Path: path, Rate: rate }],
    ours: [{ path, rate }],
    reason: deviceKeys,
  })),
];
