/** One change of blockyard.yaml, which is merged over compose.yaml: what it says holds. */
export type StackEdit =
  | { kind: 'set'; path: readonly string[]; value: unknown }
  /** Takes the place of what lower files list, where merging would add to it (`!override`). */
  | { kind: 'replace'; path: readonly string[]; value: unknown }
  /** Takes away what lower files say (`!reset`). */
  | { kind: 'reset'; path: readonly string[] }
  | { kind: 'append'; path: readonly string[]; value: unknown };

/** What mends a finding without a choice that only a person can make. */
export interface Fix {
  /** `Writes mem_limit: 512m for db.` */
  text: string;
  edits: readonly StackEdit[];
}
