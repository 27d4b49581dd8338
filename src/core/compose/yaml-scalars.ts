import type { Tree } from './positions.ts';

const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const integer = /^([-+]?)(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(\d+))$/;

/**
 * The value of a YAML scalar as Compose reads it: YAML 1.2, save that `0640` is octal and `1_000` a number. Both are
 * common in Compose files, for modes and limits.
 * @param tag the tag that was written, if any
 * @param plain whether it was written without quotes
 */
export function resolveScalar(text: string, tag: string | undefined, plain: boolean): Tree {
  if (tag === 'tag:yaml.org,2002:str' || tag === '!') return text;
  // In quotes it is text, unless a tag such as !!int says otherwise; `!override` says nothing about its type.
  if (!plain && !tag?.startsWith('tag:yaml.org,2002:')) return text;
  switch (text) {
    case '':
      return plain ? null : text;
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null;
    case 'true':
    case 'True':
    case 'TRUE':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
      return false;
    default:
      return resolveNumber(text) ?? text;
  }
}

/** Undefined for what is not a number, and for those that JavaScript cannot hold exactly: they stay text. */
function resolveNumber(text: string): number | undefined {
  const first = text.charCodeAt(0);
  const mayBeNumber = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (!mayBeNumber) return undefined;

  const digits = text.replaceAll('_', '');
  const whole = integer.exec(digits);
  if (whole) {
    const [, sign, hexadecimal, binary, octal, decimal] = whole;
    const value =
      hexadecimal !== undefined
        ? Number.parseInt(hexadecimal, 16)
        : binary !== undefined
          ? Number.parseInt(binary, 2)
          : octal !== undefined
            ? Number.parseInt(octal, 8)
            : Number(decimal);
    if (!Number.isSafeInteger(value)) return undefined;
    return sign === '-' ? -value : value;
  }
  const value = float.test(digits) ? Number(digits) : undefined;
  return Number.isFinite(value) ? value : undefined;
}
