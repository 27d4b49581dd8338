import type { PlacedBlock } from '../format/read-block.ts';
import type { StackFile } from '../format/stack-file.ts';

export type BlockUse = NonNullable<StackFile['blocks']>[string];

/** A block in a stack, found and read, not expanded yet. */
export interface Member {
  name: string;
  block: PlacedBlock;
  /** What the stack file says of it, its variables replaced; of one that a block uses: what that says. */
  use: BlockUse;
  /** Path in the stack file that messages about it point to. */
  path: readonly string[];
  /** The member that asked for it by `uses`, if the stack file did not. */
  usedBy?: string;
  /** Name of `uses` → member. */
  uses: Record<string, string>;
  /** Texts of the files that it brings, by their path in its folder. */
  texts: Map<string, string>;
}
