import type { BlockyardError } from '../../../shared/index.ts';
import type { LintFinding } from '../lint/finding.ts';

/** What became of one thing that was looked at. */
export interface CheckRow {
  check: string;
  outcome: 'passed' | 'failed' | 'skipped';
  milliseconds: number;
  /** What was found: `logged in as app`, or why it failed or was left out. */
  words: string;
  remedy?: string;
}

/** What `blockyard block test` found of one block. */
export interface BlockTestReport {
  block: string;
  version: string;
  folder: string;
  engine: string;
  passed: boolean;
  checks: CheckRow[];
  /** Images in whose place others ran: what was proven holds for those. */
  standIns: { image: string; ran: string }[];
  findings: LintFinding[];
  /** The project that was left running on request: its containers tell all that there is to know of it. */
  kept?: { project: string };
  milliseconds: number;
}

/** Why something is not looked at. */
export class LeftOut extends Error {}

/** Something does not hold; the message is for the row of its check. */
export class DoesNotHold extends Error {
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** What is said of an error in a row: all that happened, in one line. */
export function wordsOf(error: Error | BlockyardError): string {
  const { cause } = error;
  const because = cause instanceof Error && cause.message !== error.message ? ` (${cause.message})` : '';
  return `${error.message}${because}`;
}
