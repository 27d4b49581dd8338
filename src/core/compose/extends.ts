import { dirname, resolve } from 'node:path';
import { formatWhere, type Where } from '../../shared/index.ts';
import { canonicalDocument } from './canonical-document.ts';
import { forget, mergeProjects, mergeServices } from './merge.ts';
import type { ModelContext } from './model-context.ts';
import { cloneTree, copyMap, isMap, placeOf, setEntry, type TreeMap } from './positions.ts';
import { isRemote, unsupportedRemote } from './remote.ts';
import { didYouMean } from './suggest.ts';

/** A service on the way from what extends to what is extended. */
interface Link {
  file: string;
  service: string;
  where: Where | undefined;
}

/** The services of one file, among which `extends` without a file looks. */
interface Scope {
  file: string;
  services: TreeMap;
  resets: readonly string[][];
  context: ModelContext;
  done: Set<string>;
}

/**
 * Carries out `extends` of all services of a document, in place: each becomes what it extends with itself merged over
 * it.
 * Source: https://github.com/compose-spec/compose-spec/blob/main/05-services.md#extends
 */
export async function applyExtends(
  tree: TreeMap,
  resets: readonly string[][],
  file: string,
  context: ModelContext,
): Promise<void> {
  const services = tree['services'];
  if (!isMap(services)) return;
  const scope: Scope = { file, services, resets, context, done: new Set() };
  const otherFiles = new Map<string, Promise<Scope | undefined>>();
  for (const name of Object.keys(services)) await extendService(name, scope, [], otherFiles);
}

async function extendService(
  name: string,
  scope: Scope,
  chain: readonly Link[],
  otherFiles: Map<string, Promise<Scope | undefined>>,
): Promise<TreeMap> {
  const service = scope.services[name];
  if (!isMap(service)) return {};
  const wish = service['extends'];
  if (wish === undefined || wish === null || scope.done.has(name)) return service;

  const { session } = scope.context;
  const { issues } = session;
  const where = placeOf(service, 'extends');
  const own = withoutExtends(service);
  const settle = (result: TreeMap): TreeMap => {
    setEntry(scope.services, name, result);
    scope.done.add(name);
    return result;
  };

  const link: Link = { file: scope.file, service: name, where };
  const repeated = chain.findIndex((other) => other.file === link.file && other.service === name);
  if (repeated >= 0) {
    session.incomplete = true;
    issues.error(
      `These services extend each other in a circle: ${describeChain([...chain.slice(repeated), link])}.`,
      where,
      'Take one `extends` out of the circle.',
    );
    return settle(own);
  }

  const baseName = String(isMap(wish) ? wish['service'] : wish);
  const file = isMap(wish) && typeof wish['file'] === 'string' ? wish['file'] : undefined;
  const fileWhere = (isMap(wish) ? placeOf(wish, 'file') : undefined) ?? where;
  const target = file === undefined ? scope : await openScope(file, fileWhere, scope.context, otherFiles);
  if (!target) return settle(own);
  if (!Object.hasOwn(target.services, baseName)) {
    session.incomplete = true;
    issues.error(
      `The service "${name}" extends "${baseName}", which is not in ${target.file}.`,
      (isMap(wish) ? placeOf(wish, 'service') : undefined) ?? where,
      didYouMean(baseName, Object.keys(target.services)) ??
        `Its services are ${Object.keys(target.services).join(', ')}.`,
    );
    return settle(own);
  }

  const base = await extendService(baseName, target, [...chain, link], otherFiles);
  // A circle was found below and settled this service meanwhile.
  if (scope.done.has(name)) return own;
  const cleared = forget({ services: { [name]: withoutExtends(base) } }, scope.resets)['services'];
  const kept = isMap(cleared) ? cleared[name] : undefined;
  // What is extended twice must not be shared: what follows works in place.
  return settle(isMap(kept) ? mergeServices(cloneTree(kept), own, name, issues) : own);
}

function openScope(
  file: string,
  where: Where | undefined,
  context: ModelContext,
  otherFiles: Map<string, Promise<Scope | undefined>>,
): Promise<Scope | undefined> {
  const path = resolve(context.baseDirectory, file);
  const known = otherFiles.get(path);
  if (known) return known;
  const opened = readScope(file, path, where, context);
  otherFiles.set(path, opened);
  return opened;
}

async function readScope(
  file: string,
  path: string,
  where: Where | undefined,
  context: ModelContext,
): Promise<Scope | undefined> {
  if (isRemote(file)) {
    context.session.incomplete = true;
    unsupportedRemote('extends', file, where, context.session.issues);
    return undefined;
  }
  const documents = await context.session.read(path, where);
  if (documents.length === 0) return undefined;
  const ownContext = { ...context, baseDirectory: dirname(path) };
  let model: TreeMap = {};
  for (const document of documents) {
    const tree = canonicalDocument(document, path, ownContext);
    if (tree) model = mergeProjects(forget(model, document.resets), tree, context.session.issues);
  }
  const services = model['services'];
  return {
    file: path,
    services: isMap(services) ? services : {},
    resets: documents.flatMap((document) => document.resets),
    context: ownContext,
    done: new Set(),
  };
}

function withoutExtends(service: TreeMap): TreeMap {
  const copy = copyMap(service);
  delete copy['extends'];
  return copy;
}

function describeChain(links: readonly Link[]): string {
  return links
    .map(({ service, where, file }) => `${service} (${where ? formatWhere(where) : file})`)
    .join(' → ');
}
