import { type BlockyardError, ManyErrors, toBlockyardError } from '../../../shared/index.ts';
import { type PlacedBlock, readBlock } from '../../blocks/index.ts';
import type { Catalogues } from '../../catalogues/index.ts';
import { inspectBindings } from './bindings.ts';
import { inspectExpansion } from './expansion.ts';
import { inspectExpressions } from './expressions.ts';
import { inspectFiles } from './files.ts';
import { Inspection, type LintFinding } from './finding.ts';
import { inspectGuardrails } from './guardrails.ts';
import { inspectPapers } from './papers.ts';
import { inspectParameters } from './parameters.ts';
import { inspectProbes } from './probes.ts';
import { inspectReferences } from './references.ts';
import { inspectServices } from './services.ts';

export interface LintReport {
  folder: string;
  /** Absent when the file could not be read as a block. */
  block?: PlacedBlock;
  /** In the order of the file. */
  findings: LintFinding[];
}

/**
 * Reads a block and tells all that is wrong with it; never throws for what is in its files. Blocks that it uses are
 * found beside it, then in the catalogues.
 */
export async function lintBlock(folder: string, catalogues: Catalogues): Promise<LintReport> {
  let block: PlacedBlock;
  try {
    block = await readBlock(folder, { kind: 'folder' });
  } catch (thrown) {
    return { folder, findings: eachError(thrown).map(asFinding) };
  }
  const inspection = new Inspection(block);
  inspectReferences(inspection);
  inspectParameters(inspection);
  inspectServices(inspection);
  inspectProbes(inspection);
  inspectPapers(inspection);
  inspectBindings(inspection);
  await inspectExpressions(inspection);
  await inspectFiles(inspection);
  await inspectExpansion(inspection, catalogues);
  await inspectGuardrails(inspection, catalogues);
  return { folder, block, findings: inspection.findings.toSorted(byPlace) };
}

/** Whether a block cannot be used as it is. */
export function isDenied({ findings }: LintReport): boolean {
  return findings.some(({ severity }) => severity === 'deny');
}

function eachError(thrown: unknown): readonly BlockyardError[] {
  return thrown instanceof ManyErrors ? thrown.errors : [toBlockyardError(thrown)];
}

function asFinding({ code, message, remedy, where }: BlockyardError): LintFinding {
  return { code, severity: 'deny', message, ...(remedy && { remedy }), ...(where && { where }) };
}

function byPlace(one: LintFinding, other: LintFinding): number {
  return (
    (one.where?.line ?? 0) - (other.where?.line ?? 0) || (one.where?.column ?? 0) - (other.where?.column ?? 0)
  );
}
