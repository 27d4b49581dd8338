/** Where the blocks of one source lie on this machine. */
export interface Catalogue {
  /** `blockyard` for those that are shipped, else as the team or the stack file calls it. */
  name: string;
  kind: 'built-in' | 'git';
  /** Absolute; each folder in it with a block.yaml is a block. */
  folder: string;
  /** Of a git catalogue. */
  url?: string;
  commit?: string;
  /** Of all its content. */
  hash?: string;
}

/** A block's folder, found by its reference and not read yet. */
export interface FoundBlock {
  name: string;
  /** `0.0.0` where block.yaml does not say it: whoever reads the block tells why. */
  version: string;
  folder: string;
  catalogue: Catalogue | { kind: 'folder' };
}

/** What a project may use: the shipped catalogue, the team's, those of its own lock. */
export interface Catalogues {
  /** In the order in which a name without a catalogue is looked up: the project's and the team's before the shipped one. */
  all(projectFolder?: string): Promise<readonly Catalogue[]>;
  /** The block that a reference of the stack file means: the newest that fits. @throws BlockNotFound, with the nearest names */
  find(reference: string, projectFolder: string): Promise<FoundBlock>;
  /** Every block of every catalogue, name and version alone (of each name the newest of each major version). */
  list(projectFolder?: string): Promise<FoundBlock[]>;
}
