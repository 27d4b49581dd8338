import type { z } from 'zod';
import type { blockUse, guardrailException } from '../format/stack-file.ts';
import type { Edit } from './edit.ts';
import type { YamlValue } from './print-value.ts';

export type BlockUse = z.infer<typeof blockUse>;
export type GuardrailException = z.infer<typeof guardrailException>;

export function addInstance(name: string, use: BlockUse): Edit {
  return { kind: 'set', path: ['blocks', name], value: defined(use) };
}

/** What a service has of its own in compose.yaml stays there: only `bind` is written into the stack file. */
export function bindService(service: string, instance: string, prefix?: string): Edit {
  const value = prefix === undefined ? instance : { block: instance, prefix };
  return { kind: 'append', path: ['services', service, 'bind'], value };
}

export function addException(exception: GuardrailException): Edit {
  return { kind: 'append', path: ['guardrails', 'exceptions'], value: defined(exception) };
}

function defined(value: object): YamlValue {
  return Object.fromEntries(Object.entries(value).filter(([, it]) => it !== undefined));
}
