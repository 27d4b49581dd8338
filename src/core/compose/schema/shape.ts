/*
 * A small language for the shape of a value: what the Compose specification says about each key, as data. One walk
 * (`check.ts`) reads it, so that every key is checked, cast and explained in the same way.
 */

export type Shape =
  /** A string; `pattern` with what it means in words. */
  | ({ kind: 'text'; pattern?: RegExp; meaning?: string } & Remarks)
  /** One of some words. */
  | ({ kind: 'word'; words: readonly string[] } & Remarks)
  /** A number; text is cast. */
  | ({ kind: 'number'; integer: boolean; least?: number; most?: number } & Remarks)
  /** `true` or `false`; text is cast. */
  | ({ kind: 'flag' } & Remarks)
  /** A string, a number or, as `allows` says, a boolean or nothing: what becomes text later. */
  | ({ kind: 'scalar'; allows: readonly ('flag' | 'nothing')[] } & Remarks)
  | ({ kind: 'nothing' } & Remarks)
  | ({ kind: 'anything' } & Remarks)
  | ({ kind: 'list'; of: Shape } & Remarks)
  /** A mapping with keys of the user's choice. */
  | ({ kind: 'map'; of: Shape; keys?: RegExp } & Remarks)
  /** A mapping with known keys; `x-…` is allowed unless `closed`. */
  | ({
      kind: 'record';
      keys: Readonly<Record<string, Shape>>;
      required: readonly string[];
      closed?: true;
    } & Remarks)
  /** Any of several shapes of different kinds. */
  | ({ kind: 'either'; shapes: readonly Shape[] } & Remarks);

/** What the user is told when a key is there. */
interface Remarks {
  /** A sentence that ends a warning which starts with the key's path. */
  remark?: { text: string; remedy?: string };
  /** Whether the key is taken out after the remark. */
  dropped?: true;
}

export const text: Shape = { kind: 'text' };
export const flag: Shape = { kind: 'flag' };
export const number: Shape = { kind: 'number', integer: false };
export const integer: Shape = { kind: 'number', integer: true };
export const anything: Shape = { kind: 'anything' };
export const nothing: Shape = { kind: 'nothing' };
/** A string or a number: a size, a port, a value that the engine reads. */
export const textOrNumber: Shape = { kind: 'scalar', allows: [] };
/** A string, a number, a boolean or nothing: a label, a variable. */
export const scalar: Shape = { kind: 'scalar', allows: ['flag', 'nothing'] };

export function between(least: number, most?: number, options: { integer?: boolean } = {}): Shape {
  return { kind: 'number', integer: options.integer ?? true, least, ...(most !== undefined && { most }) };
}

export function word(...words: string[]): Shape {
  return { kind: 'word', words };
}

export function matching(pattern: RegExp, meaning: string): Shape {
  return { kind: 'text', pattern, meaning };
}

export function list(of: Shape): Shape {
  return { kind: 'list', of };
}

export function map(of: Shape, keys?: RegExp): Shape {
  return { kind: 'map', of, ...(keys && { keys }) };
}

/** The keys that must be there; of a mapping that other files may complete, they are checked after the merge. */
export function record(keys: Record<string, Shape>, required: readonly string[] = []): Shape {
  return { kind: 'record', keys, required };
}

export function closedRecord(keys: Record<string, Shape>, required: readonly string[] = []): Shape {
  return { kind: 'record', keys, required, closed: true };
}

export function either(...shapes: Shape[]): Shape {
  return { kind: 'either', shapes };
}

/** A key that is known and has no effect here. */
export function ineffective(shape: Shape, text: string, remedy?: string): Shape {
  return { ...shape, remark: { text, ...(remedy !== undefined && { remedy }) } };
}

/** A key that is known and taken out. */
export function dropped(shape: Shape, text: string, remedy?: string): Shape {
  return { ...ineffective(shape, text, remedy), dropped: true };
}
