import type { NormaliseContext } from '../context.ts';
import type { Build, ComposeConfig, FileObject, Service } from '../model.ts';
import { Place } from '../place.ts';
import type { TreeMap } from '../positions.ts';
import { didYouMean } from '../suggest.ts';
import type { Checked } from './checked.ts';
import { reportCycles } from './cycles.ts';
import { checkLimits } from './limits.ts';

/**
 * What a project must keep to that no shape can say: references lead somewhere, settings do not contradict each other,
 * dependencies do not go in circles. Services that are not active are passed over.
 */
export function checkConsistency(config: ComposeConfig, tree: TreeMap, context: NormaliseContext): void {
  const isActive = (name: string) => Object.hasOwn(config.services, name) && context.isActive(name);
  const at = (...path: (string | number)[]) => placeAt(tree, path, context);
  const active = Object.entries(config.services).filter(([name]) => isActive(name));
  for (const [name, service] of active) {
    const checked = {
      service,
      config,
      isActive,
      at: (...path: (string | number)[]) => at('services', name, ...path),
    };
    checkSource(checked);
    checkBuild(checked);
    checkNetworks(checked);
    checkDependencies(checked);
    checkFiles(checked);
    checkHealth(checked);
    checkWatch(checked);
    checkDevices(checked);
    checkLimits(checked);
  }
  checkContainerNames(active, at);
  reportCycles(active, (from, to) => at('services', from, 'depends_on', to));
  checkResources(config, at);
}

function placeAt(tree: TreeMap, path: (string | number)[], context: NormaliseContext): Place {
  let place = new Place<NormaliseContext>('', undefined, context);
  let container: unknown = tree;
  for (const step of path) {
    if (typeof container !== 'object' || container === null) break;
    place = place.inside(container, step);
    container = (container as Record<string | number, unknown>)[step];
  }
  return place;
}

function checkSource({ service, at }: Checked): void {
  // A service of a provider has no container (services section, "provider").
  if (service.image === undefined && service.build === undefined && service.provider === undefined)
    at().error('the service has neither an image nor a build.', 'Add `image: …` or `build: …`.');
}

function checkBuild({ service, config, at }: Checked): void {
  const { build, platform } = service;
  if (!build) return;
  if (build.dockerfile !== undefined && build.dockerfile_inline !== undefined)
    at('build', 'dockerfile').error(
      '`dockerfile` and `dockerfile_inline` exclude each other.',
      'Keep one of them.',
    );
  if (platform !== undefined && build.platforms && !build.platforms.includes(platform))
    at('build', 'platforms').error(
      `the service runs on ${platform}, for which it is not built.`,
      `Add ${platform} to \`build.platforms\`, or change \`platform\`.`,
    );
  for (const [name, context] of Object.entries(build.additional_contexts ?? {})) {
    const target = /^service:(.*)$/s.exec(context)?.[1];
    if (target === undefined) continue;
    const place = at('build', 'additional_contexts', name);
    const other = config.services[target];
    if (!other) place.error(`there is no service "${target}".`);
    else if (!other.build) place.error(`the service "${target}" has no build to take as a context.`);
  }
  checkBuildSecrets(build, config, at);
}

function checkBuildSecrets(build: Build, config: ComposeConfig, at: Checked['at']): void {
  for (const [index, secret] of (build.secrets ?? []).entries())
    checkDefined(config, 'secret', secret.source, at('build', 'secrets', index));
}

/** Reports a reference to a top-level entry that is not there. */
function checkDefined(
  config: ComposeConfig,
  kind: 'network' | 'volume' | 'secret' | 'config' | 'model',
  name: string,
  place: Place,
): void {
  const defined = config[`${kind}s`] ?? {};
  if (Object.hasOwn(defined, name)) return;
  const remedy = didYouMean(name, Object.keys(defined)) ?? `Add it to the top-level \`${kind}s\`.`;
  place.error(`the ${kind} "${name}" is not defined.`, remedy);
}

function checkNetworks({ service, config, at }: Checked): void {
  if (service.network_mode !== undefined && Object.keys(service.networks ?? {}).length > 0)
    at('networks').error('`network_mode` and `networks` exclude each other.', 'Keep one of them.');
  for (const name of Object.keys(service.networks ?? {}))
    checkDefined(config, 'network', name, at('networks', name));
}

/** What a service depends on may be implied (by `links` and the like): the place is where it is written. */
function checkDependencies({ service, config, isActive, at }: Checked): void {
  for (const [name, dependency] of Object.entries(service.depends_on ?? {})) {
    if (isActive(name)) continue;
    const place = at().standingAt(at('depends_on', name));
    const disabled = config.services[name];
    if (!disabled)
      place.error(
        `it depends on the service "${name}", which is not there.`,
        didYouMean(name, Object.keys(config.services)) ?? 'Add the service, or take the dependency out.',
      );
    else if (dependency.required)
      place.error(
        `it depends on the service "${name}", none of whose profiles (${disabled.profiles?.join(', ')}) is active.`,
        `Activate one with \`--profile\`, or write \`required: false\` beside its condition.`,
      );
  }
}

function checkFiles({ service, config, at }: Checked): void {
  for (const [index, { type, source }] of (service.volumes ?? []).entries())
    if (type === 'volume' && source !== undefined)
      checkDefined(config, 'volume', source, at('volumes', index));
  for (const [index, { source }] of (service.configs ?? []).entries())
    checkDefined(config, 'config', source, at('configs', index));
  for (const [index, { source }] of (service.secrets ?? []).entries())
    checkDefined(config, 'secret', source, at('secrets', index));
  for (const name of Object.keys(service.models ?? {}))
    checkDefined(config, 'model', name, at('models', name));
}

function checkHealth({ service, at }: Checked): void {
  const [first] = service.healthcheck?.test ?? [];
  if (first !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(first))
    at('healthcheck', 'test').error(
      `the list begins with "${first}".`,
      'Begin it with "CMD", "CMD-SHELL" or "NONE", or write the test as a string, which a shell runs.',
    );
}

function checkWatch({ service, at }: Checked): void {
  for (const [index, rule] of (service.develop?.watch ?? []).entries()) {
    const place = at('develop', 'watch', index);
    if (rule.path === '') place.error('the path is empty.');
    if (rule.target === undefined && rule.action !== 'rebuild' && rule.action !== 'restart')
      place.error(`the action ${rule.action} needs a target.`, 'Add `target:`, the path in the container.');
  }
}

function checkDevices({ service, at }: Checked): void {
  const reserved = service.deploy?.resources?.reservations?.devices ?? [];
  const requests = [
    ...(service.gpus ?? []).map((request, index) => ({ request, place: at('gpus', index) })),
    ...reserved.map((request, index) => ({
      request,
      place: at('deploy', 'resources', 'reservations', 'devices', index),
    })),
  ];
  for (const { request, place } of requests)
    if (request.count !== undefined && request.device_ids)
      place.error('`count` and `device_ids` exclude each other.', 'Keep one of them.');
}

function checkContainerNames(active: [string, Service][], at: Checked['at']): void {
  const owners = new Map<string, string>();
  for (const [name, { container_name }] of active) {
    if (container_name === undefined) continue;
    const owner = owners.get(container_name);
    if (owner !== undefined)
      at('services', name, 'container_name').error(
        `the service "${owner}" has the container name "${container_name}" already.`,
        'Give each service a name of its own, or leave the names to the project.',
      );
    owners.set(container_name, name);
  }
}

function checkResources(config: ComposeConfig, at: Checked['at']): void {
  for (const [name, volume] of Object.entries(config.volumes ?? {})) {
    if (!volume.external) continue;
    for (const key of Object.keys(volume))
      if (key !== 'name' && key !== 'external' && !key.startsWith('x-'))
        at('volumes', name, key).error(
          `an external volume takes no \`${key}\`.`,
          'It exists already: keep `external` and `name` only.',
        );
  }
  for (const [name, secret] of Object.entries(config.secrets ?? {}))
    checkFileObject(secret, ['file', 'environment'], at('secrets', name));
  for (const [name, object] of Object.entries(config.configs ?? {}))
    if (object.driver === undefined)
      checkFileObject(object, ['file', 'environment', 'content'], at('configs', name));
}

function checkFileObject(object: FileObject, sources: (keyof FileObject)[], place: Place): void {
  const given = sources.filter((source) => object[source] !== undefined);
  if (given.length > 1)
    place.error(`${given.map((key) => `\`${String(key)}\``).join(' and ')} exclude each other.`);
  if (given.length === 0 && !object.external)
    place.error(`it has no content.`, `Add one of ${sources.map((key) => `\`${String(key)}\``).join(', ')}.`);
}
