import type { Service } from '../../compose/index.ts';
import { dataPathOf } from '../images.ts';
import { isKept } from '../mounts.ts';
import type { Rule, Subject, Violation } from '../rule.ts';

export const dataOutsideVolume: Rule = {
  code: 'data-outside-volume',
  severity: 'warn',
  explanation:
    'What a container writes outside of a volume is gone when the container is made anew: after a new image, a changed variable, a `down`.',
  *check(stack) {
    yield* ofKnownImages(stack);
    yield* ofBlocks(stack);
  },
};

function* ofKnownImages({ services, project, instanceOf }: Subject): Iterable<Violation> {
  for (const { name, service } of services) {
    const folder = service.image === undefined ? undefined : dataPathOf(service.image);
    // A block says itself what is to be kept.
    if (folder === undefined || instanceOf(name) || isKept(service, folder)) continue;
    // A job that is waited for to end is no server: it only uses the image's programs, psql say.
    if (services.some(({ service: other }) => isWaitedFor(other, name))) continue;
    const volume = freeName(`${name}-data`, project.config.volumes ?? {});
    yield {
      service: name,
      message: `${name} keeps its data in ${folder}, and no volume is there.`,
      remedy: `Mount a named volume: \`volumes: ["${volume}:${folder}"]\`.`,
      path: ['services', name],
      fix: {
        text: `Keeps ${folder} of ${name} in the volume ${volume}.`,
        edits: [
          { kind: 'append', path: ['services', name, 'volumes'], value: `${volume}:${folder}` },
          { kind: 'set', path: ['volumes', volume], value: {} },
        ],
      },
    };
  }
}

function isWaitedFor({ depends_on }: Service, name: string): boolean {
  return depends_on?.[name]?.condition === 'service_completed_successfully';
}

/** A volume that a block declares and that nothing mounts any more: the stack file overrode what the block says. */
function* ofBlocks({ project, services }: Subject): Iterable<Violation> {
  for (const instance of project.instances)
    for (const volume of instance.volumes) {
      const parts = services.filter(({ name }) => [...instance.services, ...instance.jobs].includes(name));
      const isMounted = parts.some(({ service }) => service.volumes?.some(({ source }) => source === volume));
      if (isMounted || parts.length === 0) continue;
      const service = parts[0]?.name ?? instance.name;
      yield {
        service,
        block: instance.name,
        detail: volume,
        message: `The block ${instance.name} keeps its data in ${volume}, and nothing mounts it here.`,
        remedy: `Take out of blockyard.yaml what overrides \`volumes\` of ${service}.`,
        path: ['services', service, 'volumes'],
      };
    }
}

export function freeName(wish: string, taken: Record<string, unknown>): string {
  let name = wish;
  for (let count = 2; name in taken; count++) name = `${wish}-${count}`;
  return name;
}
