import type { Where } from '../../shared/index.ts';

/** What a grant is about. */
export type GrantKind =
  | 'mount'
  | 'engine'
  | 'host'
  | 'capability'
  | 'device'
  | 'container'
  | 'volume'
  | 'network'
  | 'file'
  | 'build'
  | 'program'
  | 'secret-command'
  | 'hook'
  | 'shell'
  | 'label'
  | 'unknown';

/** A named power that a stack file asks for. */
export interface Grant {
  /** Stable name of exactly this power: the same power has the same name tomorrow, a wider one has another. */
  name: string;
  kind: GrantKind;
  /** The service that asks, if it is one. */
  service?: string;
  /** What it means, as a sentence: `web reads and writes /etc of this machine.` */
  text: string;
  where?: Where;
}
