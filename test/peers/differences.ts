/** Where our `config --json` is meant to differ from Compose's, and why. */
export interface Difference {
  case: string;
  /** Keys from the top, with dots between them. */
  path: string;
  /** What Compose prints there; undefined where it prints nothing. */
  compose: unknown;
  /** What we print there; undefined where we print nothing. */
  ours: unknown;
  reason: string;
}

export const differences: Difference[] = [];
