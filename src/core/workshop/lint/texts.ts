import type { BlockFile } from '../../blocks/index.ts';
import type { Path } from './finding.ts';

/** A text of a block that is computed. */
export interface ComputedText {
  path: Path;
  value: string;
  kind: 'template' | 'expression';
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
