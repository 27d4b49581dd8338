import { toBlockyardError } from '../../../shared/index.ts';
import { Secrets } from '../../masking/index.ts';
import type { TaskContext } from '../../tasks/index.ts';
import { type CheckRow, DoesNotHold, LeftOut, wordsOf } from './report.ts';

/** Looks at one thing after another, and writes down what came of it. An interrupt ends it, nothing else does. */
export class Checks {
  readonly rows: CheckRow[] = [];
  /** Never to be shown: what the stack's secrets are. */
  readonly secrets = new Secrets();
  readonly #task: TaskContext;

  constructor(task: TaskContext) {
    this.#task = task;
  }

  get passed(): boolean {
    return this.rows.every(({ outcome }) => outcome !== 'failed');
  }

  /** @returns whether it passed */
  async check(name: string, look: () => Promise<string>): Promise<boolean> {
    const progress = this.#task.progress(name);
    progress.start();
    const begun = performance.now();
    const write = (outcome: CheckRow['outcome'], words: string, remedy?: string) => {
      const milliseconds = Math.round(performance.now() - begun);
      this.rows.push({
        check: name,
        outcome,
        milliseconds,
        words: this.secrets.maskKnown(words),
        ...(remedy !== undefined && { remedy: this.secrets.maskKnown(remedy) }),
      });
    };
    try {
      const words = await look();
      write('passed', words);
      progress.done(words);
      return true;
    } catch (thrown) {
      this.#task.signal.throwIfAborted();
      if (thrown instanceof LeftOut) {
        write('skipped', thrown.message);
        progress.skip(thrown.message);
        return false;
      }
      const error = toBlockyardError(thrown);
      const told = thrown instanceof Error ? thrown : error;
      // What a check itself found is no fault of ours.
      const remedy =
        thrown instanceof DoesNotHold ? thrown.remedy : error.code === 'internal' ? undefined : error.remedy;
      write('failed', wordsOf(told), remedy);
      progress.fail(error);
      return false;
    }
  }
}
