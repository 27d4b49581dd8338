import { createHash } from 'node:crypto';

/** Below the range from which systems hand out ports by themselves. */
const first = 20_000;
const count = 10_000;

/** Ports on 127.0.0.1 that stay the same for a project, whoever asks and whatever else is in the stack. */
export class StablePorts {
  readonly #project: string;
  readonly #taken = new Set<number>();

  constructor(project: string) {
    this.#project = project;
  }

  /** Marks a port that somebody wished for. */
  take(port: number): void {
    this.#taken.add(port);
  }

  /** The endpoint's port, or the next one that is free in this stack. */
  of(instance: string, endpoint: string): number {
    const digest = createHash('sha256').update([this.#project, instance, endpoint].join('\n')).digest();
    let offset = digest.readUInt32BE(0) % count;
    while (this.#taken.has(first + offset)) offset = (offset + 1) % count;
    this.#taken.add(first + offset);
    return first + offset;
  }
}
