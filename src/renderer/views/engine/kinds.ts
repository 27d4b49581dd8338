import type { CleanUpKind, DiskReport } from '../../../shared/contract/index.ts';

type Kind = DiskReport['kinds'][number]['kind'];

/** How kinds are called, and which of the hues is theirs. */
export const kinds: Record<Kind, { title: string; one: string; hue: number; usedBy: string }> = {
  images: { title: 'Images', one: 'image', hue: 2, usedBy: 'Used by' },
  containers: { title: 'Containers', one: 'container', hue: 8, usedBy: 'State' },
  volumes: { title: 'Volumes', one: 'volume', hue: 5, usedBy: 'Used by' },
  'build-cache': { title: 'Build cache', one: 'record', hue: 7, usedBy: 'Used by' },
};

export const groups: Record<CleanUpKind, { title: string; one: string }> = {
  'dangling-images': { title: 'Images without a name', one: 'image' },
  'unused-images': { title: 'Unused images', one: 'image' },
  'stopped-containers': { title: 'Stopped containers', one: 'container' },
  'build-cache': { title: 'Build cache', one: 'record' },
  'unused-volumes': { title: 'Unused volumes', one: 'volume' },
};
