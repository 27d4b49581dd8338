import { canonicalService, canonicalTopLevel, type ResourceKind } from './canonical/index.ts';
import type { CanonicalContext } from './context.ts';
import { interpolateTree } from './interpolate-tree.ts';
import type { ModelContext } from './model-context.ts';
import { copyMap, isMap, setEntry, type Tree, type TreeMap } from './positions.ts';
import type { YamlDocument } from './read-yaml.ts';
import { checkComposeFile } from './schema/index.ts';

const resourceKinds: readonly ResourceKind[] = ['networks', 'volumes', 'secrets', 'configs', 'models'];

/**
 * A document with its variables replaced, checked, and in the long form. What is wrong is reported and left out.
 * @returns undefined when there is nothing in the document
 */
export function canonicalDocument(
  document: YamlDocument,
  file: string,
  context: ModelContext,
): TreeMap | undefined {
  const { session, environment, baseDirectory } = context;
  interpolateTree(document.tree, {
    environment,
    issues: session.issues,
    onVariable: (name, path, where) => {
      session.recordVariable(name, { service: path[0] === 'services' ? path[1] : undefined, where });
      session.recordInterpolation(environment.sourceOf(name), where);
    },
  });
  const checked = checkComposeFile(document.tree, file, session.issues);
  if (!checked) return undefined;

  const { projectName, workingDirectory, issues, recordSource, recordVariable } = session;
  const canonicalContext: CanonicalContext = {
    file,
    baseDirectory,
    projectName,
    workingDirectory,
    environment,
    issues,
    recordSource,
    recordVariable,
  };
  const result = copyMap(checked);
  for (const [key, section] of Object.entries(checked)) {
    if (key === 'services')
      setEntry(
        result,
        key,
        mapEntries(section, (service) => canonicalService(service, canonicalContext)),
      );
    else if (isResourceKind(key))
      setEntry(
        result,
        key,
        mapEntries(section, (entry) => canonicalTopLevel(key, entry, canonicalContext)),
      );
  }
  return result;
}

function isResourceKind(key: string): key is ResourceKind {
  return (resourceKinds as readonly string[]).includes(key);
}

function mapEntries(section: Tree, transform: (entry: TreeMap) => TreeMap): TreeMap {
  if (!isMap(section)) return {};
  const result = copyMap(section);
  for (const [name, entry] of Object.entries(section))
    setEntry(result, name, transform(isMap(entry) ? entry : {}));
  return result;
}
