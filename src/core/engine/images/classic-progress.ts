import type { BuildProgress } from '../engine.ts';
import type { FailedStep } from './build-progress.ts';

const shownLines = 20;

/** Turns the classic builder's text (`Step 2/4 : RUN make`, ` ---> Using cache`) into the same progress as BuildKit's. */
export class ClassicProgress {
  readonly #tell: (progress: BuildProgress) => void;
  #rest = '';
  #step: { id: string; title: string; cached: boolean; lines: string[] } | undefined;

  constructor(tell: ((progress: BuildProgress) => void) | undefined) {
    this.#tell = tell ?? (() => {});
  }

  output(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line.replace(/\r$/, ''));
  }

  /** All went well. */
  end(): void {
    this.#close(this.#step?.cached ? 'cached' : 'done');
  }

  fail(reason: string): FailedStep | undefined {
    if (this.#rest !== '') this.#line(this.#rest);
    const step = this.#step;
    this.#close('failed');
    return step && { title: step.title, reason, output: step.lines.slice(-shownLines) };
  }

  #line(line: string): void {
    const [, number, total, instruction] = /^(?:Step|STEP) (\d+)\/(\d+) ?: (.*)$/.exec(line) ?? [];
    if (instruction !== undefined) {
      this.end();
      const title = `[${number}/${total}] ${instruction}`;
      this.#step = { id: `step-${number}`, title, cached: false, lines: [] };
      this.#tell({ kind: 'step', id: this.#step.id, title, state: 'running' });
    } else if (/^ ?-+> Using cache/.test(line) && this.#step) this.#step.cached = true;
    else if (
      line !== '' &&
      !/^ ?-+> |^Removing intermediate container|^Successfully (?:built|tagged)/.test(line)
    ) {
      this.#step?.lines.push(line);
      this.#tell({ kind: 'output', ...(this.#step && { step: this.#step.id }), text: line });
    }
  }

  #close(state: 'done' | 'cached' | 'failed'): void {
    if (!this.#step) return;
    this.#tell({ kind: 'step', id: this.#step.id, title: this.#step.title, state });
    this.#step = undefined;
  }
}
