import { randomBytes } from 'node:crypto';

const validMilliseconds = 60_000;

/**
 * Addresses that let in once. The one with the token is nothing for the arguments of a program such as the system's opener:
 * every user of the machine can read those.
 */
export class Tickets {
  readonly #open = new Set<string>();

  /** The path of a new one; it is void after a minute. */
  issue(): string {
    const path = `/open/${randomBytes(32).toString('base64url')}`;
    this.#open.add(path);
    setTimeout(() => this.#open.delete(path), validMilliseconds).unref();
    return path;
  }

  /** Whether it was one; it is none any more. */
  redeem(path: string): boolean {
    return this.#open.delete(path);
  }
}
