import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Block, BlockFile } from '../../blocks/index.ts';
import { whyNoFile } from './files.ts';
import type { Path } from './finding.ts';

/** A text of a block that is computed. */
export interface ComputedText {
  path: Path;
  value: string;
  kind: 'template' | 'expression';
  /** Set when it is the text of a file that the block brings. */
  file?: string;
  /** What it may ask for: parameters alone, all that a block has, a deployed component's output, what a rule looks at. */
  scope: 'parameters' | 'block' | 'output' | 'rule';
}

/** All computed texts of a block, each with its place. */
export function textsOf(definition: BlockFile): ComputedText[] {
  const texts: ComputedText[] = [];
  const expression = (path: Path, value: string | undefined, scope: ComputedText['scope']) => {
    if (value !== undefined) texts.push({ path, value, kind: 'expression', scope });
  };
  /** All texts below a path are templates, save those under `when`. */
  const templates = (path: Path, value: unknown, scope: ComputedText['scope'] = 'block') => {
    if (typeof value === 'string') {
      if (path.at(-1) === 'when') expression(path, value, scope);
      else texts.push({ path, value, kind: 'template', scope });
    } else if (typeof value === 'object' && value !== null) {
      const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
      for (const [key, entry] of entries) templates([...path, key], entry, scope);
    }
  };

  for (const [name, { cases = [] }] of Object.entries(definition.parameters ?? {}))
    for (const [index, { when }] of cases.entries())
      expression(['parameters', name, 'cases', index, 'when'], when, 'parameters');
  for (const section of ['services', 'endpoints', 'bindings', 'files', 'volumes'] as const)
    templates([section], definition[section]);
  for (const [name, { title: _, ...job }] of Object.entries(definition.jobs ?? {}))
    templates(['jobs', name], job);
  for (const [name, { block: _, ...use }] of Object.entries(definition.uses ?? {}))
    templates(['uses', name], use);
  templates(['attach', 'readOnly'], definition.attach?.readOnly);
  for (const side of ['dump', 'load'] as const)
    templates(['data', side, 'command'], definition.data?.[side].command);
  for (const [index, rule] of (definition.guardrails ?? []).entries()) {
    expression(['guardrails', index, 'when'], rule.when, 'rule');
    templates(['guardrails', index, 'message'], rule.message, 'rule');
    templates(['guardrails', index, 'remedy'], rule.remedy, 'rule');
  }
  for (const [index, { properties, outputs }] of (definition.production ?? []).entries()) {
    templates(['production', index, 'properties'], properties, 'parameters');
    templates(['production', index, 'outputs'], outputs, 'output');
  }
  return texts;
}

/** The files of a block's folder that are templates. One that is not there is told by the rule about files. */
export async function templateFiles({ definition, folder }: Block): Promise<ComputedText[]> {
  const texts = Object.entries(definition.files ?? {}).map(async ([name, { from, template }]) => {
    if (from === undefined || !template) return [];
    if ((await whyNoFile(folder, from)) !== undefined) return [];
    const file = join(folder, from);
    const value = await readFile(file, 'utf8');
    return [{ path: ['files', name], value, kind: 'template', scope: 'block', file } as const];
  });
  return (await Promise.all(texts)).flat();
}
