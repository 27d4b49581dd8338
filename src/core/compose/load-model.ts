import { canonicalDocument } from './canonical-document.ts';
import { applyExtends } from './extends.ts';
import { applyIncludes } from './include.ts';
import { forget, mergeProjects } from './merge.ts';
import type { ModelContext, ModelFile } from './model-context.ts';
import { copyMap, isMap, placeOf, setEntry, type TreeMap } from './positions.ts';

/**
 * One project from several files, canonical and merged in order, with everything that `extends` and `include` bring in.
 * What is wrong is reported and left out.
 */
export async function loadModel(
  files: readonly ModelFile[],
  context: ModelContext,
  earlier: TreeMap = {},
): Promise<TreeMap> {
  const { issues } = context.session;
  let model = earlier;
  for (const { file, documents } of files)
    for (const document of documents) {
      const own = canonicalDocument(document, file, context);
      if (!own) continue;
      await applyExtends(own, document.resets, file, context);
      const whole = await applyIncludes(own, document.resets, file, context, loadModel);
      model = mergeProjects(forget(model, document.resets), whole, issues);
    }
  return context.includedBy.length > 0 ? settleIncluded(model, context) : model;
}

/** What an included project takes from its own surroundings; the project itself is completed at the end. */
function settleIncluded(model: TreeMap, context: ModelContext): TreeMap {
  for (const service of Object.values(isMap(model['services']) ? model['services'] : {}))
    if (isMap(service) && isMap(service['build'])) service['build']['context'] ??= context.baseDirectory;
  return passInVariables(model, context);
}

/** Variables of an included project come from its own `.env`. */
function passInVariables(model: TreeMap, context: ModelContext): TreeMap {
  const services = model['services'];
  if (!isMap(services)) return model;
  for (const [name, service] of Object.entries(services)) {
    const variables = isMap(service) ? service['environment'] : undefined;
    if (!isMap(service) || !isMap(variables)) continue;
    const passedIn = copyMap(variables);
    for (const [variable, value] of Object.entries(variables)) {
      const outside = value === null ? context.environment.get(variable) : undefined;
      if (outside === undefined) continue;
      const where = placeOf(variables, variable);
      context.session.recordVariable(variable, { service: name, where });
      context.session.recordInterpolation(context.environment.sourceOf(variable), where);
      setEntry(passedIn, variable, outside);
    }
    setEntry(service, 'environment', passedIn);
  }
  return model;
}
