import type { Live, Sighting } from '../live/index.ts';
import type { Metrics } from '../metrics/index.ts';
import type { Projects } from '../projects/index.ts';
import type { SecretStore } from '../secrets/index.ts';
import type { Store } from '../store/index.ts';
import type { Tasks } from '../tasks/index.ts';

export interface StacksOptions {
  store: Store;
  secrets: SecretStore;
  tasks: Tasks;
  live: Live;
  projects: Projects;
  /** In which the sources of secrets run. */
  environment: NodeJS.ProcessEnv;
  /** This Blockyard's: a team may need a newer one. */
  version: string;
  /** Where it is measured: what the stacks use. */
  metrics?: Pick<Metrics, 'loadOf' | 'onChange'> | undefined;
}

/** How long a page waits for the first look at the engine before it shows the files alone, in milliseconds. */
const patience = 300;

/** What every state is made from: the files, the tasks, and what is on the engine. */
export class Sources {
  #sighting: Sighting | undefined;
  readonly #options: StacksOptions;

  constructor(options: StacksOptions) {
    this.#options = options;
  }

  get sighting(): Sighting | undefined {
    return this.#sighting;
  }

  /** Tells when one of them has changed, for the first time when the engine was looked at or is slow to answer. */
  listen(changed: () => void): () => void {
    const { live, projects, tasks } = this.#options;
    const stopped = new AbortController();
    let begun = false;
    const begin = () => {
      begun = true;
      changed();
    };
    const impatience = setTimeout(begin, patience).unref();
    const follow = async () => {
      for await (const sighting of live.sightings.follow(stopped.signal)) {
        this.#sighting = sighting;
        clearTimeout(impatience);
        begin();
      }
    };
    void follow();
    const tell = () => {
      if (begun) changed();
    };
    const stops = [projects.onChange(tell), tasks.onChange(tell)];
    return () => {
      stopped.abort();
      clearTimeout(impatience);
      this.#sighting = undefined;
      for (const stop of stops) stop();
    };
  }
}
