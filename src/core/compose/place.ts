import type { Where } from '../../shared/index.ts';
import type { LoadContext } from './context.ts';
import { placeOf } from './positions.ts';

/** A value's place: what messages call it, and where it stands in its file. */
export class Place<Context extends LoadContext = LoadContext> {
  readonly name: string;
  readonly where: Where | undefined;
  readonly context: Context;

  constructor(name: string, where: Where | undefined, context: Context) {
    this.name = name;
    this.where = where;
    this.context = context;
  }

  /** The place of an entry of the container that stands here; this place where the entry's own is not known. */
  inside(container: object, key: string | number): Place<Context> {
    const name =
      typeof key === 'number' ? `${this.name}[${key}]` : this.name === '' ? key : `${this.name}.${key}`;
    return new Place(name, placeOf(container, key) ?? this.where, this.context);
  }

  /** This place, but standing where another does. */
  standingAt(other: Place): Place<Context> {
    return new Place(this.name, other.where ?? this.where, this.context);
  }

  error(message: string, remedy?: string): undefined {
    this.context.issues.error(`${this.#prefix}${message}`, this.where, remedy);
  }

  warn(message: string, remedy?: string): void {
    this.context.issues.warn(`${this.#prefix}${message}`, this.where, remedy);
  }

  get #prefix(): string {
    return this.name === '' ? '' : `${this.name}: `;
  }
}
