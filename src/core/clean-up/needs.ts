import type { ComposeProject } from '../compose/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Projects } from '../projects/index.ts';
import { imageName } from '../stack/index.ts';
import type { Needs } from './clean-up.ts';

/** Asks the files of the opened projects what they need. Of one whose files do not load, its name protects what it has. */
export async function readNeeds(
  engine: Engine,
  projects: Pick<Projects, 'opened' | 'look'>,
  signal?: AbortSignal,
): Promise<Needs> {
  const opened = projects.opened();
  const loaded = await Promise.all(
    opened.map(async ({ id }) => (await projects.look(id).catch(() => undefined))?.project),
  );
  const files = loaded.filter((project) => project !== undefined);
  const names = [...new Set(files.flatMap(imagesOf))];
  const images = await Promise.all(names.map((name) => engine.images.inspect(name, { signal })));
  return {
    projects: new Set([...opened.map(({ name }) => name), ...files.map(({ name }) => name)]),
    images: new Set(images.flatMap((image) => (image ? [image.Id] : []))),
    volumes: new Set(files.flatMap(volumesOf)),
  };
}

/** Also those of services whose profile is not active. */
function imagesOf(project: ComposeProject): string[] {
  const disabled = Object.entries(project.disabledServices);
  return [
    ...Object.keys(project.config.services).map((service) => imageName(project, service)),
    ...disabled.map(([name, { image }]) => image ?? `${project.name}-${name}`),
  ];
}

function volumesOf({ config, disabledServices }: ComposeProject): string[] {
  const declared = Object.values(config.volumes ?? {}).flatMap((volume) =>
    volume?.name ? [volume.name] : [],
  );
  const mounted = Object.values(disabledServices)
    .flatMap(({ volumes }) => volumes ?? [])
    .flatMap(({ source }) => (source === undefined ? [] : [source]));
  return [...declared, ...mounted];
}
