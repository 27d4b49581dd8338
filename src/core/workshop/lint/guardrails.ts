import type { Catalogues } from '../../catalogues/index.ts';
import { testRules } from '../../guardrails/index.ts';
import type { Inspection } from './finding.ts';

/** Holds the rules that a block brings against the tests beside them. */
export async function inspectGuardrails(inspection: Inspection, catalogues: Catalogues): Promise<void> {
  const rules = inspection.definition.guardrails ?? [];
  if (rules.length === 0) return;
  const { results, problems } = await testRules(inspection.block.folder, { catalogues });
  for (const { code, title, problem, where } of results)
    if (problem !== undefined)
      inspection.findings.push({
        code: 'guardrail-test-fails',
        severity: 'deny',
        message: `The guardrail ${code}, ${title}: ${problem}`,
        remedy: 'Mend the rule, or the case.',
        ...(where && { where }),
      });
  for (const { message, remedy, where } of problems)
    inspection.findings.push({
      code: 'guardrail-untested',
      severity: 'warn',
      message,
      ...(remedy && { remedy }),
      ...(where && { where }),
    });
}
