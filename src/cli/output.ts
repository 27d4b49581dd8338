import { type BlockyardError, toBlockyardError, type Where } from '../shared/index.ts';
import { renderError, renderWarning } from './terminal/error.ts';
import { type Palette, palette, wantsColour } from './terminal/palette.ts';

/** Where a command writes: results to standard output, everything else to standard error. */
export class Output {
  readonly json: boolean;
  readonly paint: Palette;
  readonly paintErrors: Palette;
  /** Takes the values of secrets out of what is said to standard error: it ends up in the logs of others. */
  hide: (text: string) => string = (text) => text;

  constructor(options: { json?: boolean; color?: boolean }) {
    this.json = options.json ?? false;
    this.paint = palette(!this.json && wantsColour(process.stdout, options.color));
    this.paintErrors = palette(!this.json && wantsColour(process.stderr, options.color));
    // A reader that has seen enough (`| head`) is no error.
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }

  text(text: string): void {
    process.stdout.write(text);
  }

  /** One JSON document, indented, as the whole result. */
  document(value: unknown): void {
    this.text(`${JSON.stringify(value, plain, 2)}\n`);
  }

  /** One value of a stream, on a line of its own. */
  line(value: unknown): void {
    this.text(`${JSON.stringify(value, plain)}\n`);
  }

  /** For people only: with `--json` it is not said. */
  note(text: string): void {
    if (!this.json) process.stderr.write(`${this.hide(text)}\n`);
  }

  warning(warning: { message: string; where?: Where | undefined; remedy?: string | undefined }): void {
    process.stderr.write(
      this.json
        ? `${JSON.stringify({ warning }, this.#hidden)}\n`
        : this.hide(renderWarning(warning, this.paintErrors)),
    );
  }

  error(error: BlockyardError): void {
    process.stderr.write(
      this.json
        ? `${JSON.stringify(error, this.#hidden)}\n`
        : this.hide(renderError(error, this.paintErrors)),
    );
  }

  readonly #hidden = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? this.hide(value) : value;
}

/** JSON has no big integers (nanoseconds) and no errors. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Error ? toBlockyardError(value).toJSON() : value;
}

/** Resolves when all that was written has left the process. */
export async function flushed(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map(
      (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
    ),
  );
}
