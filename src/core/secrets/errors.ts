import { BlockyardError, type ErrorData, formatWhere } from '../../shared/index.ts';
import type { MissingSecret } from './needs.ts';

/** The file of secrets cannot be read, or not with the key that is there. It is left as it is. */
export class SecretsUnreadable extends BlockyardError {
  constructor(message: string, remedy: string, cause?: unknown) {
    super('store-failed', message, { remedy, cause });
  }
}

/** What a stack needs before it starts and nobody has given yet: all of it at once. */
export class SecretsMissing extends BlockyardError {
  readonly missing: readonly MissingSecret[];

  constructor(project: string, missing: readonly MissingSecret[]) {
    const [first] = missing;
    super(
      'secret-missing',
      missing.length === 1 && first
        ? `${project} needs the secret ${first.name}, which is not there:\n${describeMissing(missing)}`
        : `${project} needs ${missing.length} secrets that are not there:\n${describeMissing(missing)}`,
      {
        where: first?.where,
        remedy:
          'Give each as its line says, then start again. `blockyard secrets` shows what is still missing.',
      },
    );
    this.missing = missing;
  }

  override toJSON(): ErrorData & { missing: readonly MissingSecret[] } {
    return { ...super.toJSON(), missing: this.missing };
  }
}

/** Each missing secret with its place, who needs it, why its source gave nothing, and what to do. */
export function describeMissing(missing: readonly MissingSecret[]): string {
  return missing
    .map(({ name, neededBy, description, problem, remedy, where }) =>
      [
        `  • ${name}${neededBy.length > 0 ? `, for ${neededBy.join(', ')}` : ''}${where ? ` (${formatWhere(where)})` : ''}`,
        ...[description, problem, remedy].filter(Boolean).map((line) => `    ${line}`),
      ].join('\n'),
    )
    .join('\n');
}
