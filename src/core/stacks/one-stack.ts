import type { StackView } from '../../shared/contract/index.ts';
import type { KnownFolder } from '../projects/index.ts';
import type { FeedSource } from './feed.ts';
import { Sources, type StacksOptions } from './sources.ts';
import { viewOf } from './stack-view.ts';

/** One stack as its page shows it. */
export class StackSource implements FeedSource<StackView> {
  readonly #id: string;
  readonly #options: StacksOptions;
  readonly #sources: Sources;
  #known: KnownFolder | undefined;
  #revision = 0;
  #last: string | undefined;

  constructor(id: string, options: StacksOptions) {
    this.#id = id;
    this.#options = options;
    this.#sources = new Sources(options);
  }

  listen(changed: () => void): () => void {
    return this.#sources.listen(changed);
  }

  async compose(): Promise<StackView> {
    const { live, projects, tasks } = this.#options;
    const files = await projects.look(this.#id);
    const known = await this.#find();
    const view = viewOf({
      known,
      files,
      sighting: this.#sources.sighting,
      endings: live.endings,
      tasks: tasks.list({ project: known.name, running: true }),
    });
    const text = JSON.stringify(view, withoutAge);
    if (text !== this.#last) this.#revision++;
    this.#last = text;
    return { ...view, revision: this.#revision };
  }

  /** A stack that was merely seen goes with its last container; its page goes on to show that nothing is there. */
  async #find(): Promise<KnownFolder> {
    try {
      this.#known = await this.#options.projects.get(this.#id);
    } catch (thrown) {
      if (this.#known?.kind !== 'seen') throw thrown;
    }
    return this.#known as KnownFolder;
  }
}

/** That time passes changes the engine's words for it, and nothing of the stack. */
function withoutAge(key: string, value: unknown): unknown {
  return key === 'status' || key === 'seenAt' ? undefined : value;
}
