import type {
  ContainerInspection,
  GrantView,
  ProjectSummary,
  StackView,
  UpRequest,
} from '../../shared/contract/index.ts';
import type { Plan } from '../../shared/index.ts';
import type { CloneRequest, KnownFolder } from '../projects/index.ts';
import type { BlockAdding } from './adding.ts';
import type { StackGuardrails } from './guardrails.ts';
import type { StackInstances } from './instances.ts';
import type { StackSecrets } from './secrets.ts';
import type { BlockUpgrading } from './upgrading.ts';

export interface DownRequest {
  services?: string[] | undefined;
  volumes?: boolean | undefined;
  removeOrphans?: boolean | undefined;
}

/** The stacks of all known projects: their states as views show them, and the verbs, each as a task of its own. */
export interface Stacks {
  /** All at a glance. Made anew after changes only; while nobody follows, nothing is done. */
  followAll(signal: AbortSignal): AsyncGenerator<ProjectSummary[], void>;
  /** The newest of one project. */
  summary(known: KnownFolder): Promise<ProjectSummary>;
  /** Throws `project-not-found`. */
  follow(project: string, signal: AbortSignal): AsyncGenerator<StackView, void>;
  plan(project: string, request: UpRequest, signal: AbortSignal): Promise<Plan>;
  /**
   * Each verb answers the id of its task as soon as that runs. Before, it throws what is wrong with the files, with the
   * engine's connection, `guardrail-denied` (`up` and `rebuild`), `trust-required`, or `secret-missing`.
   */
  up(project: string, request: UpRequest): Promise<string>;
  down(project: string, request: DownRequest): Promise<string>;
  start(project: string, services?: string[]): Promise<string>;
  stop(project: string, services?: string[]): Promise<string>;
  restart(project: string, services?: string[]): Promise<string>;
  rebuild(project: string, services?: string[], noCache?: boolean): Promise<string>;
  pull(project: string, services?: string[]): Promise<string>;
  /** The one that runs already, when there is one. */
  watch(project: string, services?: string[]): Promise<string>;
  /** Clones a repository and opens it. */
  clone(request: CloneRequest): string;
  inspect(project: string, container: string, signal: AbortSignal): Promise<ContainerInspection>;
  /** The resolved Compose file in YAML, with secrets masked. */
  configuration(project: string, signal: AbortSignal): Promise<string>;
  trustOf(project: string): Promise<{ folder: string; given: GrantView[]; missing: GrantView[] }>;
  /** Gives those of these names that the files ask for. */
  giveTrust(project: string, names: readonly string[]): Promise<void>;
  revokeTrust(project: string): Promise<void>;
  readonly adding: BlockAdding;
  readonly upgrading: BlockUpgrading;
  readonly instances: StackInstances;
  readonly secrets: StackSecrets;
  readonly guardrails: StackGuardrails;
}
