import type { TreeMap } from '../../compose/index.ts';
import type { BlockInstance } from '../stack-project.ts';
import type { Member } from './member.ts';
import type { Gate, Part } from './services.ts';

/** A member with all that became of it. */
export interface ExpandedMember {
  member: Member;
  instance: BlockInstance;
  parts: Part[];
  gates: Gate[];
  /** Its document. */
  tree: TreeMap;
  /** Generated secrets → length. */
  generated: ReadonlyMap<string, number>;
  /** It runs on the developer's machine: its consumers need a name for that. */
  needsWayToHost: boolean;
}
