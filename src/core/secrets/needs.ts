import type { Where } from '../../shared/index.ts';

/** A secret that a stack's files name. */
export interface SecretNeed {
  name: string;
  /** Services and blocks that need it. */
  neededBy: string[];
  description?: string;
  where?: Where;
  /** Made by us when it is not there: a password of that many characters. */
  generate?: number;
}

/** A need that nobody has met yet. */
export interface MissingSecret extends SecretNeed {
  /** What to do to get it, as a sentence. */
  remedy: string;
  /** Why its source gave nothing, if there is one. */
  problem?: string;
}

/** How a secret is got that nobody has typed in, as a stack or team file declares it. */
export interface SourceOfSecret {
  command?: string[] | undefined;
  description?: string | undefined;
  help?: string | undefined;
}

/** A command that would run on this machine for a secret: a grant of trust. */
export interface SecretCommand {
  name: string;
  command: string[];
  where?: Where;
}
