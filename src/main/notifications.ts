import { Notification } from 'electron';
import type { Notice } from '../shared/contract/index.ts';
import { printable } from './printable.ts';
import { RateLimit } from './rate-limit.ts';

export interface NotificationOptions {
  /** Whether the user sees that path of the page right now. */
  isSeen: (path: string | undefined) => boolean;
  /** A notification was clicked. */
  show: (path: string | undefined) => void;
}

/** Tells the user who looks elsewhere: at most five a minute, then how many there were. */
export class Notifications {
  readonly #options: NotificationOptions;
  readonly #limit = new RateLimit(5, 60_000);
  /** One that nobody holds can be collected, and its click with it. */
  readonly #shown = new Set<Notification>();

  constructor(options: NotificationOptions) {
    this.#options = options;
  }

  tell(notice: Notice): void {
    if (!Notification.isSupported() || this.#options.isSeen(notice.path)) return;
    const held = this.#limit.take(Date.now());
    if (held === undefined) return;
    const more = held > 0 ? ` (and ${held} more in the last minute)` : '';
    const notification = new Notification({
      title: printable(notice.title),
      body: printable(notice.body, 400) + more,
      silent: notice.kind === 'check-finished',
    });
    const forget = () => this.#shown.delete(notification);
    notification.on('click', () => {
      forget();
      this.#options.show(notice.path);
    });
    notification.on('close', forget);
    notification.on('failed', forget);
    this.#shown.add(notification);
    notification.show();
  }
}
