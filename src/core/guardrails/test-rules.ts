import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { type BlockyardError, ManyErrors, toBlockyardError, type Where } from '../../shared/index.ts';
import { blockFileName, readBlock } from '../blocks/index.ts';
import type { Catalogues } from '../catalogues/index.ts';
import { readCheckedFile } from '../compose/index.ts';
import { loadStack } from '../loading/index.ts';
import type { SourcedRule } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { RuleInvalid, readRules, rulesFolder, testEnding } from './read-rules.ts';
import { subjectOf } from './subject.ts';
import { targetsOf } from './targets.ts';
import { ask, isFor } from './written-rules.ts';

const testCase = z.strictObject({
  title: z.string(),
  /** A service in Compose's words; the stack has no other, and it is called `web`. */
  service: z.looseObject({}).optional(),
  /** Or a whole blockyard.yaml. */
  stack: z.looseObject({}).optional(),
  /** What the rule says of it, where that matters. */
  message: z.string().optional(),
});

/** What a `NAME.test.yaml` beside a rule says. */
export const ruleTests = z.strictObject({
  passes: z.array(testCase).min(1),
  breaks: z.array(testCase).min(1),
});
type TestCase = z.infer<typeof testCase>;

export interface RuleTestResult {
  code: string;
  /** `breaks: a service without an owner`. */
  title: string;
  file: string;
  where?: Where;
  /** Absent where it went as it should. */
  problem?: string;
}

export interface RuleTestReport {
  results: RuleTestResult[];
  /** Files that cannot be read, and rules without tests. */
  problems: BlockyardError[];
}

export interface RuleTestOptions {
  /** Where blocks are found that cases name; the tested one goes before. */
  catalogues: Catalogues;
  /** What cases see of the shell; default nothing. */
  environment?: NodeJS.ProcessEnv;
}

/**
 * Tests the rules of a catalogue, of a block, or of a folder of rules: each case is a stack that is loaded as any other
 * is, and held against the rule. Never throws for what is in the files.
 */
export async function testRules(folder: string, options: RuleTestOptions): Promise<RuleTestReport> {
  const { rules, problems } = await rulesIn(folder);
  const report: RuleTestReport = { results: [], problems };
  const { catalogues, environment = {} } = options;
  for (const rule of rules)
    try {
      report.results.push(...(await testRule(rule, cataloguesWith(folder, catalogues), environment)));
    } catch (thrown) {
      report.problems.push(...(thrown instanceof ManyErrors ? thrown.errors : [toBlockyardError(thrown)]));
    }
  return report;
}

type TestedRule = SourcedRule & { file: string; tests: string };

async function rulesIn(folder: string): Promise<{ rules: TestedRule[]; problems: BlockyardError[] }> {
  const isRules = basename(folder) === rulesFolder;
  const read = await readRules(isRules ? folder : join(folder, rulesFolder), 'catalogue under test');
  const rules = read.rules.map((rule) => ({ ...rule, tests: rule.file.replace(/\.ya?ml$/, testEnding) }));
  if (!(await exists(join(folder, blockFileName)))) return { rules, problems: read.problems };
  const { definition, file } = await readBlock(folder, { kind: 'folder' });
  const own = (definition.guardrails ?? []).map((rule) => ({
    ...rule,
    source: `block ${definition.block}`,
    file,
    tests: join(folder, rulesFolder, `${rule.code}${testEnding}`),
  }));
  return { rules: [...own, ...rules], problems: read.problems };
}

async function testRule(
  rule: TestedRule,
  catalogues: Catalogues,
  environment: NodeJS.ProcessEnv,
): Promise<RuleTestResult[]> {
  if (!(await exists(rule.tests)))
    throw new RuleInvalid(`The guardrail ${rule.code} has no tests.`, {
      where: { file: rule.file },
      remedy: `Write ${basename(rule.tests)} in ${dirname(rule.tests)}, with cases that pass and cases that break it.`,
    });
  const { content, where } = await readCheckedFile({
    file: rule.tests,
    schema: ruleTests,
    noun: 'Tests of a guardrail',
    invalid: (message, details) => new RuleInvalid(message, details),
  });
  const results: RuleTestResult[] = [];
  for (const expected of ['passes', 'breaks'] as const)
    for (const [index, one] of content[expected].entries()) {
      const problem = await problemOf(rule, one, expected, catalogues, environment);
      results.push({
        code: rule.code,
        title: `${expected}: ${one.title}`,
        file: rule.tests,
        where: where([expected, index]),
        ...(problem !== undefined && { problem }),
      });
    }
  return results;
}

async function problemOf(
  rule: SourcedRule,
  one: TestCase,
  expected: 'passes' | 'breaks',
  catalogues: Catalogues,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const answers = await answersOf(rule, one, catalogues, environment).catch((thrown) => [
    { kind: 'failed', message: `The stack does not load: ${toBlockyardError(thrown).message}` } as const,
  ]);
  const failed = answers.find(({ kind }) => kind === 'failed');
  if (failed && 'message' in failed) return failed.message;
  if (answers.length === 0) return `There is no ${rule.for} in it that the rule looks at.`;
  const said = answers.flatMap((answer) => ('message' in answer ? [answer.message] : []));
  if (expected === 'passes') return said.length > 0 ? `The rule is broken: ${said[0]}` : undefined;
  if (said.length === 0) return 'The rule is not broken.';
  return one.message === undefined || said.includes(one.message)
    ? undefined
    : `The rule says “${said[0]}”, not “${one.message}”.`;
}

async function answersOf(
  rule: SourcedRule,
  { service, stack }: TestCase,
  catalogues: Catalogues,
  environment: NodeJS.ProcessEnv,
) {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-guardrail-'));
  try {
    // JSON is YAML.
    const content = { name: 'tested', ...stack, ...(service && { services: { web: service } }) };
    await writeFile(join(folder, 'blockyard.yaml'), JSON.stringify(content));
    const project = await loadStack({ workingDirectory: folder, environment, catalogues });
    const targets = targetsOf(subjectOf(project, factsOf(project)));
    return targets.filter((target) => isFor(rule, target)).map((target) => ask(rule, target));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Blocks that are tested, in the folder or beside it, go before those of the same name elsewhere. */
function cataloguesWith(folder: string, others: Catalogues): Catalogues {
  return {
    ...others,
    // A case has no lock.
    record: async () => [],
    find: async (reference, projectFolder) => {
      const name = reference.replace(/@.*$/, '').replace(/^.*\//, '');
      for (const own of [folder, join(folder, name), join(dirname(folder), name)]) {
        if (!(await exists(join(own, blockFileName)))) continue;
        const { definition } = await readBlock(own, { kind: 'folder' });
        if (definition.block !== name) continue;
        return { name, version: definition.version, folder: own, catalogue: { kind: 'folder' } };
      }
      return await others.find(reference, projectFolder);
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
