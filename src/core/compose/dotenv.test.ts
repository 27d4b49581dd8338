import { describe, expect, it } from 'vitest';
import { type DotenvOptions, parseDotenv } from './dotenv.ts';

function parsed(text: string, options: Partial<DotenvOptions> = {}) {
  return parseDotenv(text, { file: '.env', lookup: () => undefined, ...options });
}

describe('an env file', () => {
  it('holds names and values, comments and blank lines', () => {
    const text = `
# a comment
A=1
  B = two words   # a comment
C=a#b
D=
export E=5
F: as in YAML
dotted.na-me[0]=x
`;
    expect(parsed(text)).toEqual({
      A: '1',
      B: 'two words',
      C: 'a#b',
      D: '',
      E: '5',
      F: 'as in YAML',
      'dotted.na-me[0]': 'x',
    });
  });

  it('takes single quotes as they are', () => {
    expect(parsed("A='$B \\n it\\'s # x' # comment")).toEqual({ A: "$B \\n it's # x" });
  });

  it('reads escapes and variables in double quotes', () => {
    const text = 'A="x"\nB="$A ${C:-d} \\$A \\"q\\" a\\tb\\\\ \\101 \\0101"';
    expect(parsed(text)).toEqual({ A: 'x', B: 'x d $A "q" a\tb\\ \\101 A' });
  });

  it('reads values over several lines in quotes', () => {
    expect(parsed('A="one\ntwo"\nB=\'three\nfour\'\nC=5')).toEqual({
      A: 'one\ntwo',
      B: 'three\nfour',
      C: '5',
    });
  });

  it('reads Windows line ends and a byte order mark', () => {
    expect(parsed('\uFEFFA=1\r\nB="2"\r\n')).toEqual({ A: '1', B: '2' });
  });

  it('refers to what is outside first, then to itself', () => {
    const lookup = (name: string) => (name === 'OUT' ? 'outside' : undefined);
    expect(parsed('OUT=inside\nA=$OUT\nB=${A}!', { lookup })).toEqual({
      OUT: 'inside',
      A: 'outside',
      B: 'outside!',
    });
  });

  it('takes a bare name from outside, and leaves it out when it is not set there', () => {
    const lookup = (name: string) => (name === 'GIVEN' ? 'x' : undefined);
    expect(parsed('GIVEN\nexport MISSING\nLAST', { lookup })).toEqual({ GIVEN: 'x' });
  });

  it('tells where a variable is referred to that is set nowhere', () => {
    const unset: unknown[] = [];
    parsed('A=1\n B=$C', { onUnset: (name, where) => unset.push([name, where]) });
    expect(unset).toEqual([['C', { file: '.env', line: 2, column: 2 }]]);
  });

  it('takes everything as it is in the raw format', () => {
    expect(parsed('# c\nA="$B" # x\nB= y', { format: 'raw' })).toEqual({ A: '"$B" # x', B: ' y' });
  });

  it.each([
    ['A=1\nB C=2', 'The name "B C" holds a space.', 2, 1],
    ['A=1\n!B=2', '"!" cannot be part of a variable\'s name.', 2, 1],
    ['A="x', 'The value is not closed with a double quote.', 1, 3],
    ["A='x\ny", 'The value is not closed with a single quote.', 1, 3],
    ['=x', 'The name of the variable is missing.', 1, 1],
    ['A=1\nB=${C', '"${C" is not a variable: it is never closed with "}".', 2, 1],
  ])('tells where it cannot be read: %j', (text, message, line, column) => {
    expect(() => parsed(text)).toThrow(
      expect.objectContaining({ message, where: { file: '.env', line, column } }),
    );
  });
});
