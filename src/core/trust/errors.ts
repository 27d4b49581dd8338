import { BlockyardError, type ErrorData, formatWhere } from '../../shared/index.ts';
import type { Grant } from './grant.ts';

/** The stack's files ask for powers that their user has not given. */
export class TrustRequired extends BlockyardError {
  readonly grants: readonly Grant[];

  constructor(project: string, grants: readonly Grant[], known: number) {
    super(
      'trust-required',
      `${project} asks for ${known > 0 ? 'more ' : ''}powers over this machine that you have not given:\n${describeGrants(grants)}`,
      {
        remedy:
          'Read the places named. If you trust them, run `blockyard trust --yes` with the same options; else remove what asks for it.',
      },
    );
    this.grants = grants;
  }

  override toJSON(): ErrorData & { grants: readonly Grant[] } {
    return { ...super.toJSON(), grants: this.grants };
  }
}

/** A grant a line, each with its place. */
export function describeGrants(grants: readonly Grant[]): string {
  return grants.map(({ text, where }) => `  • ${text}${where ? ` (${formatWhere(where)})` : ''}`).join('\n');
}
