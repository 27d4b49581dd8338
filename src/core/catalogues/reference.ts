import { BlockNotFound } from './errors.ts';

/** What a stack file may write for a block. */
export type BlockReference =
  | { kind: 'folder'; path: string }
  /** Without a range the newest. */
  | { kind: 'name'; catalogue?: string; name: string; range: string };

const named = /^(?:([a-z][a-z0-9-]*)\/)?([a-z][a-z0-9-]*)(?:@([^\s/@]+))?$/;
const range = /^[\^~]?\d+(\.(\d+|x|\*)){0,2}(-[0-9A-Za-z.-]+)?$/;

/** `postgres`, `postgres@1`, `postgres@^1.2`, `acme/postgres@1.2.3`, `./blocks/mine`. @throws BlockNotFound */
export function parseBlockReference(reference: string): BlockReference {
  if (/^\.{1,2}([/\\]|$)/.test(reference)) return { kind: 'folder', path: reference };
  const [match, catalogue, name, wanted = '*'] = named.exec(reference) ?? [];
  if (!match || !name || (wanted !== '*' && !range.test(wanted)))
    throw new BlockNotFound(
      `\`${reference}\` is no reference of a block.`,
      'Write `postgres@1`, `postgres@^1.2`, `CATALOGUE/postgres@1`, or `./blocks/mine` for a folder of the project.',
    );
  return { kind: 'name', ...(catalogue !== undefined && { catalogue }), name, range: wanted };
}
