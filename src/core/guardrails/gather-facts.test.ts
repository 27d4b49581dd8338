import { expect, test } from 'vitest';
import type { Catalogue, JoinedTeam } from '../catalogues/index.ts';
import { checkStack } from './check-stack.ts';
import { gatherFacts } from './gather-facts.ts';
import { StackFixture } from './stack-fixture.ts';

const rule = `code: owned
severity: note
for: service
when: "!has(service.labels)"
message: "\${service.name} has no owner."
explanation: Somebody is called at night.
remedy: Label it.
`;
const team = { severities: { owned: 'deny', 'unpinned-image': 'off' } } as unknown as JoinedTeam;

test('a team’s severities and the rules of its catalogues hold; a file that is no rule is told', async () => {
  using repository = new StackFixture({
    'guardrails/owned.yaml': rule,
    'guardrails/owned.test.yaml': 'passes: []\n',
    'guardrails/broken.yaml': 'code: broken\nseverity: loud\n',
  });
  using stack = new StackFixture({ 'compose.yaml': 'services: {web: {image: nginx, mem_limit: 64m}}\n' });
  const project = await stack.load();
  const acme: Catalogue = {
    name: 'acme',
    kind: 'git',
    folder: `${repository.folder}/blocks`,
    root: repository.folder,
  };
  const catalogues = { team: async () => team, all: async () => [acme] };
  const findings = await checkStack(project, await gatherFacts(project, { catalogues }));
  expect(findings.map(({ code, severity, source }) => [code, severity, source])).toEqual([
    ['owned', 'deny', 'catalogue acme'],
    ...findings.slice(1).map(() => ['guardrail-unreadable', 'warn', 'guardrails']),
  ]);
  expect(findings.length).toBeGreaterThan(1);
  expect(findings[1]?.where?.file).toBe(`${repository.folder}/guardrails/broken.yaml`);
});

test('without a team and a stack file no catalogue is asked', async () => {
  using stack = new StackFixture({ 'compose.yaml': 'services: {web: {image: nginx}}\n' });
  const catalogues = {
    team: async () => undefined,
    all: async () => {
      throw new Error('asked');
    },
  };
  const facts = await gatherFacts(await stack.load(), { catalogues, now: new Date(2027, 0, 2) });
  expect(facts).toMatchObject({ today: '2027-01-02', rules: [] });
});
