import type { TestEngine } from './engines.ts';

/** What is on the engine under names that begin so, or belongs to a Compose project whose name does. */
export async function findAllNamed(engine: TestEngine, prefix: string): Promise<LeftBehind> {
  const { docker } = engine;
  const isOurs = (name: string | undefined, labels: Record<string, string> | undefined) =>
    name?.startsWith(prefix) || labels?.['com.docker.compose.project']?.startsWith(prefix);
  const [containers, networks, { Volumes }, images] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
    docker.listImages(),
  ]);
  return {
    containers: containers
      .map(({ Names, Labels }) => ({ name: Names[0]?.slice(1) ?? '', labels: Labels }))
      .filter(({ name, labels }) => isOurs(name, labels))
      .map(({ name }) => name),
    networks: networks.filter(({ Name, Labels }) => isOurs(Name, Labels)).map(({ Name }) => Name),
    volumes: (Volumes ?? []).filter(({ Name, Labels }) => isOurs(Name, Labels)).map(({ Name }) => Name),
    images: images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag.startsWith(prefix)),
  };
}

/** What `findAllNamed` answers where everything is gone. */
export const nothingLeft: LeftBehind = { containers: [], networks: [], volumes: [], images: [] };

export interface LeftBehind {
  containers: string[];
  networks: string[];
  volumes: string[];
  images: string[];
}

/** Removes all of it, whatever state it is in, until a look finds nothing more. */
export async function removeAllNamed(engine: TestEngine, prefix: string): Promise<void> {
  for (let look = 0; look < 5; look++) {
    const found = await findAllNamed(engine, prefix);
    if (Object.values(found).every((names: string[]) => names.length === 0)) return;
    await remove(engine, found);
  }
}

async function remove({ docker }: TestEngine, found: LeftBehind): Promise<void> {
  const gone = (work: Promise<unknown>) =>
    work.catch((error: { statusCode?: number }) => {
      // Another process (a container of `--rm`, a `down` that is still at it) may have been faster.
      if (error.statusCode === 404 || error.statusCode === 409) return;
      // What Engine 20.10 says when two names of one image are removed at the same time.
      if (!/unrecognized image ID/.test(String(error))) throw error;
    });
  await Promise.all(
    found.containers.map((name) => gone(docker.getContainer(name).remove({ force: true, v: true }))),
  );
  await Promise.all([
    ...found.networks.map((name) => gone(docker.getNetwork(name).remove())),
    ...found.volumes.map((name) => gone(docker.getVolume(name).remove())),
    ...found.images.map((name) => gone(docker.getImage(name).remove({ force: true }))),
  ]);
}
