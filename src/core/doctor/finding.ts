/** What `doctor` found out. `ok` says that something is as it should be. */
export interface Finding {
  level: 'ok' | 'note' | 'warning' | 'error';
  topic:
    | 'node'
    | 'git'
    | 'engine'
    | 'clock'
    | 'disk'
    | 'ports'
    | 'credentials'
    | 'keys'
    | 'store'
    | 'project';
  /** One sentence. */
  what: string;
  /** What to do about it. */
  remedy?: string;
}
