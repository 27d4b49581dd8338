import type { BlockyardError } from '../../shared/index.ts';
import type { JoinedTeam } from './joined-team.ts';

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
  /** Of a git catalogue: the root of its repository, where `folder` is in. */
  root?: string;
}

/** A block's folder, found by its reference and not read yet. */
export interface FoundBlock {
  name: string;
  /** `0.0.0` where block.yaml does not say it: whoever reads the block tells why. */
  version: string;
  folder: string;
  /** A folder's path is as a stack file writes it: `./blocks/mine`. */
  catalogue: Catalogue | { kind: 'folder'; path?: string };
}

/** A block that an instance of a project is made from. */
export interface UsedBlock {
  name: string;
  version: string;
  folder: string;
  /** Its catalogue's name; absent for a folder of the project. */
  catalogue?: string;
}

/** An instance whose block is another version than the one that its project's lock says. */
export interface Drift {
  instance: string;
  locked: string;
  used: string;
}

/** What a project may use: the shipped catalogue, the team's, those of its own lock. */
export interface Catalogues {
  /**
   * In the order in which a name without a catalogue is looked up: the team's, the lock's, the shipped one. Fetches what
   * is not on this machine; one that cannot be had is told and left out.
   */
  all(projectFolder?: string, tell?: (problem: BlockyardError) => void): Promise<readonly Catalogue[]>;
  /**
   * The block that a reference of the stack file means: the newest that fits.
   * @throws BlockNotFound, with the nearest names; `catalogue-changed`, `catalogue-unreachable`
   */
  find(reference: string, projectFolder: string): Promise<FoundBlock>;
  /**
   * Every block of every catalogue, name and version alone (of each name the newest of each major version), and those in
   * the project's own folder `blocks`.
   */
  list(projectFolder?: string, tell?: (problem: BlockyardError) => void): Promise<FoundBlock[]>;
  /**
   * Writes the project's lock as far as it says nothing yet of these instances, and forgets others. Versions that it says
   * stay, and those that differ are answered: only `catalogue update` changes them.
   */
  record(projectFolder: string, instances: Readonly<Record<string, UsedBlock>>): Promise<Drift[]>;
  /** The one that this user has joined. */
  team(): Promise<JoinedTeam | undefined>;
}
