import type { BlockyardError } from '../../shared/index.ts';
import type { Progress, TaskContext } from '../tasks/index.ts';

/** The progress of one verb: a line for each thing that it works on, made when work on it begins. */
export class Lines {
  readonly #task: TaskContext;
  readonly #lines = new Map<string, Progress>();
  readonly #services = new Map<string, string>();

  constructor(task: TaskContext) {
    this.#task = task;
  }

  /** Whose line it is, for views that show services. */
  about(name: string, service: string | undefined): void {
    if (service === undefined || this.#services.has(name)) return;
    this.#services.set(name, service);
    this.#lines.get(name)?.update({ service });
  }

  of(name: string): Progress {
    const known = this.#lines.get(name);
    if (known) return known;
    const line = this.#task.progress(name);
    line.start();
    const service = this.#services.get(name);
    if (service !== undefined) line.update({ service });
    this.#lines.set(name, line);
    return line;
  }

  say(name: string, text: string): void {
    this.of(name).update({ text });
  }

  /** It cannot go on before these services are ready; none: before it is ready itself. */
  wait(name: string, services: string[], text: string): void {
    this.of(name).update({ text, waitsFor: services });
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
