/** What was seen and what follows from it: `package.json depends on pg → block postgres`. */
export interface Reason {
  file: string;
  saw: string;
  follows: string;
}

export interface ProposedFile {
  /** Relative to the folder, with slashes. */
  path: string;
  content: string;
  /** Whether there is none of that name: what is there is never overwritten. */
  isNew: boolean;
  /** Of what is executable. */
  mode?: number;
}

export interface Proposal {
  /** Absolute; it need not exist. */
  folder: string;
  name: string;
  reasons: Reason[];
  /** None when there is nothing to propose. */
  files: ProposedFile[];
}

export interface Template {
  name: string;
  title: string;
  description: string;
  /** What it is made of, for the eye. */
  blocks: string[];
}
