import type { CleanUpKind, CleanUpPlan } from '../../../shared/contract/index.ts';

export type Group = CleanUpPlan['groups'][number];

/** What is ticked, by kind: ids of items. */
export type Selection = ReadonlyMap<CleanUpKind, ReadonlySet<string>>;

/** At first all that can be made again; what loses data waits for a hand. */
export function firstSelection({ groups }: CleanUpPlan): Selection {
  return new Map(
    groups.map(({ kind, losesData, items }) => [kind, new Set(losesData ? [] : items.map(({ id }) => id))]),
  );
}

export function isTicked(selection: Selection, { kind, items }: Group): 'all' | 'some' | 'none' {
  const count = selection.get(kind)?.size ?? 0;
  if (count === 0) return 'none';
  return count === items.length ? 'all' : 'some';
}

/** All of a group, or none of it when all are ticked. */
export function withGroup(selection: Selection, group: Group): Selection {
  const ids = isTicked(selection, group) === 'all' ? [] : group.items.map(({ id }) => id);
  return new Map(selection).set(group.kind, new Set(ids));
}

export function withItem(selection: Selection, kind: CleanUpKind, id: string): Selection {
  const ids = new Set(selection.get(kind));
  if (!ids.delete(id)) ids.add(id);
  return new Map(selection).set(kind, ids);
}

export interface Chosen {
  items: { kind: CleanUpKind; id: string }[];
  /** Bytes. */
  size: number;
  /** Those of which something is ticked and that lose data. */
  losing: Group[];
}

export function chosenOf({ groups }: CleanUpPlan, selection: Selection): Chosen {
  const ticked = groups.map((group) => ({
    group,
    items: group.items.filter(({ id }) => selection.get(group.kind)?.has(id)),
  }));
  return {
    items: ticked.flatMap(({ group: { kind }, items }) => items.map(({ id }) => ({ kind, id }))),
    size: ticked.reduce((sum, { items }) => sum + items.reduce((total, { size }) => total + size, 0), 0),
    losing: ticked
      .filter(({ group, items }) => group.losesData && items.length > 0)
      .map(({ group }) => group),
  };
}
