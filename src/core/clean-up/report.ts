import type { DiskContainer, DiskDetails, DiskImage, DiskVolume } from '../engine/index.ts';
import type { DiskItem, DiskKind, DiskReport } from './clean-up.ts';

/** How many items of a kind are told. */
const itemCap = 200;
const projectLabel = 'com.docker.compose.project';

/** What lies on the engine's disk, by kinds, with what uses what. */
export function toReport(details: DiskDetails, measuredAt: number): DiskReport {
  const { images, containers, volumes, buildCache } = details;
  const imageItems = images.map((image) => imageItem(image, containers));
  const volumeItems = volumes.map((volume) => volumeItem(volume, containers));
  return {
    kinds: [
      kindOf(
        'images',
        imageItems,
        details.layersSize,
        total(images.filter((image) => usersOfImage(image, containers).length === 0).map((it) => it.ownSize)),
      ),
      kindOf(
        'containers',
        containers.map(containerItem),
        total(containers.map(({ size }) => size)),
        total(containers.filter((container) => !isBusy(container)).map(({ size }) => size)),
      ),
      kindOf(
        'volumes',
        volumeItems,
        total(volumeItems.map(({ size }) => size)),
        total(volumeItems.filter(({ usedBy }) => usedBy.length === 0).map(({ size }) => size)),
      ),
      kindOf(
        'build-cache',
        buildCache.map(cacheItem),
        total(buildCache.filter(({ shared }) => !shared).map(({ size }) => size)),
        total(buildCache.filter(({ shared, inUse }) => !shared && !inUse).map(({ size }) => size)),
      ),
    ],
    measuredAt,
  };
}

function kindOf(kind: DiskKind['kind'], items: DiskItem[], size: number, reclaimable: number): DiskKind {
  return { kind, size, reclaimable, count: items.length, items: largestFirst(items).slice(0, itemCap) };
}

export function imageItem(image: DiskImage, containers: readonly DiskContainer[]): DiskItem {
  return {
    id: image.id,
    name: image.names.join(', ') || `without a name (${shortId(image.id)})`,
    size: image.size,
    usedBy: usersOfImage(image, containers).map(({ name }) => name),
    createdAt: image.createdAt,
  };
}

export function containerItem(container: DiskContainer): DiskItem {
  const { id, name, size, createdAt, state, labels } = container;
  return { id, name, size, usedBy: [state], project: labels[projectLabel], createdAt };
}

export function volumeItem(volume: DiskVolume, containers: readonly DiskContainer[]): DiskItem {
  return {
    id: volumeId(volume),
    name: /^[0-9a-f]{64}$/.test(volume.name) ? `without a name (${shortId(volume.name)})` : volume.name,
    size: volume.size ?? 0,
    usedBy: usersOfVolume(volume, containers).map(({ name }) => name),
    project: volume.labels[projectLabel],
    createdAt: volume.createdAt,
  };
}

export function cacheItem({
  id,
  description,
  type,
  size,
  inUse,
  createdAt,
}: DiskDetails['buildCache'][number]): DiskItem {
  return { id, name: description || type, size, usedBy: inUse ? ['a build'] : [], createdAt };
}

export function usersOfImage(image: DiskImage, containers: readonly DiskContainer[]): DiskContainer[] {
  return containers.filter(({ imageId }) => imageId === image.id);
}

export function usersOfVolume(volume: DiskVolume, containers: readonly DiskContainer[]): DiskContainer[] {
  return containers.filter(({ volumes }) => volumes.includes(volume.name));
}

/** Whether a container does something, or could go on with it. */
export function isBusy({ state }: DiskContainer): boolean {
  return !['exited', 'created', 'dead'].includes(state);
}

/** No volume's name has a `@`. */
export function volumeId({ name, createdAt }: DiskVolume): string {
  return `${name}@${createdAt ?? ''}`;
}

export function largestFirst(items: readonly DiskItem[]): DiskItem[] {
  return [...items].sort((one, other) => other.size - one.size || one.name.localeCompare(other.name));
}

export function total(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}

function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}
