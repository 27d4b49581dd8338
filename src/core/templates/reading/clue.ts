/** Something in a repository that a block can follow from. */
export type Clue = { file: string } & (
  | { kind: 'dependency'; ecosystem: Ecosystem; name: string }
  /** What a migration tool or a framework says that it talks to: `postgresql`, `mysql`. */
  | { kind: 'dialect'; tool: string; dialect: string }
  /** An extension of postgres. */
  | { kind: 'extension'; name: string }
  /** A name in an env file, with the scheme of its value if that is a URL; never the value. */
  | { kind: 'variable'; name: string; scheme?: string }
);

export type Ecosystem = 'npm' | 'pypi' | 'go' | 'gem' | 'composer' | 'maven' | 'crate';
