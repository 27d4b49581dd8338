import type { DesktopWish } from '../shared/contract/index.ts';

const most = 16;

/** What links, menus, the tray and notifications would like the page to show, until a page has taken it. */
export class Wishes {
  readonly #waiting: DesktopWish[] = [];
  readonly #wakes = new Set<() => void>();

  /** When nobody takes them, the newest 16 are kept. */
  add(wish: DesktopWish): void {
    this.#waiting.push(wish);
    if (this.#waiting.length > most) this.#waiting.shift();
    for (const wake of [...this.#wakes]) wake();
  }

  async *take(signal: AbortSignal): AsyncGenerator<DesktopWish> {
    while (!signal.aborted) {
      const wish = this.#waiting.shift();
      if (wish) yield wish;
      else await this.#next(signal);
    }
  }

  #next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.#wakes.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.#wakes.add(end);
      signal.addEventListener('abort', end);
    });
  }
}
