import type { BlockyardError } from '../../shared/index.ts';
import type { Progress, TaskContext } from '../tasks/index.ts';

/** The progress of one verb: a line for each thing that it works on, made when work on it begins. */
export class Lines {
  readonly #task: TaskContext;
  readonly #lines = new Map<string, Progress>();

  constructor(task: TaskContext) {
    this.#task = task;
  }

  of(name: string): Progress {
    const known = this.#lines.get(name);
    if (known) return known;
    const line = this.#task.progress(name);
    line.start();
    this.#lines.set(name, line);
    return line;
  }

  say(name: string, text: string): void {
    this.of(name).update({ text });
  }

  done(name: string, text: string): void {
    this.of(name).done(text);
  }

  fail(name: string, error: BlockyardError): void {
    this.of(name).fail(error);
  }

  /** A line that needs no work. */
  note(title: string, text: string): void {
    this.#task.progress(title).done(text);
  }
}
