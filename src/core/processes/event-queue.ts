import type { ProcessEvent } from './process-host.ts';

const mostLines = 5_000;

/** Events between a process and its reader. Keeps 5,000 lines, then drops new ones and says how many where they are missing. */
export class EventQueue {
  readonly #events: ProcessEvent[] = [];
  #lines = 0;
  #dropped = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  push(event: ProcessEvent): void {
    if (this.#ended) return;
    if (event.kind === 'lines') {
      if (this.#lines + event.lines.length > mostLines) {
        this.#dropped += event.lines.length;
        return;
      }
      this.#lines += event.lines.length;
    }
    this.#sayDropped();
    this.#events.push(event);
    this.#ended = event.kind === 'ended';
    this.#wake?.();
  }

  async *read(): AsyncGenerator<ProcessEvent> {
    for (;;) {
      const event = this.#events.shift();
      if (!event) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      if (event.kind === 'lines') this.#lines -= event.lines.length;
      yield event;
      if (event.kind === 'ended') return;
    }
  }

  #sayDropped(): void {
    if (this.#dropped === 0) return;
    this.#events.push({ kind: 'dropped', lines: this.#dropped });
    this.#dropped = 0;
  }
}
