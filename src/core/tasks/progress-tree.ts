import type { BlockyardError, ProgressNode, ProgressState } from '../../shared/index.ts';
import type { Progress } from './task.ts';

/** What a tree holds at most: it is stored and sent as a whole, several times a second. */
const nodeLimit = 500;
const textLimit = 400;

/**
 * The progress of one task. At most 500 lines; what comes after is counted in one last line. Texts are cut at 400
 * characters. So a tree takes 0.5 MB at the very most.
 */
export class ProgressTree {
  readonly #nodes: ProgressNode[] = [];
  readonly #changed: () => void;
  readonly #shown: (text: string) => string;
  #beyond: ProgressNode | undefined;

  constructor(changed: () => void, hide: (text: string) => string = (text) => text) {
    this.#changed = changed;
    // First hidden, then cut: half a secret would not be found.
    this.#shown = (text) => cut(hide(text));
  }

  add(
    title: string,
    options: { total?: number; unit?: ProgressNode['unit'] } = {},
    parent?: ProgressNode,
  ): Progress {
    const node: ProgressNode = {
      id: String(this.#nodes.length + 1),
      title: this.#shown(title),
      state: 'waiting',
    };
    if (parent) node.parent = parent.id;
    if (options.total !== undefined) node.total = options.total;
    if (options.unit !== undefined) node.unit = options.unit;
    if (this.#nodes.length < nodeLimit) this.#nodes.push(node);
    else this.#countBeyond();
    this.#changed();
    return this.#line(node);
  }

  /** What was still open when the work ended. */
  finish(state: 'done' | 'failed' | 'cancelled'): void {
    const running: ProgressState = state === 'cancelled' ? 'skipped' : state;
    for (const node of this.#nodes) {
      if (node.state === 'running') end(node, running);
      else if (node.state === 'waiting') node.state = 'skipped';
    }
  }

  nodes(): ProgressNode[] {
    const copies = this.#nodes.map((node) => ({ ...node }));
    return this.#beyond ? [...copies, { ...this.#beyond }] : copies;
  }

  #line(node: ProgressNode): Progress {
    const change = (act: () => void) => {
      act();
      this.#changed();
    };
    return {
      child: (title, options) => this.add(title, options, node),
      update: (values) =>
        change(() => {
          begin(node);
          // Another text says something else than what it waits for.
          if (values.text !== undefined) delete node.waitsFor;
          Object.assign(node, values);
          if (values.text !== undefined) node.text = this.#shown(values.text);
        }),
      start: (text) =>
        change(() => {
          begin(node);
          say(node, this.#shownOf(text));
        }),
      done: (text) => change(() => end(node, 'done', this.#shownOf(text))),
      skip: (text) => change(() => end(node, 'skipped', this.#shownOf(text))),
      fail: (error: BlockyardError) => change(() => end(node, 'failed', this.#shown(error.message))),
    };
  }

  #shownOf(text: string | undefined): string | undefined {
    return text === undefined ? undefined : this.#shown(text);
  }

  #countBeyond(): void {
    this.#beyond ??= { id: 'beyond', title: '', state: 'running', current: 0 };
    this.#beyond.current = (this.#beyond.current ?? 0) + 1;
    this.#beyond.title = `… and ${this.#beyond.current} more`;
  }
}

function begin(node: ProgressNode): void {
  if (node.state !== 'waiting') return;
  node.state = 'running';
  node.startedAt = Date.now();
}

function end(node: ProgressNode, state: ProgressState, text?: string): void {
  node.state = state;
  node.endedAt = Date.now();
  // What it waited for is over: an old text would be wrong now.
  delete node.text;
  delete node.waitsFor;
  say(node, text);
}

function say(node: ProgressNode, text: string | undefined): void {
  if (text !== undefined) node.text = text;
}

function cut(text: string): string {
  return text.length <= textLimit ? text : `${text.slice(0, textLimit - 1)}…`;
}
