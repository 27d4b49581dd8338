import { copyMap, isMap, type Tree, type TreeMap } from '../positions.ts';
import { command } from './command.ts';
import { completeKeyValues, hosts, keyValues, names, sshKeys } from './mappings.ts';
import { mount } from './mounts.ts';
import { absolute, buildContext, path, watchedPath } from './paths.ts';
import { port } from './ports.ts';
import {
  type CanonicalPlace,
  eachEntry,
  eachValue,
  fields,
  list,
  mapping,
  type Transform,
  text,
} from './values.ts';

const labels = keyValues('');
const variables = keyValues(null);

/** An entry of `secrets` or `configs`: a name, or the long form. */
const fileReference = (value: Tree, place: CanonicalPlace): Tree =>
  isMap(value) ? value : mapping({ source: text(value) }, place);

const build: Transform = (value, place) =>
  buildFields(isMap(value) ? value : mapping({ context: text(value) }, place), place);

const buildFields = fields({
  context: path(buildContext),
  additional_contexts: (value, place) =>
    eachValue(path(buildContext))(completeKeyValues(value, place) ?? {}, place),
  args: variables,
  extra_hosts: hosts,
  labels,
  no_cache_filter: list,
  secrets: eachEntry(fileReference),
  ssh: (value, place) => eachValue(path(absolute))(sshKeys(value, place) ?? {}, place),
});

const dependencies: Transform = (value, place) => {
  if (!Array.isArray(value)) return value;
  const result = names(value, place) as TreeMap;
  for (const name of Object.keys(result))
    result[name] = mapping({ condition: 'service_started', required: true }, place.inside(result, name));
  return result;
};

const device = (value: Tree, place: CanonicalPlace): Tree | undefined => {
  if (isMap(value)) return longDevice(value);
  const [source = '', target = source, permissions = 'rwm', ...rest] = text(value).split(':');
  if (rest.length > 0)
    return place.error(`the device "${text(value)}" has too many colons.`, 'Write it in the long form.');
  return mapping({ source, target: target || source, permissions }, place);
};

/** The target of the long form may be left out as in the short one. */
function longDevice(value: TreeMap): TreeMap {
  const result = copyMap(value);
  result['target'] ??= value['source'] ?? '';
  return result;
}

const envFile = (value: Tree, place: CanonicalPlace): Tree | undefined => {
  const entry = isMap(value) ? value : mapping({ path: text(value) }, place);
  const result = fields({ path: path(absolute) })(entry, place) as TreeMap;
  result['required'] ??= true;
  return result;
};

const deviceRequest = fields({ options: labels });

const resources = fields({ devices: eachEntry(deviceRequest) });

const gpus: Transform = (value, place) =>
  Array.isArray(value)
    ? eachEntry(deviceRequest)(value, place)
    : list(mapping({ count: 'all' }, place), place);

const healthTest: Transform = (value) => (typeof value === 'string' ? ['CMD-SHELL', value] : value);

const hook = fields({ command, environment: variables });

const watchRule = fields({ path: path(watchedPath), ignore: list, include: list, exec: hook });

/** Everything of a service that has a short form or holds a path. */
export const service = fields({
  annotations: labels,
  build,
  command,
  configs: eachEntry(fileReference),
  depends_on: dependencies,
  deploy: fields({
    labels,
    resources: fields({ limits: resources, reservations: resources }),
  }),
  develop: fields({ watch: eachEntry(watchRule) }),
  devices: eachEntry(device),
  dns: list,
  dns_search: list,
  entrypoint: command,
  env_file: (value, place) => eachEntry(envFile)(list(value, place) ?? [], place),
  environment: variables,
  extra_hosts: hosts,
  gpus,
  healthcheck: fields({ test: healthTest }),
  label_file: (value, place) => eachEntry(path(absolute))(list(value, place) ?? [], place),
  labels,
  models: names,
  networks: names,
  ports: eachEntry(port),
  post_start: eachEntry(hook),
  // A step of its own container (services section, "pre_start").
  pre_start: eachEntry(hook),
  pre_stop: eachEntry(hook),
  secrets: eachEntry(fileReference),
  sysctls: labels,
  tmpfs: list,
  volumes: eachEntry(mount),
});
