import { type BlockyardError, ManyErrors, type Where } from '../../shared/index.ts';
import { ComposeInvalid } from './errors.ts';
import type { Warning } from './model.ts';

/** More than a person reads at once. A hostile file has faults without end. */
const maximumErrors = 100;

/** Collects what is wrong with a project, so that all of it is told at once. */
export class Issues {
  readonly errors: BlockyardError[] = [];
  readonly warnings: Warning[] = [];
  readonly #warned = new Set<string>();

  /** Something that the project cannot be used with. */
  error(message: string, where?: Where, remedy?: string): void {
    this.add(new ComposeInvalid(message, { where, remedy }));
  }

  add(error: BlockyardError): void {
    if (!this.isFull) this.errors.push(error);
  }

  /** Whether further errors are left out: no need to find out more about them. */
  get isFull(): boolean {
    return this.errors.length >= maximumErrors;
  }

  /** Something that works, but not as its writer may expect. The same message for the same place is kept once. */
  warn(message: string, where?: Where, remedy?: string): void {
    this.warnOnce(`${message}\n${where?.file}:${where?.line}:${where?.column}`, message, where, remedy);
  }

  /** A warning that is told for the first of the places that have the same `identity`. */
  warnOnce(identity: string, message: string, where?: Where, remedy?: string): void {
    if (this.#warned.has(identity)) return;
    this.#warned.add(identity);
    this.warnings.push({ message, ...(where && { where }), ...(remedy !== undefined && { remedy }) });
  }

  /** @throws {BlockyardError} the only error, or {@link ManyErrors}. */
  throwIfAny(): void {
    const [first, ...others] = this.errors;
    if (!first) return;
    throw others.length === 0 ? first : new ManyErrors(this.errors);
  }
}
