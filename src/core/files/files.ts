/*
 * What lies in a stack's containers and volumes, to look at and to take along; nothing is ever written. Containers that
 * run are asked by the tools that they have; of others, and those without tools, the engine's archives are read.
 */

/** Something with files in it: a container by its name, or a volume by the engine's name. */
export interface Place {
  kind: 'container' | 'volume';
  name: string;
}

export interface StackPlace extends Place {
  /** Whose container it is. */
  service?: string | undefined;
  /** Short, for people: `db`, `db 2` where a service has several; `orders`; `anonymous, at /data`. */
  title: string;
  /** Whether its container, or one that mounts the volume, runs: then looking is fast. */
  running: boolean;
  /** For people: what it is, `mounted by db at /var/lib/postgresql/data`. */
  text: string;
}

export type FileKind = 'file' | 'folder' | 'link' | 'other';

export interface FileEntry {
  name: string;
  kind: FileKind;
  /** Bytes. */
  size: number;
  /** As `ls` writes it, without the kind: `rwxr-xr-x`. */
  mode: string;
  /** `user:group`, numbers where they have no names. */
  owner: string;
  /** Milliseconds since the epoch. */
  changedAt?: number | undefined;
  linkTarget?: string | undefined;
  /** What a link leads to, where that is known. */
  leadsTo?: 'file' | 'folder' | 'nothing' | undefined;
}

export interface Listing {
  /** From the root of the place. */
  path: string;
  /** Folders first, then by name. */
  entries: FileEntry[];
  /** How many more there are. */
  omitted: number;
  /** Why something may be missing. */
  note?: string | undefined;
}

/** Entries, and why some may be missing. */
export interface FoundEntries {
  entries: FileEntry[];
  note?: string | undefined;
}

/** The beginning of a file. */
export interface FileContent {
  path: string;
  /** Bytes. */
  size: number;
  kind: 'text' | 'picture' | 'binary';
  mediaType: string;
  text?: string | undefined;
  /** Of a picture; of other bytes the first few. */
  base64?: string | undefined;
  truncated: boolean;
}

export interface DownloadPiece {
  /** A name for the file that comes of it. */
  name: string;
  base64: string;
  /** Bytes of the whole; unknown for a folder. */
  size?: number | undefined;
}
