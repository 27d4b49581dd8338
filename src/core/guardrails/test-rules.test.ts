import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCatalogues } from '../catalogues/index.ts';
import { testRules } from './index.ts';
import { StackFixture } from './stack-fixture.ts';

const rule = `code: owned
severity: warn
for: service
when: "!('owner' in (has(service.labels) ? service.labels : {}))"
message: "\${service.name} has no owner."
explanation: Somebody is called at night.
remedy: "Write \`labels: { owner: … }\`."
`;
const tests = `passes:
  - title: a service with an owner
    service: { image: "nginx:1", labels: [owner=shop] }
breaks:
  - title: a service without labels
    service: { image: "nginx:1" }
    message: web has no owner.
`;

async function run(files: Record<string, string>, below = '') {
  using catalogue = new StackFixture(files);
  const report = await testRules(`${catalogue.folder}${below}`, {
    catalogues: openCatalogues({ folder: join(catalogue.folder, 'home'), environment: {} }),
  });
  return {
    results: report.results.map(({ code, title, problem }) => [code, title, problem]),
    problems: report.problems.map(({ message }) => message.replaceAll(catalogue.folder, '')),
  };
}

test('a catalogue’s rules are held against their tests, which are loaded as any stack is', async () => {
  const files = { 'guardrails/owned.yaml': rule, 'guardrails/owned.test.yaml': tests };
  const all = {
    results: [
      ['owned', 'passes: a service with an owner', undefined],
      ['owned', 'breaks: a service without labels', undefined],
    ],
    problems: [],
  };
  expect(await run(files)).toEqual(all);
  expect(await run(files, '/guardrails')).toEqual(all);
});

test('what does not go as it should is told with what the rule said', async () => {
  const wrong = tests.replace('labels: [owner=shop]', 'user: "1"').replace('message: web', 'message: db');
  const { results } = await run({ 'guardrails/owned.yaml': rule, 'guardrails/owned.test.yaml': wrong });
  expect(results.map(([, , problem]) => problem)).toEqual([
    'The rule is broken: web has no owner.',
    'The rule says “web has no owner.”, not “db has no owner.”.',
  ]);
});

test('a rule without tests, one that cannot be read, and a stack that does not load are told', async () => {
  expect(await run({ 'guardrails/owned.yaml': rule })).toEqual({
    results: [],
    problems: ['The guardrail owned has no tests.'],
  });
  expect(
    (await run({ 'guardrails/owned.yaml': rule.replace('when: "!', 'when: "!(') })).problems,
  ).toHaveLength(1);
  expect((await run({ 'guardrails/owned.yaml': 'code: Owned\n' })).problems.length).toBeGreaterThan(3);
  const unknown = tests.replace('service: { image: "nginx:1" }', 'service: { imag: "nginx:1" }');
  const { results } = await run({ 'guardrails/owned.yaml': rule, 'guardrails/owned.test.yaml': unknown });
  expect(results[1]?.[2]).toMatch(/^The stack does not load: /);
});

test('a block’s own rules have their tests beside them', async () => {
  const block = `block: cache
version: 1.0.0
title: Cache
description: A cache
owner: { name: us }
parameters: { size: { type: integer, default: 64 } }
services: { main: { image: "redis:8" } }
guardrails:
  - code: large
    severity: warn
    for: block
    when: block.with.size > 512
    message: "\${block.name} takes \${block.with.size} MB."
    explanation: It is a cache.
    remedy: Make it smaller.
licence: { name: MIT }
provenance: { publisher: us }
`;
  const large = `passes: [{ title: the default, stack: { blocks: { c: { block: cache@1 } } } }]
breaks:
  - { title: a gigabyte, stack: { blocks: { c: { block: cache@1, with: { size: 1024 } } } }, message: c takes 1024 MB. }
  - { title: nothing to look at, service: { image: "redis:8" } }
`;
  const { results, problems } = await run(
    { 'cache/block.yaml': block, 'cache/guardrails/large.test.yaml': large },
    '/cache',
  );
  expect(problems).toEqual([]);
  expect(results).toEqual([
    ['large', 'passes: the default', undefined],
    ['large', 'breaks: a gigabyte', undefined],
    ['large', 'breaks: nothing to look at', 'There is no block in it that the rule looks at.'],
  ]);
});
