import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BlockyardError, ManyErrors } from '../../shared/index.ts';
import { StackFixture } from './stack-fixture.ts';

const secret = 'hunter2-of-the-warehouse';

/** Words that mean something somewhere, and such as break what is careless. */
const word = fc.constantFrom(
  ...[
    'main',
    'web',
    'db',
    'api',
    'size',
    'password',
    'STORE_URL',
    './blocks/store',
    '../..',
    '/etc/passwd',
    'link',
  ],
  ...[
    '',
    ' ',
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    '\uE000',
    '\uE000SECRET\uE001',
    '💥',
    '{{',
    '$',
    '$$',
  ],
  ...[
    '${',
    '${}',
    '${size}',
    '${password}',
    '${secret:SECRET}',
    '${secret:}',
    '${secret:db.password}',
    '${a.b.c}',
  ],
  ...[
    "${'\\ue000SECRET\\ue001'}",
    '${url(password)}',
    '${json(uses)}',
    '${endpoint.main.url}',
    '${service[name]}',
  ],
  ...[
    '${[1,2].map(x, [1,2].map(y, x * y))}',
    '${1/0}',
    '${9223372036854775807 + 1}',
    '${size > 1 ? "a" : ["b"]}',
  ],
  ...[
    '${HOME:-${HOME:-x}}',
    'service:main',
    'postgres@1',
    'nothing@9',
    'store://u:p@h:99999/x',
    '2027-03-31',
  ],
);
const scalar = fc.oneof(
  { weight: 4, arbitrary: word },
  fc.string({ maxLength: 20 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const keys = fc.constantFrom(
  ...[
    'block',
    'with',
    'at',
    'production',
    'uses',
    'publish',
    'bind',
    'image',
    'environment',
    'depends_on',
    'ports',
  ],
  ...[
    'probe',
    'http',
    'tcp',
    'exec',
    'port',
    'path',
    'when',
    'service',
    'mount',
    'content',
    'from',
    'template',
  ],
  ...[
    'type',
    'default',
    'enum',
    'pattern',
    'cases',
    'generate',
    'length',
    'secret',
    'items',
    'value',
    'inside',
    'host',
  ],
  ...[
    'main',
    'web',
    'db',
    'size',
    'password',
    'prefix',
    'scheme',
    'after',
    'volumes',
    'schemes',
    'command',
    '__proto__',
  ],
);
const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('anything'), { maxLength: 3 }),
    fc.dictionary(keys, tie('anything'), { maxKeys: 4 }),
  ),
}));

const text = fc.oneof(
  word,
  fc.array(word, { maxLength: 3 }).map((words) => words.join('')),
);
const flag = fc.constantFrom('true', 'size > 1', "password == ''", 'uses.db', '[1].all(x, x > 0)', 'nothing');
const part = fc.constantFrom('main', 'web', 'db', 'setup', 'gone');
const variable = fc.constantFrom('size', 'password', 'extra', '__proto__', 'STORE_URL');
const port = fc.oneof(fc.constantFrom(80, 0, 70000, '${size}', '${password}', '99999999999'), fc.integer());

/** Texts that mean harm in files that have their form; `wild` also breaks that. */
function files(wild: boolean) {
  const broken = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<unknown> =>
    wild ? fc.oneof({ weight: 6, arbitrary: value }, anything) : value;
  const some = <Value>(names: fc.Arbitrary<string>, value: fc.Arbitrary<Value>) =>
    broken(fc.dictionary(names, broken(value), { maxKeys: 3 }));
  const service = fc.record(
    {
      image: text,
      environment: fc.dictionary(variable, text, { maxKeys: 3 }),
      command: fc.array(text, { maxLength: 3 }),
      depends_on: fc.array(part, { maxLength: 2 }),
      bind: fc.array(part, { maxLength: 2 }),
      build: text,
      network_mode: text,
      probe: fc.oneof(
        fc.record({ exec: text }),
        fc.record({ http: fc.record({ port, path: text }) }),
        fc.record({ tcp: fc.record({ port }) }),
      ),
      when: flag,
    },
    { requiredKeys: ['image'] },
  );
  const parameter = fc.record(
    {
      type: fc.constantFrom('string', 'integer', 'boolean', 'array'),
      default: fc.oneof(word, fc.integer(), fc.boolean(), fc.array(word, { maxLength: 2 })),
      enum: fc.array(fc.oneof(word, fc.integer()), { maxLength: 2 }),
      pattern: fc.constantFrom('^a*$', '(', '[', '^[a-z]+$', '(?<x>a)\\k<x>'),
      secret: fc.boolean(),
      generate: fc.record({ length: fc.integer({ min: 12, max: 20 }) }),
      cases: fc.array(fc.record({ when: flag, default: word }), { maxLength: 2 }),
    },
    { requiredKeys: ['type'] },
  );
  const file = fc.record(
    { from: word, content: text, template: fc.boolean(), when: flag, mount: fc.dictionary(part, text) },
    { requiredKeys: ['mount'] },
  );
  const binding = fc.oneof(
    text,
    fc.record({ value: text, inside: text, host: text, when: flag }, { requiredKeys: [] }),
  );
  const block = fc.record(
    {
      parameters: some(fc.constantFrom('size', 'password', 'extra'), parameter),
      services: some(part, service),
      jobs: some(part, service),
      volumes: some(part, fc.record({ mount: fc.dictionary(part, text) })),
      files: some(fc.constantFrom('a', '../x', ''), file),
      endpoints: some(
        part,
        fc.record(
          { service: part, port, path: text, publish: fc.oneof(fc.boolean(), port) },
          { requiredKeys: ['port'] },
        ),
      ),
      bindings: some(fc.constantFrom('STORE_URL', 'A'), binding),
      uses: some(
        part,
        fc.record({ block: fc.constantFrom('./blocks/store', './blocks/other', 'redis@1', '../x') }),
      ),
      attach: broken(
        fc.record(
          { schemes: fc.array(word, { maxLength: 2 }), password: variable, path: variable },
          { requiredKeys: ['schemes'] },
        ),
      ),
    },
    { requiredKeys: ['services'] },
  );
  const use = fc.record(
    {
      block: fc.constantFrom('./blocks/store', './blocks/other', 'redis@1'),
      with: fc.dictionary(variable, fc.oneof(text, fc.integer(), fc.boolean())),
      at: text,
      production: fc.boolean(),
      uses: fc.dictionary(part, part, { maxKeys: 1 }),
    },
    { requiredKeys: ['block'] },
  );
  const stackFile = fc.record(
    {
      blocks: some(part, use),
      services: some(part, service),
      'secret-sources': broken(fc.constant({})),
      guardrails: broken(fc.constant({})),
      include: broken(fc.constant([])),
    },
    { requiredKeys: ['blocks'] },
  );
  return fc.tuple(stackFile, block, block);
}

const blockFile = (name: string, definition: object) => `block: ${name}
version: 1.0.0
title: Hostile
description: Hostile.
owner: { name: Nobody }
licence: { name: None }
provenance: { publisher: Nobody }
${Object.entries(definition)
  .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  .join('\n')}
`;

it.each([
  ['of the right form with harmful words', false],
  ['of any form', true],
])(
  'stacks and blocks %s give an answer or mistakes: no crash, no way out, no secret told',
  async (_, wild) => {
    using stack = new StackFixture({ '.env': `OWN=${secret}\n` });
    await stack.secrets.set({ kind: 'project', folder: stack.folder }, 'SECRET', secret);
    const property = fc.asyncProperty(files(wild), async ([content, one, other]) => {
      stack.write({
        'blockyard.yaml': JSON.stringify(content),
        'blocks/store/block.yaml': blockFile('store', one),
        'blocks/other/block.yaml': blockFile('other', other),
      });
      try {
        const { sources, instances } = await stack.load();
        const folders = [stack.folder, ...instances.map(({ block }) => block.folder)];
        expect(sources.filter((file) => !folders.some((folder) => file.startsWith(`${folder}/`)))).toEqual(
          [],
        );
      } catch (thrown) {
        const errors = thrown instanceof ManyErrors ? thrown.errors : [thrown];
        for (const error of errors) {
          if (!(error instanceof BlockyardError) || error.code === 'internal') throw error;
          expect(JSON.stringify(error)).not.toContain(secret);
        }
      }
    });
    await fc.assert(property, {
      numRuns: 150,
      interruptAfterTimeLimit: 20_000,
      markInterruptAsFailure: false,
    });
  },
  60_000,
);
