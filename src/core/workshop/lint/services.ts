import type { Inspection, Path } from './finding.ts';

type Part = ReturnType<Inspection['parts']>[number]['part'];

/** What services and jobs ask of an engine, and of the two that may run side by side. */
export function inspectServices(inspection: Inspection): void {
  const { services } = inspection.definition;
  if (Object.keys(services).length > 0 && !services['main'])
    inspection.tellKey(
      {
        code: 'main-missing',
        severity: 'note',
        message: 'No service is called `main`: none gets the name of the instance itself.',
        remedy: 'Call the one that consumers reach `main`.',
      },
      ['services'],
    );
  for (const { section, name, part } of inspection.parts()) {
    const path = [section, name];
    inspectImage(inspection, part, path);
    if (!hasMemoryLimit(part))
      inspection.tellKey(
        {
          code: 'memory-limit-missing',
          severity: 'warn',
          message: `${name} has no limit on its memory: it can bring the whole machine to a halt.`,
          remedy: 'Add `mem_limit: 512m`, by a parameter where users differ.',
        },
        path,
      );
    for (const { key, severity, message, remedy } of misplaced)
      if (Object.hasOwn(part, key))
        inspection.tellKey({ code: 'key-misplaced', severity, message: `${name}: ${message}`, remedy }, [
          ...path,
          key,
        ]);
    for (const power of powersOf(part))
      inspection.tellKey(
        {
          code: 'asks-for-power',
          severity: 'warn',
          message: `${name} asks for ${power.words}: everybody who uses the block is asked to trust it with that.`,
          remedy: 'Do without it, or say in the README why it is needed.',
        },
        [...path, power.key],
      );
  }
}

function inspectImage(inspection: Inspection, part: Part, path: Path): void {
  const image = part['image'];
  if (image === undefined) {
    if (part['build'] === undefined)
      inspection.tellKey(
        {
          code: 'image-missing',
          severity: 'deny',
          message: `${path[1]} has no image.`,
          remedy: 'Add `image: NAME:VERSION`.',
        },
        path,
      );
    return;
  }
  const why = typeof image === 'string' ? whyUnpinned(image) : undefined;
  if (why)
    inspection.tell(
      {
        code: 'image-not-pinned',
        severity: 'deny',
        message: `The image ${String(image)} ${why}: what it holds differs from day to day.`,
        remedy: 'Write the tag of a release, or a digest.',
      },
      [...path, 'image'],
    );
}

const movingTags = ['latest', 'edge', 'nightly', 'main', 'master', 'dev', 'develop', 'stable', 'snapshot'];

/** Why an image is another one tomorrow; undefined where it is pinned, or where an expression says it all. */
export function whyUnpinned(image: string): string | undefined {
  if (image.includes('@sha256:')) return undefined;
  const constant = image.replaceAll(/\$\{[^}]*\}/g, '$');
  const tag = /:([^:/]*)$/.exec(constant)?.[1];
  if (tag === undefined) return constant.includes('$') ? undefined : 'has no tag';
  if (movingTags.includes(tag)) return `has the tag ${tag}, which moves`;
  return undefined;
}

function hasMemoryLimit(part: Part): boolean {
  const { deploy } = part as { deploy?: { resources?: { limits?: { memory?: unknown } } } };
  return part['mem_limit'] !== undefined || deploy?.resources?.limits?.memory !== undefined;
}

/** Compose's keys for which a block has a word of its own, or which cannot hold for two of one block. */
const misplaced = [
  {
    key: 'container_name',
    severity: 'deny',
    message: 'with a fixed container name there can be only one on the engine.',
    remedy: 'Remove it: consumers reach the service by its name in the stack.',
  },
  {
    key: 'ports',
    severity: 'warn',
    message: 'ports are published past the endpoints: the host form of bindings does not know them.',
    remedy: 'Describe them as `endpoints`.',
  },
  {
    key: 'profiles',
    severity: 'warn',
    message: 'a block is there or not: with a profile it would be found missing.',
    remedy: 'Use `when` over a parameter.',
  },
] as const;

/** What needs a grant of trust. */
const powers: readonly { key: string; words: string; holds?: (value: unknown) => boolean }[] = [
  { key: 'privileged', words: 'all powers over the machine', holds: (value) => value !== false },
  { key: 'cap_add', words: 'more capabilities' },
  { key: 'devices', words: 'devices of the machine' },
  { key: 'network_mode', words: "the machine's network", holds: (value) => value === 'host' },
  { key: 'pid', words: "the machine's processes", holds: (value) => value === 'host' },
  { key: 'ipc', words: "the machine's shared memory", holds: (value) => value === 'host' },
  { key: 'security_opt', words: 'weaker walls around the container' },
  { key: 'volumes', words: 'folders of the machine', holds: mountsMachine },
];

function powersOf(part: Part): { key: string; words: string }[] {
  return powers.filter(({ key, holds }) => Object.hasOwn(part, key) && (holds?.(part[key]) ?? true));
}

function mountsMachine(volumes: unknown): boolean {
  if (!Array.isArray(volumes)) return false;
  return volumes.some((volume) =>
    typeof volume === 'string'
      ? /^[./~]/.test(volume) && volume.includes(':')
      : (volume as { type?: unknown })?.type === 'bind',
  );
}
