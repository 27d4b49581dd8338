import { BlockyardError, type Where } from '../../shared/index.ts';
import type { EnvironmentOrigin, NormaliseContext } from './context.ts';
import { ProjectEnvironment } from './environment.ts';
import { ComposeInvalid } from './errors.ts';
import { interpolate } from './interpolate.ts';
import { Issues } from './issues.ts';
import { loadModel } from './load-model.ts';
import { locate } from './locate.ts';
import { mergeProjects } from './merge.ts';
import type { ComposeProject, Service } from './model.ts';
import type { ModelContext, ModelFile } from './model-context.ts';
import { normaliseProject, withoutUnusedResources } from './normalise/index.ts';
import { type Overlay, OverlayFile, overlayFiles } from './overlay.ts';
import { isMap, nearestPlace, placeOf, setEntry, type TreeMap } from './positions.ts';
import { activeServices, requestedProfiles } from './profiles.ts';
import { projectName } from './project-name.ts';
import type { LoadRequest } from './request.ts';
import { checkRequired } from './schema/index.ts';
import { Session } from './session.ts';
import { shellVariables } from './shell-variables.ts';
import { uniqueLists } from './unique.ts';

/**
 * Loads a Compose project: finds its files, reads, checks and merges them, and completes the result to the canonical
 * form. Everything that is wrong is told at once.
 * @throws {BlockyardError} the only error, or ManyErrors
 */
export async function loadProject(request: LoadRequest): Promise<ComposeProject> {
  const issues = new Issues();
  const environment = new ProjectEnvironment(request.environment ?? process.env);
  const { files, overlayFile, workingDirectory, sources } = await locate(request, environment, issues);
  const session = new Session(issues, workingDirectory);
  session.draft = request.overlay?.draft;
  for (const source of sources) session.recordSource(source);

  const modelFiles = await Promise.all(
    files.map(async (file): Promise<ModelFile> => ({ file, documents: await session.read(file) })),
  );
  const overlaid =
    overlayFile === undefined ? [] : [{ file: overlayFile, documents: await session.read(overlayFile) }];
  session.projectName = projectName(
    {
      given: request.projectName,
      environment: environment.get('COMPOSE_PROJECT_NAME'),
      file: nameInFiles([...modelFiles, ...overlaid], environment),
      workingDirectory,
    },
    issues,
  );
  environment.define('COMPOSE_PROJECT_NAME', session.projectName);

  const modelContext = { session, environment, baseDirectory: workingDirectory, includedBy: [] };
  const ownModel = await loadModel(modelFiles, modelContext);
  const model = request.overlay
    ? await withOverlay(request.overlay, overlaid, ownModel, modelContext)
    : ownModel;
  const services = isMap(model['services']) ? model['services'] : {};
  for (const [name, service] of Object.entries(services))
    if (isMap(service)) setEntry(services, name, uniqueLists(service));
  checkRequired(model, issues);
  // What refers to a part that could not be read must not be blamed for it.
  if (session.incomplete) issues.throwIfAny();
  if (Object.keys(model).length === 0 && overlaid.length === 0 && issues.errors.length === 0)
    issues.add(
      new ComposeInvalid('The Compose file is empty.', {
        where: { file: files[0] ?? overlayFile ?? workingDirectory },
        remedy: 'Add `services:` with a service below it.',
      }),
    );

  const profiles = requestedProfiles(request, environment);
  const active = reporting(issues, () => activeServices(services, profiles, request.services ?? []));
  const origins: Record<string, Record<string, EnvironmentOrigin>> = {};
  const context: NormaliseContext = {
    workingDirectory,
    projectName: session.projectName,
    environment,
    issues,
    recordSource: session.recordSource,
    recordVariable: session.recordVariable,
    isActive: (name) => active?.has(name) ?? true,
    recordOrigin: (service, variable, origin) => {
      const interpolated =
        origin === 'file'
          ? session.interpolationAt(nearestPlace(model, ['services', service, 'environment', variable]))
          : undefined;
      origins[service] ??= {};
      origins[service][variable] = interpolated ?? origin;
    },
  };
  const config = await normaliseProject(model, context);
  issues.throwIfAny();

  const enabled: Record<string, Service> = {};
  const disabled: Record<string, Service> = {};
  for (const [name, service] of Object.entries(config.services))
    (context.isActive(name) ? enabled : disabled)[name] = service;
  return {
    name: session.projectName,
    workingDirectory,
    files: overlayFile === undefined ? files : [...files, overlayFile],
    sources: [...session.sources],
    config: withoutUnusedResources({ ...config, services: enabled }),
    disabledServices: disabled,
    profiles,
    warnings: issues.warnings,
    shellVariables: shellVariables(session.variables, services, environment),
    environmentSources: origins,
    environment: Object.fromEntries(environment.entries()),
    where: (path) => nearestPlace(model, path),
  };
}

/** The model with what the overlay's file adds, below and above it. */
async function withOverlay(
  overlay: Overlay,
  [overlaid]: readonly ModelFile[],
  model: TreeMap,
  context: ModelContext,
): Promise<TreeMap> {
  const { session, environment } = context;
  if (!overlaid || session.incomplete) return model;
  const [document, second] = overlaid.documents;
  if (second) session.issues.error('The file holds more than one document (---).', { file: overlaid.file });
  const file = new OverlayFile(overlaid.file, document, model, session, environment);
  const { under, over } = await overlay.expand(file);
  const base = mergeProjects(await loadModel(overlayFiles(under), context), model, session.issues);
  return await loadModel(overlayFiles(over), context, base);
}

/** The last `name:` of the files. Its variables are replaced here, before the name itself is a variable. */
function nameInFiles(
  files: readonly ModelFile[],
  environment: ProjectEnvironment,
): { name: string; where: Where | undefined } | undefined {
  const trees = files.flatMap(({ documents }) => documents.map(({ tree }) => tree));
  const last = trees.findLast((tree) => isMap(tree) && typeof tree['name'] === 'string');
  if (!isMap(last) || typeof last['name'] !== 'string') return undefined;
  try {
    const name = interpolate(last['name'], { lookup: (variable) => environment.get(variable) });
    return { name, where: placeOf(last, 'name') };
  } catch {
    // The same is reported with its place when the whole file is interpolated.
    return undefined;
  }
}

function reporting<Result>(issues: Issues, work: () => Result): Result | undefined {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof BlockyardError)) throw thrown;
    issues.add(thrown);
    return undefined;
  }
}
