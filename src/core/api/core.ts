import type { DesktopWish } from '../../shared/contract/index.ts';
import type { Activity } from '../activity/index.ts';
import type { Catalogues } from '../catalogues/index.ts';
import type { Live } from '../live/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { ProcessHost } from '../processes/index.ts';
import type { Projects } from '../projects/index.ts';
import type { SecretStore } from '../secrets/index.ts';
import type { Stacks } from '../stacks/index.ts';
import type { Store } from '../store/index.ts';
import type { Tasks } from '../tasks/index.ts';
import type { TeamMembership } from '../team/index.ts';
import type { Terminals } from '../terminals/index.ts';

/** What is around the core: the Electron shell, the browser mode, or a test. */
export interface Host {
  kind: 'desktop' | 'browser' | 'test';
  /** What a desktop can do; absent elsewhere. */
  desktop?: DesktopHost | undefined;
}

export interface DesktopState {
  openAtLogin: boolean;
  update?: { version: string; ready: boolean };
  updateProblem?: string;
}

/** The Electron shell as the core sees it; calls go to the main process. */
export interface DesktopHost {
  state(): Promise<DesktopState>;
  setOpenAtLogin(open: boolean): Promise<DesktopState>;
  chooseFolder(): Promise<string | undefined>;
  installUpdate(): Promise<void>;
  setTheme(theme: 'system' | 'light' | 'dark'): Promise<void>;
  /** Each goes to one reader, once; those that nobody has read yet wait for one. */
  wishes(signal: AbortSignal): AsyncIterable<DesktopWish>;
}

/** All that the procedures work with; one a process. */
export interface Core extends AsyncDisposable {
  /** Another one for each process. */
  readonly id: string;
  readonly startedAt: number;
  /** Aborts as soon as this is disposed of: the end of all that clients asked for. */
  readonly closing: AbortSignal;
  readonly version: string;
  readonly host: Host;
  /** The environment in which engines and tools are looked for (in the app: the login shell's). */
  readonly environment: NodeJS.ProcessEnv;
  /** By which child processes are started, and by nothing else. */
  readonly processes: ProcessHost;
  readonly store: Store;
  readonly secrets: SecretStore;
  readonly tasks: Tasks;
  readonly live: Live;
  readonly projects: Projects;
  readonly terminals: Terminals;
  readonly metrics: Metrics;
  readonly stacks: Stacks;
  readonly catalogues: Catalogues;
  readonly team: TeamMembership;
  readonly activity: Activity;
  /** Asks a procedure by its path (`stacks.up`), as a client would: for what was remembered of earlier. */
  ask(procedure: string, input: unknown): Promise<unknown>;
}

export interface CoreOptions {
  version: string;
  via: 'app' | 'web';
  host: Host;
  environment: NodeJS.ProcessEnv;
  /** Default: Node's own child processes. */
  processes?: ProcessHost | undefined;
  /** The store's folder; default: as for the command line. */
  folder?: string | undefined;
}
