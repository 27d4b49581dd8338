import { describe, expect, it } from 'vitest';
import { interpolate } from './interpolate.ts';

const variables: Record<string, string> = { SET: 'value', EMPTY: '', OTHER: 'other' };

function interpolated(text: string): string {
  return interpolate(text, { lookup: (name) => variables[name] });
}

describe('interpolation', () => {
  it.each([
    ['$SET', 'value'],
    ['${SET}', 'value'],
    ['a${SET}b$OTHER/c', 'avalueb' + 'other/c'],
    ['$SETTLED', ''],
    ['${SET}TLED', 'valueTLED'],
  ])('puts the value of a variable in its place: %s', (text, expected) => {
    expect(interpolated(text)).toBe(expected);
  });

  it.each([
    ['${UNSET-default}', 'default'],
    ['${EMPTY-default}', ''],
    ['${SET-default}', 'value'],
    ['${UNSET:-default}', 'default'],
    ['${EMPTY:-default}', 'default'],
    ['${SET:-default}', 'value'],
    ['${UNSET:-}', ''],
    ['${UNSET:-a b:c-d?e}', 'a b:c-d?e'],
  ])('falls back to a default: %s', (text, expected) => {
    expect(interpolated(text)).toBe(expected);
  });

  it.each([
    ['${SET+there}', 'there'],
    ['${EMPTY+there}', 'there'],
    ['${UNSET+there}', ''],
    ['${SET:+there}', 'there'],
    ['${EMPTY:+there}', ''],
    ['${UNSET:+there}', ''],
  ])('puts a word where a variable is set: %s', (text, expected) => {
    expect(interpolated(text)).toBe(expected);
  });

  it.each([
    ['${UNSET:-${SET}}', 'value'],
    ['${UNSET:-${EMPTY:-${OTHER}}}', 'other'],
    ['${UNSET:-pre-${SET}-post}', 'pre-value-post'],
    ['${UNSET:-{"json": {"a": 1}}}', '{"json": {"a": 1}}'],
    ['${SET:-${UNSET:?never asked}}', 'value'],
  ])('nests: %s', (text, expected) => {
    expect(interpolated(text)).toBe(expected);
  });

  it.each([
    ['$$SET', '$SET'],
    ['$${SET}', '${SET}'],
    ['$$$SET', '$value'],
    ['${UNSET:-$$5}', '$5'],
    ['costs $5', 'costs $5'],
    ['ends with $', 'ends with $'],
    ['^a$|b', '^a$|b'],
  ])('keeps dollar signs that are escaped or start no variable: %s', (text, expected) => {
    expect(interpolated(text)).toBe(expected);
  });

  it('names a variable that must be set, with the message of the file', () => {
    expect(() => interpolated('${UNSET?}')).toThrow('The variable UNSET must be set.');
    expect(() => interpolated('${UNSET:?ask $OTHER}')).toThrow('The variable UNSET must be set: ask other');
    expect(() => interpolated('${EMPTY:?empty}')).toThrow('The variable EMPTY must be set: empty');
    expect(interpolated('${EMPTY?fine}')).toBe('');
  });

  it.each([
    ['${SET', '"${SET" is not a variable: it is never closed with "}".'],
    ['${}', '"${}" is not a variable: a name starts with a letter or an underscore.'],
    ['${1A}', '"${1A}" is not a variable: a name starts with a letter or an underscore.'],
    ['${SET!x}', '"${SET!x}" is not a variable: "!x" is not an operator such as ":-".'],
    [`${'${A:-'.repeat(30)}${'}'.repeat(30)}`, 'the defaults are nested too deep'],
    ['${SET:x}', '"${SET:x}" is not a variable: ":x" is not an operator such as ":-".'],
  ])('refuses what is malformed: %s', (text, message) => {
    expect(() => interpolated(text)).toThrow(message);
  });

  it('tells of variables that are not set, unless they have a default', () => {
    const unset: string[] = [];
    const options = {
      lookup: (name: string) => variables[name],
      onUnset: (name: string) => unset.push(name),
    };
    expect(interpolate('$A ${B} ${C-} ${SET}', options)).toBe('   value');
    expect(unset).toEqual(['A', 'B']);
  });
});
