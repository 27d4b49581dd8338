import type { BlockyardError } from '../../shared/index.ts';
import type { StackProject } from '../blocks/index.ts';
import type { TaskContext } from '../tasks/index.ts';

/** A project that the workbench knows: opened by its user, or merely seen on the engine. */
export interface KnownFolder {
  /** Stable for its folder (for a stack that only the engine knows: for its name). */
  id: string;
  kind: 'opened' | 'seen';
  /** The stack's name: of one whose files never loaded, what its folder suggests. */
  name: string;
  folder?: string | undefined;
  /** Milliseconds since the epoch. */
  openedAt?: number | undefined;
}

/** What the files of an opened project say now. */
export interface FolderState {
  project?: StackProject | undefined;
  /** Why they do not load; `project` is then absent. */
  problem?: BlockyardError | undefined;
  /** Of its git repository; the short commit when it is on none. */
  branch?: string | undefined;
}

export interface CloneRequest {
  /** `https://…`, `ssh://…`, `git@host:path`, `git://…`, `file://…`. */
  url: string;
  /** Absolute. */
  parentFolder: string;
  /** Default: the last part of the address. */
  folderName?: string | undefined;
}

/** A folder's folders, for a chooser; hidden ones are left out. */
export interface FolderListing {
  /** Absolute. */
  path: string;
  parent?: string | undefined;
  folders: { name: string; path: string; hasComposeFile: boolean; isRepository: boolean }[];
  /** How many there are beyond those listed. */
  omitted: number;
  hasComposeFile: boolean;
}

export interface Projects extends Disposable {
  /** Throws `project-not-found`. */
  get(id: string): Promise<KnownFolder>;
  /** Opened ones by when they were last opened, then those that were merely seen on the engine. */
  list(): Promise<KnownFolder[]>;
  /** Of a stack by its name: the id of the opened project, else the one that it has as a stack that is merely seen. */
  idOf(name: string): string;
  /** Only those that were opened; asks nobody. */
  opened(): KnownFolder[];
  /**
   * Its files as they are now; for one that was merely seen, as the engine knows it. Loaded anew when a file changed.
   * Services that are named become active whatever their profile is. Throws what is wrong with the files.
   */
  load(id: string, signal?: AbortSignal, services?: readonly string[]): Promise<StackProject>;
  /**
   * The same of an opened one, as fresh as what `onChange` tells: while somebody listens, files are looked at only after
   * they changed. For one that was merely seen: nothing.
   */
  look(id: string): Promise<FolderState>;
  /** Throws `project-not-found` when there is no Compose file in the folder. */
  add(folder: string): Promise<KnownFolder>;
  forget(id: string): void;
  /** Clones into a folder that is new or empty, then opens it. What was half made is removed when it fails. */
  clone(request: CloneRequest, task: TaskContext): Promise<KnownFolder>;
  /** Default: the user's home. At most 500. */
  folders(path?: string): Promise<FolderListing>;
  /** The sample that is shipped, as a folder of the user's. Where there is one already, it is opened as it is. */
  openSample(): Promise<KnownFolder>;
  /** Called when a project was opened, forgotten, or its files or branch changed. */
  onChange(listener: () => void): () => void;
}
