import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write in several steps: one change is told, in milliseconds after the last. */
const calm = 50;

export interface FileWatch {
  /** Whether all of their folders can be watched: systems have limits. */
  isComplete(): boolean;
  stop(): void;
}

/**
 * Tells when one of these files is written, replaced, made or removed. It is their folders that are watched, since
 * editors put new files in the place of old ones.
 */
export function watchFiles(files: readonly string[], onChange: () => void): FileWatch {
  const names = new Map<string, Set<string>>();
  for (const file of files) {
    const folder = dirname(file);
    names.set(folder, (names.get(folder) ?? new Set()).add(basename(file)));
  }
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, calm).unref();
  };
  let complete = true;
  const watchers = [...names].flatMap(([folder, its]) => {
    try {
      const watcher: FSWatcher = watch(folder, { persistent: false }, (_, name) => {
        if (name === null || its.has(name)) changed();
      });
      watcher.on('error', () => {
        complete = false;
        watcher.close();
      });
      return [watcher];
    } catch {
      complete = false;
      return [];
    }
  });
  return {
    isComplete: () => complete,
    stop: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
