import { renderText, type Scope, toCel } from './expression.ts';
import type { BlockInstance } from './stack-project.ts';

/** A command that carries data out of a service or into it, ready to be run there. */
export interface DataCommand {
  service: string;
  command: string[];
  user?: string;
}

/**
 * How an instance's data is dumped (to standard output) or loaded (from standard input): undefined where its block does
 * not say. The command may hold secrets.
 */
export function dataCommandOf(
  project: { name: string },
  instance: BlockInstance,
  side: 'dump' | 'load',
): DataCommand | undefined {
  const asked = instance.block.definition.data?.[side];
  if (!asked || instance.attached) return undefined;
  const { service = 'main', command, user } = asked;
  const scope = scopeOf(project, instance);
  return {
    service: nameOf(instance, service),
    command: command.map((word) => renderText(word, scope)),
    ...(user !== undefined && { user }),
  };
}

/** What a template sees that is carried out inside of the instance's own containers. */
function scopeOf(project: { name: string }, instance: BlockInstance): Scope {
  const { definition } = instance.block;
  const parts = [...Object.keys(definition.services), ...Object.keys(definition.jobs ?? {})];
  const endpoints = instance.endpoints.map(({ name, service, port, scheme, path }) => {
    const address = `${service}:${port}`;
    const url = `${scheme ?? 'http'}://${address}${path}`;
    return [name, { host: service, port: BigInt(port), address, url }] as const;
  });
  return {
    ...Object.fromEntries(Object.entries(instance.with).map(([name, value]) => [name, toCel(value)])),
    name: instance.name,
    project: project.name,
    service: Object.fromEntries(parts.map((part) => [part, nameOf(instance, part)])),
    endpoint: Object.fromEntries(endpoints),
    uses: {},
  };
}

function nameOf({ name }: BlockInstance, part: string): string {
  return part === 'main' ? name : `${name}-${part}`;
}
