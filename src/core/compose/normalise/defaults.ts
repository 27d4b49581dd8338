import type { NormaliseContext } from '../context.ts';
import { isMap, placeOf, setPlace, type Tree, type TreeMap } from '../positions.ts';

/** Fills in what the specification says of what is not written. Works on the merged tree in place. */
export function completeDefaults(tree: TreeMap, context: NormaliseContext): void {
  const services = mapAt(tree, 'services');
  for (const service of Object.values(services)) {
    if (!isMap(service)) continue;
    joinDefaultNetwork(service);
    completeBuild(service, context.workingDirectory);
    completeReferences(service);
    addImplicitDependencies(service);
    if (service['pull_policy'] === 'if_not_present') service['pull_policy'] = 'missing';
  }
  declareDefaultNetwork(tree, services);
  nameResources(tree, context.projectName);
}

/** The mapping at the key, which is put there if it is missing. */
function mapAt(tree: TreeMap, key: string): TreeMap {
  const known = tree[key];
  if (isMap(known)) return known;
  const created: TreeMap = {};
  tree[key] = created;
  return created;
}

function entries(value: Tree | undefined): Tree[] {
  return Array.isArray(value) ? value : [];
}

function joinDefaultNetwork(service: TreeMap): void {
  // Declared and empty is not declared; what is run by a provider has no containers to connect.
  if (isMap(service['provider']) || typeof service['network_mode'] === 'string') return;
  const networks = service['networks'];
  if (!isMap(networks) || Object.keys(networks).length === 0) service['networks'] = { default: null };
}

function declareDefaultNetwork(tree: TreeMap, services: TreeMap): void {
  const isUsed = Object.values(services).some(
    (service) =>
      isMap(service) && isMap(service['networks']) && Object.hasOwn(service['networks'], 'default'),
  );
  if (!isUsed) return;
  const networks = mapAt(tree, 'networks');
  if (!Object.hasOwn(networks, 'default')) networks['default'] = null;
}

function completeBuild(service: TreeMap, directory: string): void {
  const build = service['build'];
  if (!isMap(build)) return;
  build['context'] ??= directory;
  if (typeof build['dockerfile_inline'] !== 'string') build['dockerfile'] ??= 'Dockerfile';
}

function completeReferences(service: TreeMap): void {
  const deploy = isMap(service['deploy']) ? service['deploy'] : {};
  if (service['scale'] !== undefined) deploy['replicas'] ??= service['scale'];
  for (const secret of entries(service['secrets']))
    if (isMap(secret)) secret['target'] ??= `/run/secrets/${String(secret['source'])}`;

  const resources = isMap(deploy['resources']) ? deploy['resources'] : {};
  const limits = isMap(resources['limits']) ? resources['limits'] : {};
  const reservations = isMap(resources['reservations']) ? resources['reservations'] : {};
  const requests = [service['gpus'], limits['devices'], reservations['devices']].flatMap(entries);
  for (const request of requests)
    if (isMap(request) && request['device_ids'] === undefined) request['count'] ??= 'all';

  const dependencies = service['depends_on'];
  if (isMap(dependencies))
    for (const dependency of Object.values(dependencies))
      if (isMap(dependency)) dependency['condition'] ??= 'service_started';
}

/** A service depends on those whose names, namespaces or volumes it uses. */
function addImplicitDependencies(service: TreeMap): void {
  const depend = (on: string, restart: boolean, container: object, key: string | number) => {
    const dependencies = mapAt(service, 'depends_on');
    if (Object.hasOwn(dependencies, on)) return;
    dependencies[on] = { condition: 'service_started', restart, required: true };
    setPlace(dependencies, on, placeOf(container, key));
  };
  const links = entries(service['links']);
  for (const [index, link] of links.entries())
    depend(String(link).replace(/:[^:]*$/, ''), true, links, index);
  for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const shared = /^service:(.*)$/s.exec(String(service[key] ?? ''));
    if (shared) depend(shared[1] ?? '', true, service, key);
  }
  const volumesFrom = entries(service['volumes_from']);
  for (const [index, from] of volumesFrom.entries()) {
    if (String(from).startsWith('container:')) continue;
    depend(String(from).split(':')[0] ?? '', false, volumesFrom, index);
  }
}

/** What has no name of its own is named after the project; what is external, by its key. */
function nameResources(tree: TreeMap, projectName: string): void {
  for (const kind of ['networks', 'volumes', 'configs', 'secrets']) {
    const resources = tree[kind];
    if (!isMap(resources)) continue;
    for (const [key, declared] of Object.entries(resources)) {
      const resource = isMap(declared) ? declared : {};
      const isExternal = /^(true|t|1)$/i.test(String(resource['external'] ?? false));
      resource['name'] ??= isExternal ? key : `${projectName}_${key}`;
      resources[key] = resource;
    }
  }
}
