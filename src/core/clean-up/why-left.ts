import type { DiskDetails } from '../engine/index.ts';
import type { CleanUpKind } from './clean-up.ts';
import { isBusy, usersOfImage, usersOfVolume, volumeId } from './report.ts';

/** Why something that was planned once may not go any more. */
export function whyLeft(kind: CleanUpKind, id: string, details: DiskDetails): string {
  switch (kind) {
    case 'dangling-images':
    case 'unused-images': {
      const image = details.images.find((it) => it.id === id);
      if (!image) return 'is gone already';
      if (kind === 'dangling-images' && image.names[0]) return `is called ${image.names[0]} now`;
      return usedBy(usersOfImage(image, details.containers));
    }
    case 'stopped-containers': {
      const container = details.containers.find((it) => it.id === id);
      if (!container) return 'is gone already';
      return isBusy(container) ? 'runs again' : 'a project needs it';
    }
    case 'unused-volumes': {
      const volume = details.volumes.find((it) => it.name === id.split('@')[0]);
      if (!volume) return 'is gone already';
      if (volumeId(volume) !== id) return 'was made anew';
      return usedBy(usersOfVolume(volume, details.containers));
    }
    case 'build-cache':
      return details.buildCache.some((it) => it.id === id)
        ? 'a build or an image uses it now'
        : 'is gone already';
  }
}

function usedBy([user]: readonly { name: string }[]): string {
  return user ? `${user.name} uses it now` : 'a project needs it';
}
