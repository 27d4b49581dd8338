import type { FileEntry } from '../../../shared/contract/index.ts';

export const sortKeys = ['name', 'size', 'mode', 'owner', 'changed'] as const;
export type SortKey = (typeof sortKeys)[number];

/** What the table is sorted by; folders come first, whichever way. */
export interface Sort {
  by: SortKey;
  descending: boolean;
}

/** As it stands in the address: `size`, `-size`; anything else is by name. */
export function sortOf(text: string): Sort {
  const by = sortKeys.find((key) => key === text.replace(/^-/, ''));
  return by ? { by, descending: text.startsWith('-') } : { by: 'name', descending: false };
}

export function textOfSort({ by, descending }: Sort): string {
  return descending ? `-${by}` : by === 'name' ? '' : by;
}

/** Whether it can be entered, as far as is known. */
export function isFolder({ kind, leadsTo }: FileEntry): boolean {
  return kind === 'folder' || (kind === 'link' && leadsTo === 'folder');
}

const collator = new Intl.Collator('en', { numeric: true });

const compare: Record<SortKey, (one: FileEntry, other: FileEntry) => number> = {
  name: (one, other) => collator.compare(one.name, other.name),
  size: (one, other) => one.size - other.size,
  mode: (one, other) => (one.mode < other.mode ? -1 : one.mode > other.mode ? 1 : 0),
  owner: (one, other) => collator.compare(one.owner, other.owner),
  changed: (one, other) => (one.changedAt ?? 0) - (other.changedAt ?? 0),
};

/** The entries whose names hold the text, whatever its case, sorted. */
export function shownEntries(entries: readonly FileEntry[], text: string, sort: Sort): FileEntry[] {
  const wanted = text.toLocaleLowerCase();
  const sign = sort.descending ? -1 : 1;
  return entries
    .filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    .sort(
      (one, other) =>
        Number(isFolder(other)) - Number(isFolder(one)) ||
        sign * compare[sort.by](one, other) ||
        compare.name(one, other),
    );
}
