import type { ProgressNode } from '../../shared/index.ts';
import type { Palette } from './palette.ts';
import { durationOf, inTreeOrder, renderTree, waitOf } from './progress-tree.ts';

/** Shows the progress of one task. `finish` leaves the last state on the screen. */
export interface ProgressView {
  update(nodes: readonly ProgressNode[]): void;
  /** Leaves the screen to a question, until `resume`. */
  pause(): void;
  resume(): void;
  finish(): void;
}

export interface ProgressScreen {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  rows?: number | undefined;
}

/** A tree that is redrawn on a terminal; elsewhere one plain line for each change of state. */
export function progressView(screen: ProgressScreen, paint: Palette): ProgressView {
  return screen.isTTY && process.env['TERM'] !== 'dumb'
    ? new LiveTree(screen, paint)
    : new PlainLines(screen);
}

export const silentView: ProgressView = {
  update: () => {},
  pause: () => {},
  resume: () => {},
  finish: () => {},
};

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

class LiveTree implements ProgressView {
  #nodes: readonly ProgressNode[] = [];
  #drawn = 0;
  #paused = false;
  readonly #timer: NodeJS.Timeout;
  readonly #screen: ProgressScreen;
  readonly #paint: Palette;
  readonly #restore = () => {
    this.#screen.write(showCursor);
  };

  constructor(screen: ProgressScreen, paint: Palette) {
    this.#screen = screen;
    this.#paint = paint;
    screen.write(hideCursor);
    process.on('exit', this.#restore);
    // Durations and the spinner move on between two changes.
    this.#timer = setInterval(() => this.#draw(), 100).unref();
  }

  update(nodes: readonly ProgressNode[]): void {
    this.#nodes = nodes;
  }

  pause(): void {
    this.#draw();
    this.#paused = true;
    this.#drawn = 0;
    this.#restore();
  }

  resume(): void {
    this.#paused = false;
    this.#screen.write(hideCursor);
  }

  finish(): void {
    clearInterval(this.#timer);
    this.#paused = false;
    this.#draw(Number.POSITIVE_INFINITY);
    process.off('exit', this.#restore);
    this.#restore();
  }

  #draw(rows = this.#screen.rows || 24): void {
    if (this.#paused) return;
    const columns = this.#screen.columns || 80;
    const lines = renderTree(this.#nodes, { columns, rows, now: Date.now(), paint: this.#paint });
    const up = this.#drawn > 0 ? `\u001b[${this.#drawn}A` : '';
    this.#screen.write(`${up}\r\u001b[J${lines.map((line) => `${line}\n`).join('')}`);
    this.#drawn = lines.length;
  }
}

class PlainLines implements ProgressView {
  readonly #screen: ProgressScreen;
  readonly #seen = new Map<string, string>();

  constructor(screen: ProgressScreen) {
    this.#screen = screen;
  }

  update(nodes: readonly ProgressNode[]): void {
    const titles = new Map(nodes.map((node) => [node.id, node]));
    for (const { node } of inTreeOrder(nodes)) {
      const wait = waitOf(node);
      if (this.#seen.get(node.id) === (wait ?? node.state)) continue;
      this.#seen.set(node.id, wait ?? node.state);
      const path = [node.title];
      for (let above = node.parent; above !== undefined; above = titles.get(above)?.parent)
        path.unshift(titles.get(above)?.title ?? above);
      const text = (node.text ?? '').replace(/\s+/g, ' ');
      const time = node.endedAt === undefined ? '' : durationOf(node, node.endedAt);
      this.#screen.write(
        `${[(wait ? 'waiting' : node.state).padEnd(7), path.join(' › '), text && `· ${text}`, time && `(${time})`].filter(Boolean).join(' ')}\n`,
      );
    }
  }

  pause(): void {}

  resume(): void {}

  finish(): void {}
}
