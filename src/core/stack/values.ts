import { parseBytes, parseDuration } from '../compose/index.ts';

/*
 * The loader has checked every size and duration of a project; what cannot be read here is a fault of ours.
 */

/** Milliseconds of a duration of the canonical form. */
export function milliseconds(duration: string): number {
  const parsed = parseDuration(duration);
  if (parsed === undefined) throw new Error(`Not a duration: ${duration}`);
  return parsed;
}

/** Bytes of a size of the canonical form; -1 stays what it is (unlimited), and what is absent stays so. */
export function bytes(size: string | number): number;
export function bytes(size: string | number | undefined): number | undefined;
export function bytes(size: string | number | undefined): number | undefined {
  if (size === undefined) return undefined;
  if (Number(size) < 0) return Number(size);
  const parsed = parseBytes(size);
  if (parsed === undefined) throw new Error(`Not a size: ${size}`);
  return parsed;
}
