import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlockDetails, ParameterView } from '../../../shared/contract/index.ts';
import type { FoundBlock } from '../../catalogues/index.ts';
import { ExpressionFailed, holds, toCel } from '../expression.ts';
import type { Parameter } from '../format/block-file.ts';
import { readBlock } from '../format/read-block.ts';
import type { Block } from '../stack-project.ts';
import { originOf, referenceTo, summaryOf } from './summary.ts';

/** As much of a README as is shown. */
const largestReadme = 64 * 1024;

/** One block with all that a form needs. @throws what is wrong with its block.yaml, all of it */
export async function blockDetails(
  found: FoundBlock,
  values: Readonly<Record<string, unknown>> = {},
): Promise<BlockDetails> {
  const block = await readBlock(found.folder, originOf(found));
  const { endpoints = {}, licence, provenance, uses = {} } = block.definition;
  return {
    ...(await summaryOf(block, referenceTo(found))),
    readme: await readmeOf(block),
    parameters: parametersFor(block, values),
    uses: Object.entries(uses).map(([name, use]) => ({ name, block: use.block })),
    endpoints: Object.entries(endpoints).map(([name, { open: opens = false, port, title = name }]) => ({
      ...{ name, title, port: String(port), open: opens },
    })),
    licence: sentence(licence.name, licence.notes),
    provenance: sentence(provenance.publisher, provenance.notes),
  };
}

/** The parameters with their choices and defaults as they are with the values given so far. */
export function parametersFor(
  { definition: { parameters = {} } }: Block,
  given: Readonly<Record<string, unknown>>,
): ParameterView[] {
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters))
    values[name] = given[name] ?? parameter.default ?? '';
  return Object.entries(parameters).map(([name, parameter]) =>
    parameterView(name, caseOf(parameter, values)),
  );
}

function parameterView(name: string, parameter: Parameter): ParameterView {
  const { description, generate, items, maximum, minimum, pattern, title = name, type } = parameter;
  const choices = parameter.enum ?? items?.enum;
  return {
    ...{ name, type, title },
    ...(description !== undefined && { description }),
    ...(parameter.default !== undefined && { default: parameter.default }),
    ...(choices && { choices }),
    ...(items && { itemType: items.type }),
    ...((pattern ?? items?.pattern) !== undefined && { pattern: pattern ?? items?.pattern }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    secret: parameter.secret ?? false,
    generated: generate !== undefined,
    advanced: parameter.advanced ?? false,
  };
}

/** As the first of its cases that holds has it; a condition that cannot be told yet holds not. */
function caseOf(parameter: Parameter, values: Readonly<Record<string, unknown>>): Parameter {
  const scope = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toCel(value)]));
  for (const { when, ...rules } of parameter.cases ?? [])
    try {
      if (holds(when, scope)) return { ...parameter, ...rules } as Parameter;
    } catch (thrown) {
      if (!(thrown instanceof ExpressionFailed)) throw thrown;
    }
  return parameter;
}

async function readmeOf({ folder }: Block): Promise<string> {
  const file = await open(join(folder, 'README.md')).catch(() => undefined);
  if (!file) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(largestReadme), 0, largestReadme, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    // A folder of that name.
    return '';
  } finally {
    await file.close();
  }
}

function sentence(name: string, notes: string | undefined): string {
  return notes === undefined ? name : `${name}: ${notes}`;
}
