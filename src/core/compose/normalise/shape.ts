import type { Place } from '../place.ts';
import { isMap, type Tree } from '../positions.ts';
import { durationForm, parseBytes, parseDuration, singlePrecision } from '../units.ts';

/**
 * How a merged value is typed and printed. `print` answers undefined for what it cannot read, having reported it.
 * `isZero` tells what a mapping leaves out, as Go's `omitempty` does in Compose's own printing.
 */
export interface Shape<Printed = unknown> {
  print(value: Tree, place: Place): Printed | undefined;
  isZero(printed: Printed): boolean;
}

const never = () => false;

/** What must be read as `kind` and is not. */
function refuse(value: Tree, kind: string, place: Place): undefined {
  return place.error(`${JSON.stringify(value)} is no ${kind}.`);
}

export const text: Shape<string> = {
  print: (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)),
  isZero: (printed) => printed === '',
};

const truths: Record<string, boolean> = { true: true, y: true, yes: true, on: true };
const untruths: Record<string, boolean> = { false: false, n: false, no: false, off: false };

export const flag: Shape<boolean> = {
  print(value, place) {
    if (typeof value === 'boolean') return value;
    const word = String(value).toLowerCase();
    const read = truths[word] ?? untruths[word];
    if (read === undefined) return refuse(value, 'boolean: write true or false', place);
    if (word !== 'true' && word !== 'false')
      place.warn(
        `"${String(value)}" is read as ${read}.`,
        `Write \`${read}\`: YAML 1.2 knows no other booleans.`,
      );
    return read;
  },
  isZero: (printed) => !printed,
};

export const integer: Shape<number> = {
  print(value, place) {
    const read = typeof value === 'string' && /^[-+]?\d+$/.test(value) ? Number(value) : value;
    if (typeof read !== 'number') return refuse(value, 'whole number', place);
    if (!Number.isInteger(read))
      place.warn(`${read} is cut to ${Math.trunc(read)}.`, 'Write a whole number.');
    return Math.trunc(read);
  },
  isZero: (printed) => printed === 0,
};

/** A whole number that cannot be negative. */
export const natural: Shape<number> = {
  print(value, place) {
    const read = integer.print(value, place);
    return read !== undefined && read < 0 ? refuse(value, 'number from 0 up', place) : read;
  },
  isZero: integer.isZero,
};

/** A fraction, with the precision in which Compose keeps it. */
export const fraction: Shape<number> = {
  print(value, place) {
    const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof read !== 'number' || Number.isNaN(read)) return refuse(value, 'number', place);
    return singlePrecision(read);
  },
  isZero: (printed) => printed === 0,
};

/** A file mode: a number (YAML reads `0440` as octal), or octal digits as text. */
export const fileMode: Shape<number> = {
  print(value, place) {
    if (typeof value === 'number') return integer.print(value, place);
    if (typeof value !== 'string' || !/^(0o?)?[0-7]+$/.test(value))
      return refuse(value, 'file mode in octal', place);
    return Number.parseInt(value.replace(/^0o/, ''), 8);
  },
  isZero: (printed) => printed === 0,
};

/** A size in bytes, as a decimal string. */
export const bytes: Shape<string> = {
  print(value, place) {
    const read = typeof value === 'string' || typeof value === 'number' ? parseBytes(value) : undefined;
    return read === undefined ? refuse(value, 'size such as 512m or 1gb', place) : String(read);
  },
  isZero: (printed) => printed === '0',
};

export const duration: Shape<string> = {
  print(value, place) {
    return durationForm(String(value)) ?? refuse(value, 'duration such as 90s, 1m30s or 500ms', place);
  },
  isZero: (printed) => printed === '0s',
};

/** Microseconds as a number, or a duration (services section, "cpu_rt_runtime"). */
export const microseconds: Shape<number> = {
  print(value, place) {
    if (typeof value !== 'string' || /^\d+$/.test(value)) return integer.print(value, place);
    const read = parseDuration(value);
    return read === undefined ? refuse(value, 'number of microseconds or duration', place) : read * 1000;
  },
  isZero: (printed) => printed === 0,
};

/** Whatever was written. */
export const anything: Shape<Tree> = { print: (value) => value, isZero: (printed) => printed === null };

export function list<Entry>(entry: Shape<Entry>): Shape<Entry[]> {
  return {
    print(value, place) {
      const entries = Array.isArray(value) ? value : [value];
      const printed: Entry[] = [];
      for (const [index, item] of entries.entries()) {
        const one = entry.print(item, place.inside(entries, index));
        if (one !== undefined) printed.push(one);
      }
      return printed;
    },
    isZero: (printed) => printed.length === 0,
  };
}

/** Without empty entries, which variables that are not set leave behind. */
export function nonEmpty(shape: Shape<string[]>): Shape<string[]> {
  return {
    print: (value, place) => shape.print(value, place)?.filter((entry) => entry !== ''),
    isZero: shape.isZero,
  };
}

/** In alphabetical order, each once. */
export function set(shape: Shape<string[]>): Shape<string[]> {
  return {
    print: (value, place) => [...new Set(shape.print(value, place))].sort(),
    isZero: shape.isZero,
  };
}

/**
 * A mapping with keys of the writer's choice.
 * @param nothing what an entry without a value is read as; null is kept
 */
export function mapOf<Entry>(entry: Shape<Entry>, nothing: Tree = ''): Shape<Record<string, Entry | null>> {
  return {
    print(value, place) {
      if (!isMap(value)) return refuse(value, 'mapping', place);
      const printed = Object.entries(value).flatMap(([key, item]): [string, Entry | null][] => {
        const read = item ?? nothing;
        const one = read === null ? null : entry.print(read, place.inside(value, key));
        return one === undefined ? [] : [[key, one]];
      });
      return Object.fromEntries(printed);
    },
    isZero: (printed) => Object.keys(printed).length === 0,
  };
}

/** Options, labels and the like: all values are strings. */
export const texts = mapOf(text);
/** Variables: null is passed in from outside and not set there. */
export const variables = mapOf(text, null);

/**
 * A mapping with known keys, printed in the order given; `x-…` keys follow.
 * @param kept fields that are printed even when they are zero, because not set means something else
 * @param always what fields are printed as that were not written
 */
export function object(
  shapes: Record<string, Shape>,
  { kept = [], always = {} }: { kept?: string[]; always?: Record<string, unknown> } = {},
): Shape<Record<string, unknown>> {
  return {
    print(value, place) {
      if (!isMap(value)) return refuse(value, 'mapping', place);
      const printed: Record<string, unknown> = {};
      for (const [key, shape] of Object.entries(shapes)) {
        const field = value[key];
        const result =
          field === undefined || field === null ? undefined : shape.print(field, place.inside(value, key));
        if (result !== undefined && (kept.includes(key) || key in always || !shape.isZero(result)))
          printed[key] = result;
        else if (key in always) printed[key] = structuredClone(always[key]);
      }
      for (const [key, extension] of Object.entries(value))
        if (key.startsWith('x-')) printed[key] = extension;
      return printed;
    },
    isZero: never,
  };
}
