import type { DiskContainer, DiskDetails, DiskImage } from '../engine/index.ts';
import type { CleanUpGroup, CleanUpKind, CleanUpPlan, DiskItem, Needs } from './clean-up.ts';
import {
  cacheItem,
  containerItem,
  imageItem,
  isBusy,
  largestFirst,
  total,
  usersOfImage,
  usersOfVolume,
  volumeItem,
} from './report.ts';

/** What was made lately is likely to be wanted again. In milliseconds. */
const unusedImageAge = 7 * 24 * 3_600_000;

/**
 * What may go, in groups: nothing that a container uses, and nothing that an opened project needs, whether it runs or
 * not.
 */
export function planFrom(details: DiskDetails, needs: Needs, now: number): CleanUpPlan {
  const { containers, volumes, buildCache } = details;
  const images = details.images.filter(
    (image) => usersOfImage(image, containers).length === 0 && !isNeeded(image, needs),
  );
  const image = (it: (typeof images)[number]) => ({ ...imageItem(it, containers), size: it.ownSize });
  const stopped = containers.filter((container) => !isBusy(container) && !ofProject(container));
  const groups = [
    group('dangling-images', images.filter(({ names }) => names.length === 0).map(image)),
    group(
      'unused-images',
      images
        .filter(({ names, createdAt }) => names.length > 0 && createdAt < now - unusedImageAge)
        .map(image),
    ),
    group('stopped-containers', stopped.map(containerItem)),
    group('build-cache', buildCache.filter(({ inUse, shared }) => !inUse && !shared).map(cacheItem)),
    group(
      'unused-volumes',
      volumes
        .filter((volume) => usersOfVolume(volume, containers).length === 0)
        .filter(({ name, labels }) => !needs.volumes.has(name) && !needs.projects.has(projectOf(labels)))
        .map((volume) => volumeItem(volume, containers)),
    ),
  ];
  return { groups: groups.filter(({ items }) => items.length > 0) };
}

function group(kind: CleanUpKind, items: DiskItem[]): CleanUpGroup {
  const { losesData, text } = words[kind](items);
  return { kind, size: total(items.map(({ size }) => size)), losesData, text, items: largestFirst(items) };
}

const words: Record<CleanUpKind, (items: readonly DiskItem[]) => { losesData: boolean; text: string }> = {
  'dangling-images': () => ({
    losesData: false,
    text: 'Images that lost their names to newer builds; no container uses them, and no file can name them any more.',
  }),
  'unused-images': () => ({
    losesData: false,
    text:
      'Images older than a week that no container uses and no opened project names; ' +
      'whoever needs one again has to pull or build it.',
  }),
  'stopped-containers': (items) => {
    const written = items.some(({ size }) => size > 0);
    const what = 'Containers that do not run and belong to no Compose project';
    return written
      ? { losesData: true, text: `${what}; what they wrote outside of volumes and their logs go with them.` }
      : {
          losesData: false,
          text: `${what}; they wrote nothing outside of volumes. Their logs go with them.`,
        };
  },
  'build-cache': () => ({
    losesData: false,
    text: 'Steps and downloads that builds keep to be faster; the next build of each image takes longer once.',
  }),
  'unused-volumes': () => ({
    losesData: true,
    text: 'Volumes that no container uses and no opened project names. What is in them, databases above all, is gone for good.',
  }),
};

/** By the files of an opened project, or built for one, whose files may not load now. */
function isNeeded({ id, names }: DiskImage, needs: Needs): boolean {
  const builtFor = (name: string) =>
    [...needs.projects].some((project) => name.startsWith(`${project}-`) || name.startsWith(`${project}_`));
  return needs.images.has(id) || names.some(builtFor);
}

/**
 * It is started again with its stack, whether that is opened here or not. Also when the stack's folder is not there: it may
 * lie on another machine, on a drive that is not mounted, or in another checkout. Such a stack is in the list of projects
 * as long as it has containers, and is taken down there as a whole.
 */
function ofProject({ labels }: DiskContainer): boolean {
  return projectOf(labels) !== '';
}

function projectOf(labels: Record<string, string>): string {
  return labels['com.docker.compose.project'] ?? '';
}
