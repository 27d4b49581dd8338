import type { StackProject } from '../blocks/index.ts';
import { GuardrailDenied } from './errors.ts';
import { type Finding, isOpen } from './finding.ts';

export interface GuardOptions {
  /** Stops on `warn` too, and without a blockyard.yaml: for what leaves this machine. */
  strict?: boolean | undefined;
}

/** What stops: without a blockyard.yaml nothing does. */
export function stopping(
  { stackFile }: Pick<StackProject, 'stackFile'>,
  findings: readonly Finding[],
  { strict = false }: GuardOptions = {},
): Finding[] {
  if (!stackFile && !strict) return [];
  return findings.filter(
    (finding) => isOpen(finding) && (finding.severity === 'deny' || (strict && finding.severity === 'warn')),
  );
}

/** @throws {GuardrailDenied} with all that stops, each with its remedy */
export function guard(
  project: Pick<StackProject, 'name' | 'stackFile'>,
  findings: readonly Finding[],
  options?: GuardOptions,
): void {
  const found = stopping(project, findings, options);
  if (found.length > 0) throw new GuardrailDenied(project.name, found);
}
