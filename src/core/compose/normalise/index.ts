import type { NormaliseContext } from '../context.ts';
import type { ComposeConfig } from '../model.ts';
import { Place } from '../place.ts';
import { isMap, type TreeMap } from '../positions.ts';
import { checkConsistency } from './checks.ts';
import { completeDefaults } from './defaults.ts';
import { recordFileVariables, resolveEnvironment } from './environment.ts';
import { configShape, modelShape, networkShape, secretShape, volumeShape } from './resource-shape.ts';
import { serviceShape } from './service-shape.ts';
import { mapOf, object } from './shape.ts';

export { withoutUnusedResources } from './unused.ts';

const projectShape = object(
  {
    services: mapOf(serviceShape, {}),
    networks: mapOf(networkShape, {}),
    volumes: mapOf(volumeShape, {}),
    secrets: mapOf(secretShape, {}),
    configs: mapOf(configShape, {}),
    models: mapOf(modelShape, {}),
  },
  { always: { services: {} } },
);

/**
 * Completes the merged project (which it works on in place) and types it: defaults, implicit networks and dependencies,
 * names of resources, the contents of env files and label files, variables passed in from the shell. Services of
 * profiles that are not active are there as well, and resources that nobody uses.
 * What is wrong is reported to the context's issues; the answer is to be used only if there are none.
 */
export async function normaliseProject(tree: TreeMap, context: NormaliseContext): Promise<ComposeConfig> {
  const root = new Place<NormaliseContext>('', undefined, context);
  completeDefaults(tree, context);
  const services = isMap(tree['services']) ? tree['services'] : {};
  const place = root.inside(tree, 'services');
  for (const [name, service] of Object.entries(services))
    if (isMap(service)) await resolveEnvironment(service, name, place.inside(services, name));

  recordFileVariables(tree, context);

  const config = { name: context.projectName, ...projectShape.print(tree, root) } as ComposeConfig;
  checkConsistency(config, tree, context);
  return config;
}
