/** What a container, or a service (the sum of its containers), uses. */
export interface Usage {
  /** Milliseconds since the epoch. */
  time: number;
  /** Percent of one CPU: 200 means two busy ones. */
  cpuPercent: number;
  /** Bytes. */
  memoryUsed: number;
  /** Bytes: of the containers, at most what the machine has. */
  memoryLimit: number;
  /** Bytes a second, as the three below. */
  networkReceived: number;
  networkSent: number;
  blockRead: number;
  blockWritten: number;
  processes: number;
}

/** The newest of each service of a project that runs. */
export interface UsageOfServices {
  time: number;
  services: Record<string, Usage>;
}

/** What is kept of it over time. */
export const columns = [
  'cpuPercent',
  'memoryUsed',
  'memoryLimit',
  'networkReceived',
  'networkSent',
  'blockRead',
  'blockWritten',
] as const;
export type Column = (typeof columns)[number];

/** Of levels the highest is kept when measurements are put together (a peak of memory is what kills), of the rest the mean. */
export function isLevel(column: Column): boolean {
  return column === 'memoryUsed' || column === 'memoryLimit';
}

/** Columns of one length; null where nothing was measured. */
export type Series = { service: string; time: number[] } & Record<Column, (number | null)[]>;

export interface Mark {
  time: number;
  service: string;
  container: string;
  kind: 'oom' | 'restart' | 'start' | 'stop' | 'die' | 'health-lost' | 'health-back';
  /** In words for people. */
  text: string;
}

export interface Load {
  cpuPercent: number;
  memoryUsed: number;
}

export interface HistoryQuery {
  /** The project's id. */
  project: string;
  services?: string[] | undefined;
  since: number;
  until?: number | undefined;
  /** At most so many points for each service. */
  points: number;
}

export interface History {
  series: Series[];
  marks: Mark[];
  /** When the oldest measurement was taken; undefined when there is none. */
  keptSince?: number | undefined;
}

/**
 * Measures the running containers of opened projects: every ten seconds, and about once a second while somebody looks
 * at the project. Several processes on one engine measure once: the one that holds the lock keeps what it measured.
 */
export interface Metrics extends AsyncDisposable {
  /** The newest usage of each service of a project: as soon as it is known, then about once a second. */
  follow(project: string, signal: AbortSignal): AsyncGenerator<UsageOfServices, void>;
  history(query: HistoryQuery): Promise<History>;
  /** Of all services of a project, by its name; undefined when nothing of it runs or nobody measured it lately. */
  loadOf(name: string): Load | undefined;
  /** Called when a load may be another one. */
  onChange(listener: () => void): () => void;
}
