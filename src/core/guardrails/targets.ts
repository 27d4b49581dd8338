import type { BlockInstance } from '../blocks/index.ts';
import { mask } from '../masking/index.ts';
import type { Subject, Violation } from './rule.ts';

/** One thing that a written rule looks at, and what its expression sees. */
export interface Target {
  kind: 'service' | 'block' | 'stack';
  name: string;
  /** The block that it is of: the name in its block.yaml. */
  definition?: string;
  scope: Readonly<Record<string, unknown>>;
  place: Pick<Violation, 'service' | 'block' | 'path'>;
}

/** All of a stack. Secrets are masked in what rules see. */
export function targetsOf({ project, services, instanceOf }: Subject): Target[] {
  const toCel = converter(project.secretValues);
  const serviceMaps = new Map(services.map(({ name, service }) => [name, toCel({ ...service, name })]));
  const blockMaps = new Map(project.instances.map((instance) => [instance.name, toCel(blockMap(instance))]));
  const { volumes = {}, networks = {} } = project.config;
  const stack = {
    name: project.name,
    services: Object.fromEntries(serviceMaps),
    blocks: Object.fromEntries(blockMaps),
    volumes: toCel(volumes),
    networks: toCel(networks),
  };
  return [
    ...services.map(({ name }): Target => {
      const instance = instanceOf(name);
      const block = instance ? blockMaps.get(instance.name) : null;
      return {
        kind: 'service',
        name,
        ...(instance && { definition: instance.block.definition.block }),
        scope: { service: serviceMaps.get(name), block, stack },
        place: { service: name, path: ['services', name] },
      };
    }),
    ...project.instances.map(
      (instance): Target => ({
        kind: 'block',
        name: instance.name,
        definition: instance.block.definition.block,
        scope: { block: blockMaps.get(instance.name), stack },
        place: { block: instance.name, path: ['blocks', instance.name] },
      }),
    ),
    { kind: 'stack', name: project.name, scope: { stack }, place: { path: [] } },
  ];
}

function blockMap(instance: BlockInstance): Record<string, unknown> {
  const { name, block, services, jobs, volumes, endpoints, bindings, attached, uses } = instance;
  return {
    name,
    block: block.definition.block,
    version: block.definition.version,
    with: instance.with,
    services,
    jobs,
    volumes,
    endpoints: endpoints.map((endpoint) => ({ ...endpoint })),
    bindings: bindings.map((binding) => binding.name),
    attached: attached !== undefined,
    production: attached?.production ?? false,
    uses,
  };
}

/** Plain data as CEL has it, whole numbers as `int`. What is undefined is absent. */
function converter(secretValues: readonly string[]): (value: unknown) => unknown {
  const secrets = secretValues.filter((value) => value !== '');
  return function convert(value: unknown): unknown {
    if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
    if (typeof value === 'string')
      return secrets.reduce((text, secret) => text.replaceAll(secret, mask), value);
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, entry]) => entry !== undefined)
        .map(([key, entry]) => [key, convert(entry)]),
    );
  };
}
