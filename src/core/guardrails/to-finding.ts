import type { Finding } from './finding.ts';
import type { Subject, Violation } from './rule.ts';
import { whereOf } from './subject.ts';

/** What a finding has of its rule. */
export type Origin = Pick<Finding, 'code' | 'severity' | 'explanation' | 'source'>;

export function toFinding(violation: Violation, origin: Origin, { project, instanceOf }: Subject): Finding {
  const { service, detail, message, remedy, path, fix } = violation;
  const block = violation.block ?? (service === undefined ? undefined : instanceOf(service)?.name);
  const where = whereOf(project, path);
  return {
    id: [origin.code, service ?? block, origin.source === 'built-in' ? undefined : origin.source, detail]
      .filter((part) => part !== undefined)
      .join(':'),
    ...origin,
    message,
    remedy,
    ...(service !== undefined && { service }),
    ...(block !== undefined && { block }),
    ...(where && { where }),
    ...(fix && { fix: fix.text, edits: fix.edits }),
  };
}
