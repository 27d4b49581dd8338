import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { copyText, formatCount } from '../../components/index.ts';
import { core, followBatches, toErrorData } from '../../core/index.ts';
import { InputQueue } from './input-queue.ts';
import { terminalTheme } from './palette.ts';

type OutputBatch = { text: string; offset: number; dropped: number; old: boolean };

interface ScreenOptions {
  /** The terminal's id. */
  id: string;
  element: HTMLElement;
  readerMode: boolean;
  /** An address below the pointer, or none any more. */
  onLink: (address: string | undefined) => void;
  /** Whether what is shown is what there is. */
  onFresh: (fresh: boolean) => void;
  onInputFailure: (thrown: unknown) => void;
}

/** Shows one terminal of the core and types into it. What was written before comes again when it is made anew. */
export class Screen {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon();
  readonly #end = new AbortController();
  readonly #id: string;
  readonly #onFresh: (fresh: boolean) => void;
  #showingOld = false;
  #sizeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ id, element, readerMode, onLink, onFresh, onInputFailure }: ScreenOptions) {
    this.#id = id;
    this.#onFresh = onFresh;
    this.#terminal = new Terminal({
      fontFamily: getComputedStyle(element).getPropertyValue('--mono'),
      fontSize: 13,
      lineHeight: 1.2,
      scrollback: 10_000,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      minimumContrastRatio: 4.5,
      macOptionIsMeta: true,
      screenReaderMode: readerMode,
      theme: terminalTheme(),
      linkHandler: {
        activate: (_event, address) => openAddress(address),
        hover: (_event, address) => onLink(address),
        leave: () => onLink(undefined),
      },
    });
    const links = new WebLinksAddon((_event, address) => openAddress(address), {
      hover: (_event, address) => onLink(address),
      leave: () => onLink(undefined),
    });
    for (const addon of [this.#fit, this.#search, links]) this.#terminal.loadAddon(addon);
    this.#terminal.attachCustomKeyEventHandler((event) => this.#isForProgram(event));
    this.#terminal.open(element);
    this.#terminal.textarea?.setAttribute('aria-label', 'Terminal input');

    const input = new InputQueue((text) => core.terminals.write({ id, text }), onInputFailure);
    this.#terminal.onData((text) => {
      // What is shown again must not answer what a program asked long ago.
      if (!this.#showingOld) input.add(text);
    });
    this.#terminal.onResize(() => this.#tellSize());
    void this.#follow();
  }

  /** Takes the size of its place, and tells the program. */
  fit(): void {
    const { clientHeight, clientWidth } = this.#terminal.element?.parentElement ?? {};
    if (clientHeight && clientWidth) this.#fit.fit();
  }

  focus(): void {
    this.#terminal.focus();
  }

  takeTheme(): void {
    this.#terminal.options.theme = terminalTheme();
  }

  setReaderMode(readerMode: boolean): void {
    this.#terminal.options.screenReaderMode = readerMode;
  }

  find(text: string, direction: 'next' | 'previous'): void {
    if (text === '') this.#search.clearDecorations();
    else if (direction === 'next') this.#search.findNext(text, { incremental: true });
    else this.#search.findPrevious(text);
  }

  copySelection(): void {
    if (this.#terminal.hasSelection()) void copyText(this.#terminal.getSelection());
  }

  clear(): void {
    this.#terminal.clear();
  }

  dispose(): void {
    clearTimeout(this.#sizeTimer);
    this.#end.abort();
    this.#terminal.dispose();
  }

  async #follow(): Promise<void> {
    await followBatches<OutputBatch, number>({
      open: (client, { after, stream }, signal) =>
        client.terminals.output({ id: this.#id, after: after ?? 0, stream }, { signal }),
      checkpointOf: ({ offset }) => offset,
      take: async ({ text, dropped, old }) => {
        this.#showingOld = old;
        if (dropped > 0) this.#terminal.reset();
        await this.#write(dropped > 0 ? notKept(dropped) + text : text);
        this.#showingOld = false;
      },
      onState: (state) => {
        this.#onFresh(state === 'live');
        // It was closed elsewhere: the list says so as well.
        if (typeof state === 'object' && state.error.code === 'not-found') this.#end.abort();
      },
      signal: this.#end.signal,
    });
  }

  /** Resolves when it is on the screen: only then does the core send more. */
  #write(text: string): Promise<void> {
    const { signal } = this.#end;
    return new Promise((resolve) => {
      const end = () => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      signal.addEventListener('abort', end);
      this.#terminal.write(text, end);
    });
  }

  #tellSize(): void {
    clearTimeout(this.#sizeTimer);
    this.#sizeTimer = setTimeout(() => {
      const { cols: columns, rows } = this.#terminal;
      // A program that has ended needs no size.
      core.terminals.resize({ id: this.#id, columns, rows }).catch((thrown) => {
        console.debug(toErrorData(thrown).message);
      });
    }, 40);
  }

  /**
   * Every key is the program's, Ctrl-C above all, but for those with Ctrl and Shift: terminals cannot tell them apart, so
   * they are the page's. Ctrl-Shift-V is the browser's own.
   */
  #isForProgram(event: KeyboardEvent): boolean {
    const { ctrlKey, metaKey, shiftKey, altKey, key, type } = event;
    if (altKey || !(ctrlKey || metaKey) || !shiftKey || key.length > 1) return true;
    if (key.toLowerCase() === 'c' && type === 'keydown') {
      event.preventDefault();
      this.copySelection();
    }
    return false;
  }
}

function notKept(characters: number): string {
  return `\x1b[2m(${formatCount(characters)} characters before this are not kept)\x1b[0m\r\n`;
}

/** Only what a browser would open by itself; the page that opens knows nothing of this one. */
function openAddress(address: string): void {
  const protocol = URL.parse(address)?.protocol;
  if (protocol === 'http:' || protocol === 'https:') window.open(address, '_blank', 'noopener,noreferrer');
}
