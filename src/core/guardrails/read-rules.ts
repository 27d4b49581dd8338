import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BlockyardError,
  type ErrorDetails,
  ManyErrors,
  toBlockyardError,
  type Where,
} from '../../shared/index.ts';
import type { SourcedRule } from './facts.ts';

/** The folder of a catalogue, or of a block, in which rules and their tests lie. */
export const rulesFolder = 'guardrails';
export const testEnding = '.test.yaml';

/** A file that is no rule. */
export class RuleInvalid extends BlockyardError {
  constructor(message: string, details?: ErrorDetails) {
    super('block-invalid', message, details);
  }
}

export interface WrittenRules {
  rules: (SourcedRule & { file: string })[];
  /** What is wrong with files that are no rules; the others hold all the same. */
  problems: BlockyardError[];
}

/** The rules that lie in a folder, a file each: `guardrails/owner.yaml`. None where there is no such folder. */
export async function readRules(folder: string, source: string): Promise<WrittenRules> {
  const read = await Promise.all((await ruleFilesOf(folder)).map((file) => readRule(file, source)));
  return {
    rules: read.flatMap((it) => ('rule' in it ? [it.rule] : [])),
    problems: read.flatMap((it) => ('problems' in it ? it.problems : [])),
  };
}

async function ruleFilesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name) && !/\.test\.ya?ml$/.test(entry.name))
    .map(({ name }) => join(folder, name))
    .sort();
}

async function readRule(
  file: string,
  source: string,
): Promise<{ rule: SourcedRule & { file: string } } | { problems: readonly BlockyardError[] }> {
  // zod and CEL cost a start: most projects have no such file.
  const [{ checkExpression, checkTemplate, guardrailRule }, { readCheckedFile }] = await Promise.all([
    import('../blocks/index.ts'),
    import('../compose/index.ts'),
  ]);
  try {
    const { content, where } = await readCheckedFile({
      file,
      schema: guardrailRule,
      noun: 'A guardrail',
      invalid: (message, details) => new RuleInvalid(message, details),
    });
    readable(() => checkExpression(content.when), where(['when']));
    readable(() => checkTemplate(content.message), where(['message']));
    readable(() => checkTemplate(content.remedy), where(['remedy']));
    return { rule: { ...content, source, file } };
  } catch (thrown) {
    return { problems: thrown instanceof ManyErrors ? thrown.errors : [toBlockyardError(thrown)] };
  }
}

function readable(check: () => void, where: Where): void {
  try {
    check();
  } catch (thrown) {
    const { message, remedy } = thrown as Error & { remedy?: string };
    throw new RuleInvalid(message, {
      where,
      remedy: remedy ?? 'See docs/guardrails.md for what rules may say.',
    });
  }
}
