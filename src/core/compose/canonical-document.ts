import { canonicalService, canonicalTopLevel, type ResourceKind } from './canonical/index.ts';
import type { CanonicalContext } from './context.ts';
import { interpolateTree } from './interpolate-tree.ts';
import type { ModelContext } from './model-context.ts';
import { copyMap, isMap, setEntry, type TreeMap } from './positions.ts';
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
  if (!document.isInterpolated)
    interpolateTree(document.tree, {
      environment,
      issues: session.issues,
      find: document.find,
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
    const transform =
      key === 'services'
        ? canonicalService
        : isResourceKind(key)
          ? (raw: TreeMap, context: CanonicalContext) => canonicalTopLevel(key, raw, context)
          : undefined;
    if (transform && isMap(section))
      setEntry(
        result,
        key,
        mapEntries(section, (entry, name) =>
          transform(entry, { ...canonicalContext, path: `${key}.${name}` }),
        ),
      );
  }
  return result;
}

function isResourceKind(key: string): key is ResourceKind {
  return (resourceKinds as readonly string[]).includes(key);
}

function mapEntries(section: TreeMap, transform: (entry: TreeMap, name: string) => TreeMap): TreeMap {
  const result = copyMap(section);
  for (const [name, entry] of Object.entries(section))
    setEntry(result, name, transform(isMap(entry) ? entry : {}, name));
  return result;
}
