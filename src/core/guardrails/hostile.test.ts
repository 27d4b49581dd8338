import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ComposeConfig, Service } from '../compose/index.ts';
import { checkStack } from './check-stack.ts';
import { StackFixture } from './stack-fixture.ts';

const long = fc
  .constantFrom('a', '$', '${', '||', ' -', '=', '://', ':@', '"', '\\', ' ', '@', '/', ';', 'pip install ')
  .map((piece) => piece.repeat(20_000));
const text = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'postgres',
      'a/b:latest',
      'x@sha256:',
      '--token=',
      'redis-cli -a x',
      'u://a:b@c',
      'jupyter',
    ),
  },
  { weight: 1, arbitrary: long },
);
const words = fc.array(text, { maxLength: 4 });
const map = fc.dictionary(text, fc.oneof(text, fc.constant(null)), { maxKeys: 4 });

const service = fc.record(
  {
    image: text,
    command: fc.oneof(words, fc.constant(null)),
    entrypoint: fc.oneof(words, fc.constant(null)),
    environment: map,
    labels: fc.dictionary(text, text, { maxKeys: 2 }),
    mem_limit: text,
    user: text,
    tmpfs: words,
    build: fc.record({ context: text, dockerfile_inline: text, args: map }, { requiredKeys: [] }),
    healthcheck: fc.record({ test: words }),
    ports: fc.array(
      fc.record({ mode: text, host_ip: text, target: fc.integer(), published: text, protocol: text }),
      { maxLength: 2 },
    ),
    volumes: fc.array(fc.record({ type: fc.constant('bind' as const), source: text, target: text }), {
      maxLength: 2,
    }),
    depends_on: fc.dictionary(
      fc.constantFrom('__proto__', 'constructor', 'a', 'b'),
      fc.record({ condition: fc.constant('service_healthy' as const), required: fc.boolean() }),
    ),
  },
  { requiredKeys: ['command', 'entrypoint'] },
);

test('whatever services say, they are judged, quickly and without a crash', async () => {
  using stack = new StackFixture({ 'compose.yaml': 'services: {a: {image: "b:1"}}\n' });
  const project = await stack.load();
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom('a', 'b', 'constructor', '__proto__'), service),
      async (services) => {
        const config: ComposeConfig = { name: 'hostile', services: services as Record<string, Service> };
        const findings = await checkStack({ ...project, config }, { today: '2026-11-24', engineMemory: 1 });
        expect(findings.every(({ message, remedy }) => message !== '' && remedy !== '')).toBe(true);
      },
    ),
    { numRuns: 300, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
  );
});
