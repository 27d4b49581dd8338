import type { Where } from '../../shared/index.ts';
import type { Issues } from './issues.ts';
import type { Tree, TreeMap } from './positions.ts';
import {
  copyMap,
  copyPlaces,
  isMap,
  keyPlaceOf,
  placeOf,
  setEntry,
  setKeyPlace,
  setPlace,
} from './positions.ts';

/*
 * Merging of canonical trees (`canonical/`): short forms are gone, so that a rule sees one form only.
 * Source: https://github.com/compose-spec/compose-spec/blob/main/13-merge.md
 */

/** How a later value meets an earlier one, where the general rule does not hold. */
type Rule =
  /** The later value takes the place of the earlier one. */
  | 'replace'
  /** A mapping in which a later `null` counts as a value. */
  | 'dictionary'
  /** Options are merged only when both name the same driver, or one of them none. */
  | 'logging'
  /** Address pools are merged by subnet; those that only the earlier file has are dropped. */
  | 'pools';

type Path = readonly string[];

/** By the path below a service or a top-level resource. `*` stands for any key. */
const serviceRules = ruleTree({
  annotations: 'dictionary',
  'build.additional_contexts': 'dictionary',
  'build.args': 'dictionary',
  'build.labels': 'dictionary',
  command: 'replace',
  'deploy.labels': 'dictionary',
  entrypoint: 'replace',
  environment: 'dictionary',
  'healthcheck.test': 'replace',
  labels: 'dictionary',
  logging: 'logging',
  sysctls: 'dictionary',
  'ulimits.*': 'replace',
});
const resourceRules = ruleTree({ labels: 'dictionary', 'ipam.config': 'pools' });
const rootRules: RuleNode = {
  below: {
    services: { below: { '*': serviceRules } },
    networks: { below: { '*': resourceRules } },
    volumes: { below: { '*': resourceRules } },
    secrets: { below: { '*': resourceRules } },
    configs: { below: { '*': resourceRules } },
  },
};

/** A tree of rules that is walked together with the trees that are merged. */
interface RuleNode {
  rule?: Rule;
  below?: Record<string, RuleNode>;
}

function ruleTree(rules: Record<string, Rule>): RuleNode {
  const root: RuleNode = {};
  for (const [path, rule] of Object.entries(rules)) {
    let node = root;
    for (const key of path.split('.')) {
      node.below ??= {};
      node.below[key] ??= {};
      node = node.below[key];
    }
    node.rule = rule;
  }
  return root;
}

function ruleBelow(node: RuleNode | undefined, key: string): RuleNode | undefined {
  return node?.below?.[key] ?? node?.below?.['*'];
}

/**
 * What two files say together: the later one extends and overrides the earlier one. Neither is changed; the result
 * shares with them what it took over whole. A mapping that meets a list or a plain value is reported, and wins.
 */
export function mergeProjects(earlier: TreeMap, later: TreeMap, issues: Issues): TreeMap {
  return mergeMaps(earlier, later, rootRules, [], issues);
}

/** As {@link mergeProjects} for one service; `extends` merges what is extended with what extends it. */
export function mergeServices(earlier: TreeMap, later: TreeMap, name: string, issues: Issues): TreeMap {
  return mergeMaps(earlier, later, serviceRules, ['services', name], issues);
}

/** As {@link mergeProjects} for one entry of a top-level mapping. */
export function mergeResources(
  section: string,
  name: string,
  earlier: TreeMap,
  later: TreeMap,
  issues: Issues,
): TreeMap {
  const rules = ruleBelow(ruleBelow(rootRules, section), name);
  return mergeMaps(earlier, later, rules, [section, name], issues);
}

function mergeMaps(
  earlier: TreeMap,
  later: TreeMap,
  rules: RuleNode | undefined,
  path: Path,
  issues: Issues,
): TreeMap {
  const result = copyMap(earlier);
  const nullCounts = rules?.rule === 'dictionary';
  for (const [key, value] of Object.entries(later)) {
    const known = Object.hasOwn(earlier, key) ? earlier[key] : undefined;
    if (known !== undefined && value === null && !nullCounts && ruleBelow(rules, key)?.rule !== 'replace')
      continue;
    const merged =
      known === undefined || known === null || key.startsWith('x-')
        ? value
        : mergeValues(known, value, ruleBelow(rules, key), [...path, key], placeOf(later, key), issues);
    setEntry(result, key, merged);
    setPlace(result, key, placeOf(later, key));
    const keyPlace = keyPlaceOf(later, key);
    if (keyPlace) setKeyPlace(result, key, keyPlace);
  }
  return result;
}

function mergeValues(
  earlier: Tree,
  later: Tree,
  rules: RuleNode | undefined,
  path: Path,
  where: Where | undefined,
  issues: Issues,
): Tree {
  switch (rules?.rule) {
    case 'replace':
      return later;
    case 'logging':
      if (isMap(earlier) && isMap(later) && !sameDriver(earlier, later)) return later;
      break;
    case 'pools':
      if (Array.isArray(earlier) && Array.isArray(later)) return mergePools(earlier, later, path, issues);
      break;
    default:
      break;
  }
  if (isMap(earlier) && isMap(later)) return mergeMaps(earlier, later, rules, path, issues);
  if (Array.isArray(earlier) && Array.isArray(later)) return append(earlier, later);
  if (isPlain(earlier) && isPlain(later)) return later;
  issues.error(
    `${path.join('.')} is ${nounOf(later)} here and ${nounOf(earlier)} in a file before: they cannot be merged.`,
    where,
    'Write it in the same form as there, or put !override before the value.',
  );
  return later;
}

function append(earlier: Tree[], later: Tree[]): Tree[] {
  const result = [...earlier];
  copyPlaces(earlier, result);
  later.forEach((value, index) => {
    setPlace(result, result.length, placeOf(later, index));
    result.push(value);
  });
  return result;
}

function mergePools(earlier: Tree[], later: Tree[], path: Path, issues: Issues): Tree[] {
  const result = later.map((pool) => {
    const known = earlier.find(
      (candidate) => isMap(candidate) && isMap(pool) && candidate['subnet'] === pool['subnet'],
    );
    return isMap(known) && isMap(pool) ? mergeMaps(known, pool, undefined, path, issues) : pool;
  });
  copyPlaces(later, result);
  return result;
}

function sameDriver(earlier: TreeMap, later: TreeMap): boolean {
  const [one, other] = [earlier['driver'], later['driver']];
  return one === undefined || other === undefined || one === other;
}

function isPlain(value: Tree): boolean {
  return typeof value !== 'object' || value === null;
}

function nounOf(value: Tree): string {
  if (Array.isArray(value)) return 'a list';
  return isMap(value) ? 'a mapping' : 'a single value';
}

/** A tree without what is at the paths: `!reset` and `!override` of a later file. */
export function forget(tree: TreeMap, paths: readonly Path[]): TreeMap {
  return paths.reduce(forgetOne, tree);
}

function forgetOne(tree: TreeMap, path: Path): TreeMap {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(tree, key)) return tree;
  const result = copyMap(tree);
  const below = tree[key];
  if (rest.length === 0) delete result[key];
  else if (isMap(below)) setEntry(result, key, forgetOne(below, rest));
  return result;
}
