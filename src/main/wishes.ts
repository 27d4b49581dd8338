import { EventEmitter, once } from 'node:events';
import type { DesktopWish } from '../shared/contract/index.ts';

const most = 16;

/** What links, menus, the tray and notifications would like the page to show, until a page has taken it. */
export class Wishes {
  readonly #waiting: DesktopWish[] = [];
  readonly #bell = new EventEmitter();

  /** When nobody takes them, the newest 16 are kept. */
  add(wish: DesktopWish): void {
    this.#waiting.push(wish);
    if (this.#waiting.length > most) this.#waiting.shift();
    this.#bell.emit('wish');
  }

  async *take(signal: AbortSignal): AsyncGenerator<DesktopWish> {
    while (!signal.aborted) {
      const wish = this.#waiting.shift();
      if (wish) yield wish;
      // An abort ends the loop.
      else await once(this.#bell, 'wish', { signal }).catch(() => {});
    }
  }
}
