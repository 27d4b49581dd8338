import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GuardrailDenied } from './errors.ts';
import type { SourcedRule } from './facts.ts';
import { guard } from './guard.ts';
import { instance, StackFixture, stackFile } from './stack-fixture.ts';

const quiet = '{image: "a:1", mem_limit: 64m}';
const files = {
  'compose.yaml': `services:\n  web: ${quiet}\n  db: {image: "postgres:17", mem_limit: 512m, volumes: ["data:/var/lib/postgresql"]}\nvolumes: {data: }\n`,
};

const rule = (parts: Partial<SourcedRule>): SourcedRule => ({
  code: 'owned',
  severity: 'warn',
  for: 'service',
  when: '!has(service.labels)',
  message: '${service.name} has no owner.',
  explanation: 'Somebody is called at night.',
  remedy: 'Write `labels: { owner: … }`.',
  source: 'catalogue acme',
  ...parts,
});

describe('severities', () => {
  const web = { 'compose.yaml': 'services: {web: {image: a, mem_limit: 64m}}\n' };
  const severityWith = async (own: Record<string, 'deny' | 'warn' | 'note' | 'off'>, team = {}) => {
    using stack = new StackFixture(web, stackFile({ guardrails: { severities: own } }));
    const findings = await stack.check({ teamSeverities: team });
    return findings.map(({ code, severity }) => `${code} ${severity}`);
  };
  test('the stack file is over the team, and the team over the rule', async () => {
    expect(await severityWith({})).toEqual(['unpinned-image warn']);
    expect(await severityWith({}, { 'unpinned-image': 'note' })).toEqual(['unpinned-image note']);
    expect(await severityWith({ 'unpinned-image': 'deny' }, { 'unpinned-image': 'note' })).toEqual([
      'unpinned-image deny',
    ]);
    expect(await severityWith({ 'unpinned-image': 'off' })).toEqual([]);
  });
  test('what a team denies stays denied, and the line that says otherwise is told', async () => {
    expect(await severityWith({ 'unpinned-image': 'off' }, { 'unpinned-image': 'deny' })).toEqual([
      'unpinned-image deny',
      'severity-held note',
    ]);
  });
  test('a line about a guardrail that is not there is told', async () => {
    using stack = new StackFixture(
      web,
      stackFile({ guardrails: { severities: { 'unpined-image': 'off' } } }),
    );
    expect((await stack.check()).find(({ code }) => code === 'unknown-guardrail')).toMatchObject({
      message: 'There is no guardrail unpined-image here.',
      remedy: 'Did you mean "unpinned-image"?',
      where: { file: '/project/blockyard.yaml' },
    });
  });
});

describe('exceptions', () => {
  const web = { 'compose.yaml': 'services: {web: {image: a, mem_limit: 64m}}\n' };
  const check = async (until: string, about: string | undefined = 'web') => {
    const exception = { code: 'unpinned-image', in: about, reason: 'The demo is on Friday.', until };
    using stack = new StackFixture(
      web,
      stackFile({ guardrails: { exceptions: [exception], severities: { 'unpinned-image': 'deny' } } }),
    );
    const project = await stack.load();
    return { project, findings: await stack.check() };
  };
  test('hold to the end of their last day', async () => {
    const { project, findings } = await check('2026-11-24');
    expect(findings).toMatchObject([
      {
        code: 'unpinned-image',
        exception: { reason: 'The demo is on Friday.', until: '2026-11-24', ended: false },
      },
    ]);
    expect(() => guard(project, findings)).not.toThrow();
  });
  test('one that has ended holds nothing off and is told', async () => {
    const { project, findings } = await check('2026-11-23');
    expect(findings).toMatchObject([
      { code: 'unpinned-image', exception: { ended: true } },
      { code: 'exception-ended', severity: 'warn', service: 'web' },
    ]);
    expect(findings[1]?.message).toBe(
      'The exception for unpinned-image of web ended on 2026-11-23; it was made because: The demo is on Friday.',
    );
    expect(() => guard(project, findings)).toThrow(GuardrailDenied);
  });
  test('one that holds nothing off is told', async () => {
    const { findings } = await check('2027-01-01', 'api');
    expect(findings.map(({ code }) => code)).toEqual(['unpinned-image', 'exception-unneeded']);
  });
});

describe('what stops', () => {
  const denied = {
    'compose.yaml': 'services: {lab: {image: "jupyter/minimal-notebook:1", mem_limit: 64m}}\n',
  };
  test('only what denies, and only with a blockyard.yaml, unless it is strict', async () => {
    using stack = new StackFixture(denied);
    const project = await stack.load();
    const findings = await stack.check();
    expect(findings.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      'notebook-outside-volume deny',
    ]);
    expect(() => guard(project, findings)).not.toThrow();
    expect(() => guard(project, findings, { strict: true })).toThrow(GuardrailDenied);
    expect(() => guard({ ...project, ...stackFile({}) }, findings)).toThrow(
      /breaks a guardrail:\n {2}• The notebooks of lab are in no volume\. \[notebook-outside-volume\] \(.*compose\.yaml:1:\d+\)\n {4}→ Mount/,
    );
  });
});

describe('written rules', () => {
  const check = async (rules: SourcedRule[], parts = {}) => {
    using stack = new StackFixture(files, { rules, ...parts });
    return await stack.check();
  };
  test('a catalogue’s look at every service', async () => {
    expect(await check([rule({})])).toMatchObject([
      {
        id: 'owned:web:catalogue acme',
        message: 'web has no owner.',
        severity: 'warn',
        source: 'catalogue acme',
        where: { line: 2 },
      },
      { id: 'owned:db:catalogue acme', message: 'db has no owner.' },
    ]);
  });
  test('a block’s look at its own instances and their services', async () => {
    const instances = [instance('db', { services: ['db'] })];
    const source = 'block postgres';
    const old = rule({
      code: 'old',
      for: 'block',
      source,
      when: 'int(block.with.version) < 18',
      message: '${block.name} runs ${block.with.version}.',
    });
    const findings = await check([rule({ source }), old, rule({ source: 'block other', code: 'other' })], {
      instances,
    });
    expect(findings.map(({ message, block }) => [message, block])).toEqual([
      ['db has no owner.', 'db'],
      ['db runs 17.', 'db'],
    ]);
  });
  test('see the whole stack', async () => {
    const many = rule({
      code: 'many',
      for: 'stack',
      when: 'size(stack.services) > 1',
      message: '${stack.name} has ${size(stack.services)}.',
    });
    const limits = rule({
      code: 'limits',
      when: 'service.mem_limit == "536870912" && "data" in stack.volumes',
      message: 'large',
    });
    const findings = await check([many, limits]);
    expect(findings.map(({ code, service }) => [code, service])).toEqual([
      ['many', undefined],
      ['limits', 'db'],
    ]);
  });
  test('one that fails is a finding of its own', async () => {
    const [finding] = await check([rule({ when: 'service.labels.owner == ""' })]);
    expect(finding).toMatchObject({
      code: 'guardrail-fails',
      severity: 'warn',
      source: 'catalogue acme',
      service: 'web',
    });
    expect(finding?.message).toContain('The guardrail owned of catalogue acme cannot be carried out for web');
    expect(finding?.remedy).toContain('has(service.key)');
    expect(await check([rule({ when: '1 +' })])).toMatchObject([{ code: 'guardrail-fails' }, {}]);
    expect(await check([rule({ when: '"yes"' })])).toMatchObject([{ code: 'guardrail-fails' }, {}]);
  });
  test('never tell a secret', async () => {
    const leak = rule({ code: 'leak', for: 'stack', when: 'true', message: '${json(stack)}' });
    const findings = await check([leak], {
      secretValues: ['made-for-you'],
      instances: [instance('db', { services: ['db'] })],
    });
    expect(JSON.stringify(findings)).not.toContain('made-for-you');
  });
  test('whatever a rule says, nothing is thrown', async () => {
    using stack = new StackFixture(files);
    const project = await stack.load();
    const { checkStack } = await import('./check-stack.ts');
    const words = fc.constantFrom(
      'service',
      'stack',
      'block',
      '.name',
      '[0]',
      'has(',
      ')',
      '!',
      '==',
      '"x"',
      '${',
      '}',
      'all(x, x)',
      '\\',
      '\n',
      '😀',
      '1',
      '/ 0',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(words, { maxLength: 12 }).map((it) => it.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        fc.constantFrom('service', 'block', 'stack'),
        async (when, message, kind) => {
          const findings = await checkStack(
            { ...project, rules: [rule({ when, message, for: kind as 'service' })] },
            { today: '2026-11-24' },
          );
          expect(findings.every((it) => ['owned', 'guardrail-fails'].includes(it.code))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});
