import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadStack } from '../loading/index.ts';
import { applyChange, checkStack, factsOf, inDays, isOpen, planException, planFixes } from './index.ts';
import { StackFixture } from './stack-fixture.ts';

const broken = `services:
  web:
    image: nginx
    ports: ["8080:80", "127.0.0.1:81:81"]
  db: { image: "postgres:17", mem_limit: 512m }
  lab: { image: "jupyter/minimal-notebook:1", mem_limit: 1g, environment: { JUPYTER_TOKEN: "" } }
`;

async function look(folder: string) {
  const load = () => loadStack({ workingDirectory: folder, environment: {} });
  const project = await load();
  return { load, project, findings: await checkStack(project, factsOf(project)) };
}
const codes = (findings: readonly { code: string }[]) => [...new Set(findings.map(({ code }) => code))];

test('what fixes write makes their findings go, and changes nothing else of the stack', async () => {
  using stack = new StackFixture({ 'compose.yaml': broken });
  const before = await look(stack.folder);
  expect(codes(before.findings)).toEqual([
    'empty-notebook-token',
    'notebook-outside-volume',
    'data-outside-volume',
    'unpinned-image',
    'no-memory-limit',
    'published-on-all-interfaces',
  ]);
  await applyChange(await planFixes(before.project, before.findings), before.load);
  const after = await look(stack.folder);
  expect(codes(after.findings)).toEqual(['unpinned-image']);
  const { web, lab, db } = after.project.config.services;
  expect(web?.ports?.map(({ host_ip, published, target }) => [host_ip, published, target])).toEqual([
    ['127.0.0.1', '8080', 80],
    ['127.0.0.1', '81', 81],
  ]);
  expect(lab?.environment).toBeUndefined();
  expect(db?.volumes).toMatchObject([{ source: 'db-data', target: '/var/lib/postgresql' }]);
});

test('what the stack file says itself is changed where it stands', async () => {
  using stack = new StackFixture({
    'blockyard.yaml': `services:
  web:
    image: "nginx:1" # the one
    mem_limit: 64m
    ports:
      - "80:80" # for all
  lab: { image: "jupyter/base-notebook:1", mem_limit: 1g, volumes: ["./n:/home/jovyan/work"], environment: { JUPYTER_TOKEN: "", A: b } }
`,
  });
  const { project, findings, load } = await look(stack.folder);
  await applyChange(await planFixes(project, findings), load);
  const text = readFileSync(join(stack.folder, 'blockyard.yaml'), 'utf8');
  expect(text).toContain('image: "nginx:1" # the one');
  expect(text).toContain('127.0.0.1:80:80');
  expect(text).not.toContain('!override');
  expect(text).toContain('environment: { A: b }');
  expect((await look(stack.folder)).findings).toEqual([]);
});

test('an exception holds for what it is about, and says why and until when', async () => {
  using stack = new StackFixture({ 'compose.yaml': broken });
  const { project, findings, load } = await look(stack.folder);
  const pinned = findings.find(({ code }) => code === 'unpinned-image');
  await applyChange(
    await planException(project, pinned, { reason: ' The  demo\n', until: '2999-12-31' }),
    load,
  );
  const after = await look(stack.folder);
  const held = after.findings.filter((finding) => !isOpen(finding));
  expect(held).toMatchObject([
    {
      code: 'unpinned-image',
      service: 'web',
      exception: { reason: 'The demo', until: '2999-12-31', ended: false },
    },
  ]);
  expect(after.findings.at(-1)).toEqual(held[0]);
});

test('one for what is excepted already takes the place of that', async () => {
  using stack = new StackFixture({
    'compose.yaml': broken,
    'blockyard.yaml': `guardrails:
  exceptions:
    - { code: unpinned-image, in: web, reason: Once., until: "2020-01-01" } # remember
    - { code: no-memory-limit, in: web, reason: Twice., until: "2999-01-01" }
`,
  });
  const { project, findings, load } = await look(stack.folder);
  expect(codes(findings)).toContain('exception-ended');
  const pinned = findings.find(({ code }) => code === 'unpinned-image');
  await applyChange(await planException(project, pinned, { reason: 'Again.', until: '2999-12-31' }), load);
  expect(readFileSync(join(stack.folder, 'blockyard.yaml'), 'utf8')).toBe(`guardrails:
  exceptions:
    - { code: unpinned-image, in: web, reason: Again., until: "2999-12-31" } # remember
    - { code: no-memory-limit, in: web, reason: Twice., until: "2999-01-01" }
`);
  expect(codes((await look(stack.folder)).findings)).not.toContain('exception-ended');
});

test('an exception without a reason, a date, or a finding is refused', async () => {
  using stack = new StackFixture({ 'compose.yaml': broken });
  const { project, findings } = await look(stack.folder);
  const wish = (reason: string, until?: string) => planException(project, findings[0], { reason, until });
  await expect(wish(' ')).rejects.toMatchObject({ code: 'usage', message: 'An exception needs a reason.' });
  await expect(wish('why', '2999-02-30')).rejects.toThrow('2999-02-30 is no date.');
  await expect(wish('why', 'tomorrow')).rejects.toThrow('tomorrow is no date.');
  await expect(wish('why', inDays(-1))).rejects.toThrow('is over');
  await expect(planException(project, undefined, { reason: 'why' })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect((await wish('why')).after).toContain(inDays(30));
});

test('where other files were named nothing is written, for it would not hold', async () => {
  using stack = new StackFixture({ 'other.yaml': broken });
  const load = () => loadStack({ workingDirectory: stack.folder, files: ['other.yaml'], environment: {} });
  const project = await load();
  const change = await planFixes(project, await checkStack(project, factsOf(project)));
  await expect(applyChange(change, load)).rejects.toThrow('is not read here, because other files were named');
  expect(() => readFileSync(change.file)).toThrow('ENOENT');
});

test('a change with which the project does not load leaves everything as it was', async () => {
  using stack = new StackFixture({ 'compose.yaml': broken });
  const { project, load } = await look(stack.folder);
  const edits = [{ kind: 'set', path: ['services', 'web', 'mem_limit'], value: 'much' }] as const;
  const change = await planFixes(project, [{ edits } as never]);
  await expect(applyChange(change, load)).rejects.toThrow();
  expect(() => readFileSync(change.file)).toThrow('ENOENT');
  writeFileSync(change.file, 'name: shop\n');
  await expect(applyChange(await planFixes(project, [{ edits } as never]), load)).rejects.toThrow();
  expect(readFileSync(change.file, 'utf8')).toBe('name: shop\n');
});
