/** What a step works on. `name` is the engine's name for it; `service` is there for a service's containers. */
export interface StepTarget {
  kind: 'network' | 'volume' | 'image' | 'container';
  name: string;
  service?: string;
  /** The replica's number, from 1. */
  number?: number;
}

export type StepAction =
  | 'create'
  | 'recreate'
  | 'start'
  | 'restart'
  | 'stop'
  | 'remove'
  | 'pull'
  | 'build'
  | 'adopt'
  | 'run'
  | 'wait';

/** Why a step is there, in a form that a view can group and a person can read. */
export interface Cause {
  /** Stable word for the kind of change, such as `missing`, `image-changed`, `environment-changed`, `orphan`, `forced`. */
  kind: string;
  /** A sentence's fragment: `env DATABASE_URL changed, from the shell`. */
  text: string;
}

export interface Step {
  /** Unique in its plan, stable from plan to plan: `container:shop-api-1:create`. */
  id: string;
  action: StepAction;
  target: StepTarget;
  causes: Cause[];
  /** Ids of the steps that must be done before this one starts. */
  after: string[];
  /** What would be lost; such a step is carried out only after the user agreed. */
  loses?: string;
}

/** What would change on the engine, piece by piece. An empty list of steps means there is nothing to do. */
export interface Plan {
  project: string;
  steps: Step[];
  /** What stays as it is, so that a view can show the whole stack. */
  unchanged: StepTarget[];
}
