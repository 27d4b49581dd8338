import type { BlockyardError, Where } from '../../shared/index.ts';
import type { GuardrailRule } from '../blocks/index.ts';
import type { Severity } from './finding.ts';

/** A severity that somebody wishes for a rule; `off`: it is not looked at. */
export type WishedSeverity = Severity | 'off';

export type SourcedRule = GuardrailRule & {
  /** `block postgres`, `catalogue acme`. */
  source: string;
};

/** What rules know beside the project; none of it is asked for while they run. */
export interface Facts {
  /** The date here, as `2026-11-24`: exceptions end by it. */
  today: string;
  /** Bytes that the engine has; absent while there is none. */
  engineMemory?: number | undefined;
  /** What the team's file says, over the rules' own. */
  teamSeverities?: Readonly<Record<string, WishedSeverity>> | undefined;
  /** Rules of catalogues, beside those of the project's blocks. */
  rules?: readonly SourcedRule[] | undefined;
  /** What is wrong with files of catalogues that should be rules. */
  ruleProblems?: readonly BlockyardError[] | undefined;
  /** The line of a file, as written. Absent: nothing is known of how it was written. */
  lineAt?(where: Where): string | undefined;
  /** The text of a file of the project, where it is there and not large. */
  read?(path: string): string | undefined;
}
