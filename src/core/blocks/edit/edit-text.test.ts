import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Edit } from './edit.ts';
import { editText } from './edit-text.ts';
import { addException, addInstance, bindService } from './edits.ts';
import type { YamlValue } from './print-value.ts';

const edit = (text: string, ...edits: Edit[]) => editText(text, edits, 'blockyard.yaml');

const shop = `# The shop, as we run it.
name: shop

blocks:
  # Everything that must last.
  db:   { block: postgres@1, with: { version: "16" } }   # do not upgrade before May
  # cache: { block: redis@1 }

services: # Compose's own keys
    api:
        bind: [db]
        environment:
          - MODE='dev'


x-note: 'as it was'
`;

describe('adding', () => {
  test('a block and who is bound to it change two places and nothing else', () => {
    expect(
      edit(
        shop,
        addInstance('cache', { block: 'redis@1', with: { version: '8', persistent: true } }),
        bindService('api', 'cache'),
        bindService('worker', 'cache'),
      ),
    ).toBe(
      shop
        .replace(
          '  # cache: { block: redis@1 }\n',
          '  cache: { block: redis@1, with: { version: "8", persistent: true } }\n  # cache: { block: redis@1 }\n',
        )
        .replace('[db]', '[db, cache]')
        .replace("          - MODE='dev'\n", "          - MODE='dev'\n    worker:\n      bind: [cache]\n"),
    );
  });

  test('a file that is not there begins with what is added', () => {
    expect(edit('', addInstance('db', { block: 'postgres@1' }), bindService('api', 'db'))).toBe(
      'blocks:\n  db: { block: postgres@1 }\n\nservices:\n  api:\n    bind: [db]\n',
    );
    expect(edit('# nothing yet', addInstance('db', { block: 'postgres@1' }))).toBe(
      '# nothing yet\nblocks:\n  db: { block: postgres@1 }\n',
    );
  });

  test('sections stand in the order of the documentation', () => {
    expect(edit('name: shop\nservices:\n  api: {}\n', addInstance('db', { block: 'postgres@1' }))).toBe(
      'name: shop\n\nblocks:\n  db: { block: postgres@1 }\n\nservices:\n  api: {}\n',
    );
    expect(edit('name: shop', addInstance('db', { block: 'postgres@1' }))).toBe(
      'name: shop\n\nblocks:\n  db: { block: postgres@1 }\n',
    );
  });

  test('an empty section, one in braces and one over several lines are filled as they are written', () => {
    const use = { block: 'redis@1' };
    expect(edit('blocks:   # soon\nname: a\n', addInstance('cache', use))).toBe(
      'blocks: # soon\n  cache: { block: redis@1 }\nname: a\n',
    );
    expect(edit('blocks: {}\n', addInstance('cache', use))).toBe('blocks: { cache: { block: redis@1 } }\n');
    expect(edit('blocks: { db: { block: postgres@1 }, }\n', addInstance('cache', use))).toBe(
      'blocks: { db: { block: postgres@1 }, cache: { block: redis@1 } }\n',
    );
    expect(edit('blocks: {\n  db: { block: postgres@1 } # ours\n}\n', addInstance('cache', use))).toBe(
      'blocks: {\n  db: { block: postgres@1 }, cache: { block: redis@1 } # ours\n}\n',
    );
    expect(edit('services:\n  api:\n    bind:\n      - db   # first\n', bindService('api', 'cache'))).toBe(
      'services:\n  api:\n    bind:\n      - db   # first\n      - cache\n',
    );
    expect(edit('services:\n  api:\n    bind:\n    - db\n', bindService('api', 'cache'))).toBe(
      'services:\n  api:\n    bind:\n    - db\n    - cache\n',
    );
  });

  test('what is there already changes nothing', () => {
    expect(
      edit(
        shop,
        bindService('api', 'db'),
        addInstance('db', { block: 'postgres@1', with: { version: '16' } }),
      ),
    ).toBe(shop);
  });

  test('an exception is a person’s words, over several lines', () => {
    const exception = {
      code: 'no-limit',
      in: 'api',
      reason: 'Until the new machine: it is here "soon"',
      until: '2027-03-31',
    };
    const once = edit('name: shop\n', addException(exception));
    expect(once).toBe(`name: shop

guardrails:
  exceptions:
    - code: no-limit
      in: api
      reason: 'Until the new machine: it is here "soon"'
      until: "2027-03-31"
`);
    const twice = edit(once, addException({ code: 'root-user', reason: 'on', until: '2027-01-01' }));
    expect(twice).toBe(`${once}    - code: root-user\n      reason: "on"\n      until: "2027-01-01"\n`);
  });

  test('a block with much to say is spread out', () => {
    const use = {
      block: 'observability@1',
      with: { retention: '14d', exporters: ['prometheus', 'loki', 'tempo', 'datadog'] },
      publish: { main: 3000 },
    };
    expect(edit('', addInstance('watch', use))).toBe(
      `blocks:
  watch:
    block: observability@1
    with: { retention: 14d, exporters: [ prometheus, loki, tempo, datadog ] }
    publish: { main: 3000 }
`
        .replaceAll('[ ', '[')
        .replaceAll(' ]', ']'),
    );
  });
});

describe('setting', () => {
  const set = (text: string, path: (string | number)[], value: YamlValue) =>
    edit(text, { kind: 'set', path, value });

  test('a value keeps its quotes and the comment behind it', () => {
    expect(set(shop, ['blocks', 'db', 'with', 'version'], '17')).toBe(shop.replace('"16"', '"17"'));
    expect(set(shop, ['x-note'], "it's new")).toBe(shop.replace("'as it was'", "'it''s new'"));
    expect(set('a: 1   # one\n', ['a'], 2)).toBe('a: 2   # one\n');
    expect(set('a: # none yet\nb: 1\n', ['a'], '512m')).toBe('a: 512m # none yet\nb: 1\n');
  });

  test('a whole section is replaced where it stands', () => {
    expect(set('a:\n  b: 1 # one\n  c: |\n    text\n\n# about d\nd: 1\n', ['a'], { e: [1, 2] })).toBe(
      'a:\n  e: [1, 2]\n\n# about d\nd: 1\n'
        .replaceAll('[1, 2]', '[ 1, 2 ]')
        .replaceAll('[ 1, 2 ]', '[1, 2]'),
    );
    expect(set('a: |\n  text\nb: 1\n', ['a'], 'x')).toBe('a: x\nb: 1\n');
    expect(set('a:\n- b: 1\n  c: 2\n- d\n', ['a', 0], { b: 3 })).toBe('a:\n- b: 3\n- d\n');
  });
});

describe('deleting', () => {
  const remove = (text: string, ...path: (string | number)[]) => edit(text, { kind: 'delete', path });

  test('a block goes with its comment, the others keep theirs', () => {
    const two = shop.replace(
      '  # cache: { block: redis@1 }\n',
      '  # The sessions.\n  cache: { block: redis@1 }\n',
    );
    expect(remove(two, 'blocks', 'cache')).toBe(two.replace(/ {2}# The sessions\.\n.*\n/, ''));
    expect(remove(two, 'blocks', 'db')).toBe(two.replace(/ {2}db:.*\n/, ''));
  });

  test('sections that are empty then go too', () => {
    expect(
      remove('name: a\n\nservices:\n  api:\n    bind:\n      - db\n\nx-b: 1\n', 'services', 'api', 'bind', 0),
    ).toBe('name: a\n\nx-b: 1\n');
    expect(remove('blocks:\n  db: { block: postgres@1 }\n', 'blocks', 'db')).toBe('');
  });

  test('an entry between brackets goes with its comma', () => {
    const bound = 'services: { api: { bind: [db, cache, queue] } }\n';
    expect(remove(bound, 'services', 'api', 'bind', 0)).toBe(bound.replace('db, ', ''));
    expect(remove(bound, 'services', 'api', 'bind', 1)).toBe(bound.replace('cache, ', ''));
    expect(remove(bound, 'services', 'api', 'bind', 2)).toBe(bound.replace(', queue', ''));
    expect(remove('a:\n  - b: 1\n    c: 2\n', 'a', 0, 'b')).toBe('a:\n  - c: 2\n');
  });

  test('what is not there changes nothing', () => {
    expect(remove(shop, 'blocks', 'queue', 'with')).toBe(shop);
  });
});

test('files of other systems keep their line ends', () => {
  expect(edit('name: a\r\nblocks:\r\n  db: { block: b@1 }\r\n', addInstance('c', { block: 'd@1' }))).toBe(
    'name: a\r\nblocks:\r\n  db: { block: b@1 }\r\n  c: { block: d@1 }\r\n',
  );
});

test('what cannot be changed is told, with its place', () => {
  expect(() => edit('a: [1\n', addInstance('c', { block: 'd@1' }))).toThrow(
    expect.objectContaining({ code: 'yaml-invalid', where: { file: 'blockyard.yaml', line: 2, column: 1 } }),
  );
  expect(() => edit('- a\n', addInstance('c', { block: 'd@1' }))).toThrow('it holds no `key: value`');
  expect(() => edit('x-a: &a { b: 1 }\nblocks: *a\n', addInstance('c', { block: 'd@1' }))).toThrow(
    '`blocks.c` cannot be changed here: `*a` stands there for another part of the file.',
  );
  expect(() => edit('blocks: none\n', addInstance('c', { block: 'd@1' }))).toThrow('`blocks` is no section');
});

/** Texts that break careless writers: comments, quotes, several lines, what looks like another type. */
const word = fc.constantFrom<string>(
  'a',
  'yes',
  '16',
  '1.0',
  '#no',
  ': x',
  '- y',
  "it's",
  '"q"',
  ' pad ',
  'two\nlines',
  '${A}',
  '2027-01-01',
  '~',
  '',
  'é😀',
  '*b',
  '{c',
  '[',
  '%',
);
const value: fc.Memo<YamlValue> = fc.memo(
  (depth): fc.Arbitrary<YamlValue> =>
    depth <= 1
      ? fc.oneof<fc.Arbitrary<YamlValue>[]>(word, fc.integer(), fc.boolean())
      : fc.oneof<fc.Arbitrary<YamlValue>[]>(
          word,
          fc.array(value(depth - 1), { maxLength: 3 }),
          fc.dictionary(word.filter(Boolean), value(depth - 1), { maxKeys: 3 }),
        ),
);

test('whatever is set says so afterwards, and no comment is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('blocks', 'services', 'x'), word.filter(Boolean), value(3)), {
        minLength: 1,
        maxLength: 6,
      }),
      (entries) => {
        let text = shop;
        for (const [section, key, content] of entries) {
          if (section === 'blocks' && key === 'db') continue;
          text = edit(text, { kind: 'set', path: [section, key], value: content });
          expect(parse(text)[section][key]).toEqual(content);
        }
        for (const comment of shop.match(/#.*/g) ?? []) expect(text).toContain(comment);
      },
    ),
    { numRuns: 100 },
  );
});

test('what was added and is deleted again leaves the text as it was', () => {
  fc.assert(
    fc.property(word.filter(Boolean), value(3), (key, content) => {
      for (const path of [['blocks', `n${key}`], [`n${key}`], ['services', `n${key}`]]) {
        const added = edit(shop, { kind: 'set', path, value: content });
        expect(edit(added, { kind: 'delete', path })).toBe(shop);
      }
    }),
    { numRuns: 100 },
  );
});
