import type { ComposeProject } from '../compose/index.ts';

/** A project that the workbench knows: opened by its user, or merely seen on the engine. */
export interface KnownFolder {
  /** Stable for its folder (for a stack that only the engine knows: for its name). */
  id: string;
  kind: 'opened' | 'seen';
  name: string;
  folder?: string | undefined;
  openedAt?: number | undefined;
}

export interface Projects {
  /** Throws `project-not-found`. */
  get(id: string): Promise<KnownFolder>;
  list(): Promise<KnownFolder[]>;
  /**
   * Its files as they are now; for one that was merely seen, as the engine knows it. Loaded anew when a file changed.
   * Throws what is wrong with the files.
   */
  load(id: string, signal?: AbortSignal): Promise<ComposeProject>;
  /** Throws `project-not-found` when there is no Compose file in the folder. */
  add(folder: string): Promise<KnownFolder>;
  forget(id: string): void;
  /** Called when a project was opened, forgotten, or its files changed. */
  onChange(listener: () => void): () => void;
}
