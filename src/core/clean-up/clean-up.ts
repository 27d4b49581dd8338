/** A thing on the engine's disk. */
export interface DiskItem {
  /** Unique in its kind; of a volume it holds when it was made, so that a new one of the same name is another. */
  id: string;
  name: string;
  /** Bytes. */
  size: number;
  /** Names of the containers that use it; of a container its state. */
  usedBy: string[];
  /** The Compose project that it was made for. */
  project?: string | undefined;
  createdAt?: number | undefined;
}

export interface DiskKind {
  kind: 'images' | 'containers' | 'volumes' | 'build-cache';
  size: number;
  /** Of it, what nothing uses: of images at least this much, since they share layers. */
  reclaimable: number;
  count: number;
  /** The largest, at most 200. */
  items: DiskItem[];
}

export interface DiskReport {
  kinds: DiskKind[];
  measuredAt: number;
}

export type CleanUpKind =
  | 'dangling-images'
  | 'unused-images'
  | 'stopped-containers'
  | 'build-cache'
  | 'unused-volumes';

export interface CleanUpGroup {
  kind: CleanUpKind;
  size: number;
  /** Whether something would be gone that cannot be made again. */
  losesData: boolean;
  /** In a sentence, what these are and why they may go. */
  text: string;
  /** The largest first. */
  items: DiskItem[];
}

export interface CleanUpPlan {
  groups: CleanUpGroup[];
}

/** What is to go: items of a plan. */
export interface CleanUpWish {
  kind: CleanUpKind;
  id: string;
}

/** What the projects that the user has opened need, also while they do not run. */
export interface Needs {
  /** Names of opened projects. */
  projects: ReadonlySet<string>;
  /** Ids of the images that their files name. */
  images: ReadonlySet<string>;
  /** Names of the volumes that their files name. */
  volumes: ReadonlySet<string>;
}
