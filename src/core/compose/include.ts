import { dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { formatWhere, type Where } from '../../shared/index.ts';
import { defaultEnvFiles, readEnvFiles } from './environment.ts';
import { forget, mergeResources } from './merge.ts';
import type { ModelContext, ModelFile } from './model-context.ts';
import { copyMap, isMap, placeOf, setEntry, setPlace, type Tree, type TreeMap } from './positions.ts';
import { isRemote, unsupportedRemote } from './remote.ts';

const sections = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models'];

/** Files that include each other crosswise can multiply: nobody has so deep a tree of projects. */
const maximumDepth = 20;

/** Loads included files as a project of their own: the loader itself, which comes back here for theirs. */
type LoadModel = (files: readonly ModelFile[], context: ModelContext) => Promise<TreeMap>;

/**
 * The document with all that its `include` entries bring in. Each entry is a project of its own, with its own
 * directory and `.env`. What both define is merged, the including file over the included one, with a warning.
 * Source: https://github.com/compose-spec/compose-spec/blob/main/14-include.md
 */
export async function applyIncludes(
  tree: TreeMap,
  resets: readonly string[][],
  file: string,
  context: ModelContext,
  loadModel: LoadModel,
): Promise<TreeMap> {
  const entries = tree['include'];
  if (!Array.isArray(entries)) return tree;
  let result = copyMap(tree);
  delete result['include'];
  for (const [index, entry] of entries.entries()) {
    const where = placeOf(entries, index);
    const included = await loadInclude(entry, where, file, context, loadModel);
    if (included) result = addIncluded(result, forget(included, resets), context);
  }
  return result;
}

async function loadInclude(
  entry: Tree,
  where: Where | undefined,
  file: string,
  context: ModelContext,
  loadModel: LoadModel,
): Promise<TreeMap | undefined> {
  const { session, baseDirectory, includedBy } = context;
  const { issues } = session;
  const named = isMap(entry) ? entry : { path: entry };
  const names = strings(named['path']);
  const remote = names.find(isRemote);
  if (remote !== undefined) {
    session.incomplete = true;
    unsupportedRemote('include', remote, where, issues);
    return undefined;
  }
  const paths = names.map((name) => resolve(baseDirectory, name));
  const [main] = paths;
  if (main === undefined) return undefined;

  const trail = [...includedBy, resolve(baseDirectory, file)];
  if (trail.includes(main)) {
    session.incomplete = true;
    const circle = [...trail.slice(trail.indexOf(main)), main].join(' → ');
    issues.error(
      `These files include each other in a circle: ${circle}.`,
      where,
      'Take one `include` out of it.',
    );
    return undefined;
  }
  if (trail.length > maximumDepth) {
    issues.error(`The files include each other more than ${maximumDepth} levels deep.`, where);
    return undefined;
  }

  const directory =
    typeof named['project_directory'] === 'string'
      ? resolve(baseDirectory, named['project_directory'])
      : dirname(main);
  const envFiles = strings(named['env_file']).map((name) => resolve(baseDirectory, name));
  const environment = context.environment.copy();
  const found = envFiles.length > 0 ? envFiles : await defaultEnvFiles(directory);
  for (const envFile of found) session.recordSource(envFile);
  environment.add(await readEnvFiles(found, environment, issues, where));

  const files: ModelFile[] = [];
  for (const path of paths) files.push({ file: path, documents: await session.read(path, where) });
  return await loadModel(files, { session, environment, baseDirectory: directory, includedBy: trail });
}

function addIncluded(tree: TreeMap, included: TreeMap, context: ModelContext): TreeMap {
  const result = copyMap(tree);
  for (const section of sections) {
    const theirs = included[section];
    if (!isMap(theirs)) continue;
    const ours = isMap(result[section]) ? result[section] : {};
    const both = copyMap(ours);
    for (const [name, entry] of Object.entries(theirs)) {
      const own = Object.hasOwn(ours, name) ? ours[name] : undefined;
      if (isMap(own) && isMap(entry)) {
        if (isDeepStrictEqual(own, entry)) continue;
        const place = placeOf(theirs, name);
        context.session.issues.warn(
          `${section}.${name} is defined here and in an included file${place ? ` (${formatWhere(place)})` : ''}: ` +
            'the two are merged.',
          placeOf(ours, name),
          'Rename one of them if they are not meant to be the same.',
        );
        setEntry(both, name, mergeResources(section, name, entry, own, context.session.issues));
      } else {
        setEntry(both, name, entry);
        setPlace(both, name, placeOf(theirs, name));
      }
    }
    setEntry(result, section, both);
  }
  return result;
}

function strings(value: Tree | undefined): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((entry) => typeof entry === 'string');
}
