import { describe, expect, it } from 'vitest';
import { Issues } from './issues.ts';
import { keyPlaceOf, placeOf, type TreeMap } from './positions.ts';
import { readYaml } from './read-yaml.ts';

async function read(text: string) {
  const issues = new Issues();
  const documents = await readYaml(text, 'f.yaml', issues);
  const errors = issues.errors.map(({ message, where }) => `${where?.line}:${where?.column} ${message}`);
  return { documents, errors, tree: documents[0]?.tree as TreeMap };
}

describe('reading YAML', () => {
  it('knows where every entry stands', async () => {
    const { tree } = await read('services:\n  web:\n    image: nginx\n    ports:\n      - "80"\n  empty:\n');
    const services = tree['services'] as TreeMap;
    const web = services['web'] as TreeMap;
    expect(placeOf(web, 'image')).toEqual({ file: 'f.yaml', line: 3, column: 12 });
    expect(keyPlaceOf(web, 'image')).toEqual({ file: 'f.yaml', line: 3, column: 5 });
    expect(placeOf(web['ports'] as object, 0)).toEqual({ file: 'f.yaml', line: 5, column: 9 });
    expect(placeOf(services, 'empty')).toEqual({ file: 'f.yaml', line: 6, column: 3 });
  });

  it('reads scalars as Compose does', async () => {
    const { tree } = await read(
      'a: 010\nb: 0o17\nc: 0x1F\nd: 1_000\ne: 1.50\nf: yes\ng: True\nh: ~\ni: "5"\nj: 08\nk: -3\nl: 1e3\n' +
        'm: 12345678901234567890\nn: 2001-01-01\no: 1.2.3\np: !!str 5\nq: 22:22\nr: |\n  block\n',
    );
    expect(tree).toEqual({
      a: 8,
      b: 15,
      c: 31,
      d: 1000,
      e: 1.5,
      f: 'yes',
      g: true,
      h: null,
      i: '5',
      j: 8,
      k: -3,
      l: 1000,
      m: '12345678901234567890',
      n: '2001-01-01',
      o: '1.2.3',
      p: '5',
      q: '22:22',
      r: 'block\n',
    });
  });

  it('expands anchors and merge keys, those named first winning', async () => {
    const { tree } = await read(
      'x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {<<: [*x, *y], a: 0}\nw: *x\n"q": {"<<": 1}\n',
    );
    expect(tree).toEqual({
      x: { a: 1, b: 1 },
      y: { b: 2, c: 2 },
      z: { a: 0, b: 1, c: 2 },
      w: { a: 1, b: 1 },
      q: { '<<': 1 },
    });
    expect(tree['w']).not.toBe(tree['x']);
  });

  it('keeps what !reset and !override say', async () => {
    const { documents } = await read(
      'a: {b: !reset null, c: !override ["1"]}\nd: [x, !reset y]\ne: !override "1"\n',
    );
    expect(documents).toMatchObject([
      {
        tree: { a: { c: ['1'] }, d: ['x'], e: '1' },
        resets: [['a', 'b'], ['a', 'c'], ['d', '1'], ['e']],
      },
    ]);
  });

  it('reads several documents and a byte order mark', async () => {
    const { documents } = await read('\uFEFFa: 1\n---\nb: 2\n');
    expect(documents.map(({ tree }) => tree)).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('takes __proto__ for a key like any other', async () => {
    const { tree } = await read('a: {__proto__: {polluted: true}}\n');
    expect(JSON.stringify(tree)).toBe('{"a":{"__proto__":{"polluted":true}}}');
    expect((tree['a'] as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('tells all that is wrong with where it is', async () => {
    expect((await read('a: 1\nb: {c: 1, c: 2}\na: 2\n')).errors).toEqual([
      '2:11 The key "c" is there twice in the same mapping.',
      '3:1 The key "a" is there twice in the same mapping.',
    ]);
    expect((await read('a:\n\tb: 1\n')).errors[0]).toMatch(/^2:1 This is not valid YAML: tabs/);
    expect((await read('a: [1, 2\nb: 3\n')).errors.length).toBeGreaterThan(0);
    expect((await read('a: *missing\n')).errors).toEqual([
      '1:4 There is no anchor "&missing" before this alias.',
    ]);
    expect((await read('a: &a [*a]\n')).errors).toEqual(['1:8 The anchor "&a" contains itself.']);
    expect((await read('a: {<<: 5}\n')).errors).toEqual([
      '1:9 A merge key (<<) takes a mapping or a list of mappings.',
    ]);
    expect((await read('a:\n  true: 1\n')).errors).toEqual([
      '2:3 The key true is not text to YAML, but a number or the like.',
    ]);
    expect((await read('? [a]\n: 1\n')).errors).toEqual(['1:3 A key must be a plain word.']);
  });

  it('refuses a YAML bomb at the alias that goes too far', async () => {
    const levels = ['a: &a0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let level = 1; level < 10; level += 1)
      levels.push(
        `b${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(',')}]`,
      );
    const { errors, documents } = await read(levels.join('\n'));
    expect(documents).toEqual([]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(
      /^\d+:\d+ The file holds more than 200,000 values once its aliases are expanded\.$/,
    );
  });

  it('refuses what is too large or too deep', async () => {
    expect((await read(`a: ${'x'.repeat(1024 * 1024)}`)).errors[0]).toContain(
      'The file is larger than 1024 KiB.',
    );
    expect((await read('['.repeat(200) + ']'.repeat(200))).errors[0]).toContain(
      'The file is nested more than 100 levels deep.',
    );
    expect((await read('{a: '.repeat(5000))).errors.length).toBeLessThanOrEqual(10);
  });
});
