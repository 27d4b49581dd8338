import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type BlockyardError, formatWhere, ManyErrors, type Where } from '../../shared/index.ts';
import type { Palette } from './palette.ts';

/** An error as people read it: what, where (with the line itself), what lies behind it, what to do. */
export function renderError(error: BlockyardError, paint: Palette): string {
  if (error instanceof ManyErrors) return error.errors.map((one) => renderError(one, paint)).join('\n');
  return [
    `${paint.red(paint.bold('error:'))} ${error.message}`,
    ...(error.where ? renderWhere(error.where, paint) : []),
    ...causesOf(error).map((cause) => paint.dim(`  because ${cause}`)),
    ...(error.remedy ? error.remedy.split('\n').map(asRemedy(paint)) : []),
    '',
  ].join('\n');
}

/** A warning in the same shape. */
export function renderWarning(
  warning: { message: string; where?: Where | undefined; remedy?: string | undefined },
  paint: Palette,
): string {
  return [
    `${paint.yellow(paint.bold('warning:'))} ${warning.message}`,
    ...(warning.where ? [`  ${paint.dim('at')} ${formatWhere(readable(warning.where))}`] : []),
    ...(warning.remedy ? [`  ${paint.cyan('→')} ${warning.remedy}`] : []),
    '',
  ].join('\n');
}

function asRemedy(paint: Palette) {
  return (line: string, index: number) => (index === 0 ? `  ${paint.cyan('→')} ${line}` : `    ${line}`);
}

function renderWhere(where: Where, paint: Palette): string[] {
  const place = `  ${paint.dim('at')} ${formatWhere(readable(where))}`;
  const line = where.line === undefined ? undefined : lineOf(where.file, where.line);
  if (line === undefined || line.trim() === '') return [place];
  const gutter = String(where.line);
  // Tabs stay tabs under the line, so that the caret stands under its character.
  const indent = line.slice(0, (where.column ?? 1) - 1).replace(/[^\t]/g, ' ');
  return [
    place,
    `  ${paint.dim(`${gutter} |`)} ${line}`,
    ...(where.column === undefined
      ? []
      : [`  ${paint.dim(`${' '.repeat(gutter.length)} |`)} ${indent}${paint.red('^')}`]),
  ];
}

/** Relative to where the user stands, when that is shorter. */
export function readable(where: Where): Where {
  const near = relative(process.cwd(), where.file);
  return near === '' || near.startsWith('..') || near.length >= where.file.length
    ? where
    : { ...where, file: near };
}

function lineOf(file: string, line: number): string | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n')[line - 1]?.trimEnd();
  } catch {
    return undefined; // The file may be gone or standard input: the place alone has to do.
  }
}

/** What lies behind it, without what the message says already. */
function causesOf(error: BlockyardError): string[] {
  return (error.toJSON().causes ?? []).filter((cause) => cause !== '' && !error.message.includes(cause));
}
