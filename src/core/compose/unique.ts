import { copyMap, isMap, placeOf, setEntry, setPlace, type Tree, type TreeMap } from './positions.ts';

/** Answers what makes an entry of a list the same as another; undefined for those that are never the same. */
type Identity = (entry: Tree) => string | undefined;

const itself: Identity = (entry) => (typeof entry === 'object' ? undefined : String(entry));
/** What stands before an `=`. */
const beforeEquals: Identity = (entry) =>
  typeof entry === 'string' ? (entry.split('=', 1)[0] ?? entry) : itself(entry);
const byKey =
  (key: string): Identity =>
  (entry) => {
    const value = isMap(entry) ? entry[key] : undefined;
    return value === undefined || value === null ? undefined : String(value);
  };
const fileTarget =
  (folder: string): Identity =>
  (entry) =>
    isMap(entry) ? String(entry['target'] ?? `${folder}/${String(entry['source'])}`) : undefined;
const portIdentity: Identity = (entry) => {
  if (!isMap(entry)) return itself(entry);
  const { host_ip: host = '0.0.0.0', published = '', target, protocol = 'tcp' } = entry;
  return `${String(host)}:${String(published)}:${String(target)}/${String(protocol)}`;
};

/**
 * The lists of a service whose entries are unique, and by what. A later entry takes the place of the same earlier one.
 * Source: https://github.com/compose-spec/compose-spec/blob/main/13-merge.md, "Unique resources".
 */
const serviceLists: Record<string, Identity> = {
  'build.cache_from': itself,
  'build.cache_to': itself,
  'build.entitlements': itself,
  'build.platforms': itself,
  'build.tags': itself,
  cap_add: itself,
  cap_drop: itself,
  configs: fileTarget(''),
  device_cgroup_rules: itself,
  devices: byKey('target'),
  dns: itself,
  dns_opt: beforeEquals,
  dns_search: itself,
  env_file: byKey('path'),
  expose: itself,
  external_links: itself,
  group_add: itself,
  label_file: itself,
  links: beforeEquals,
  ports: portIdentity,
  profiles: itself,
  secrets: fileTarget('/run/secrets'),
  security_opt: itself,
  tmpfs: beforeEquals,
  volumes: byKey('target'),
  volumes_from: itself,
};
const networkLists = ['aliases', 'link_local_ips'];

/** A service whose unique lists hold no entry twice. */
export function uniqueLists(service: TreeMap): TreeMap {
  const result = copyMap(service);
  for (const [path, identity] of Object.entries(serviceLists)) {
    const [key = '', inner] = path.split('.');
    const value = result[key];
    if (inner === undefined) {
      if (Array.isArray(value)) result[key] = unique(value, identity);
    } else if (isMap(value) && Array.isArray(value[inner])) {
      result[key] = replaced(value, inner, unique(value[inner], identity));
    }
  }
  const networks = result['networks'];
  if (isMap(networks)) result['networks'] = uniqueNetworkLists(networks);
  return result;
}

function uniqueNetworkLists(networks: TreeMap): TreeMap {
  let result = networks;
  for (const [name, attachment] of Object.entries(networks))
    for (const key of networkLists) {
      const value = isMap(attachment) ? attachment[key] : undefined;
      if (Array.isArray(value) && isMap(attachment))
        result = replaced(result, name, replaced(attachment, key, unique(value, itself)));
    }
  return result;
}

function unique(list: Tree[], identity: Identity): Tree[] {
  const result: Tree[] = [];
  const known = new Map<string, number>();
  list.forEach((entry, index) => {
    const key = identity(entry);
    const position = (key === undefined ? undefined : known.get(key)) ?? result.length;
    result[position] = entry;
    setPlace(result, position, placeOf(list, index));
    if (key !== undefined) known.set(key, position);
  });
  return result.length === list.length ? list : result;
}

function replaced(map: TreeMap, key: string, value: Tree): TreeMap {
  if (map[key] === value) return map;
  const result = copyMap(map);
  setEntry(result, key, value);
  return result;
}
