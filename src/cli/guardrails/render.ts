import { type Finding, isOpen, severities } from '../../core/guardrails/index.ts';
import { formatWhere } from '../../shared/index.ts';
import { readable } from '../terminal/error.ts';
import type { Palette } from '../terminal/palette.ts';

export function renderFinding(finding: Finding, paint: Palette): string {
  const { severity, code, message, remedy, where, fix, exception, source } = finding;
  const place = where ? formatWhere(readable(where)) : '';
  const from = ['built-in', 'guardrails'].includes(source) ? '' : ` of ${source}`;
  if (exception && !exception.ended)
    return [
      `${paint.dim(`held  ${message} ${code}${from}`)}\n`,
      `      ${paint.dim(`until ${exception.until}: ${exception.reason}`)}\n`,
    ].join('');
  const colour = { deny: paint.red, warn: paint.yellow, note: paint.cyan }[severity];
  return [
    `${colour(severity.padEnd(4))}  ${message} ${paint.dim(code + from)}\n`,
    place ? `      ${paint.dim(`at ${place}`)}\n` : '',
    `      ${paint.cyan('→')} ${remedy}\n`,
    fix ? `      ${paint.green('⚒')} ${fix}\n` : '',
  ].join('');
}

/** `1 deny, 3 warn`; undefined when there is nothing. */
export function counted(findings: readonly Finding[]): string | undefined {
  const open = findings.filter(isOpen);
  const counts = severities
    .map((severity) => ({ severity, count: open.filter((it) => it.severity === severity).length }))
    .filter(({ count }) => count > 0);
  return counts.length === 0 ? undefined : counts.map((it) => `${it.count} ${it.severity}`).join(', ');
}
