import type { Service } from '../compose/index.ts';

/** Whether what is written in the folder is kept by a mount: of the folder, of one above it, or of one in it. */
export function isKept(service: Service, folder: string): boolean {
  const targets = [
    ...(service.volumes ?? []).map(({ target }) => target),
    // Memory instead of a disk is a choice that was made.
    ...(service.tmpfs ?? []).map((entry) => entry.split(':')[0] ?? ''),
  ];
  return targets.some((target) => isWithin(target, folder) || isWithin(folder, target));
}

function isWithin(path: string, folder: string): boolean {
  return `${path.replace(/\/+$/, '')}/`.startsWith(`${folder.replace(/\/+$/, '')}/`);
}
