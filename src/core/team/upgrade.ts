import { gt, lte } from 'semver';
import type { BlockFile, BlockInstance } from '../blocks/index.ts';

/** What becomes of the data, from the harmless to the worst. */
const outcomes = ['kept', 'migrates', 'dump-and-load', 'lost'] as const;
type Outcome = (typeof outcomes)[number];

/** One thing that changes by an update. */
export interface Upgrade {
  /** Instance, or `catalogue:NAME`. */
  subject: string;
  from: string;
  to: string;
  notes: string[];
  /** The worst that happens to data. */
  data: Outcome;
  steps: string[];
}

type Notes = NonNullable<BlockFile['upgrades']>;

/**
 * What another version of its block means for an instance; undefined where it is the same. `before` is the instance as
 * it is now, where that could be loaded: defaults and volumes are compared with it.
 */
export function upgradeOf(
  after: BlockInstance,
  locked: string,
  before: BlockInstance | undefined,
): Upgrade | undefined {
  const { block: name, upgrades = [], version: to } = after.block.definition;
  const from = locked.slice(locked.lastIndexOf('@') + 1);
  const origin = originOf(after);
  const [fromWhere] = locked.split('@');
  const sameBlock = fromWhere?.endsWith(`/${name}`) || after.block.origin.kind === 'folder';
  if (from === to || !sameBlock) return undefined;
  // Of a downgrade nobody wrote what it means.
  const versions = upgrades.filter(
    ({ to: since }) => since !== undefined && gt(since, from) && lte(since, to),
  );
  const told = [...versions, ...parameterNotes(upgrades, before, after)];
  const lost = lostVolumes(before, after);
  const down = gt(from, to) ? [`This goes back to an older version of ${name}.`] : [];
  return {
    subject: after.name,
    from: `${fromWhere}@${from}`,
    to: `${origin}${name}@${to}`,
    notes: [
      ...down,
      ...told.map(({ notes }) => notes),
      ...lost.map((volume) => `What lies in its volume ${volume} is not used any more.`),
    ],
    data: worst([...told.map(({ data }) => data), ...(lost.length > 0 ? (['lost'] as const) : [])]),
    steps: told.flatMap(({ steps = [] }) => steps),
  };
}

function originOf({ block: { origin } }: BlockInstance): string {
  switch (origin.kind) {
    case 'built-in':
      return 'blockyard/';
    case 'catalogue':
      return `${origin.name}/`;
    case 'folder':
      return './';
  }
}

/** Of parameters that nobody set and whose default is another one now. */
function parameterNotes(upgrades: Notes, before: BlockInstance | undefined, after: BlockInstance): Notes {
  if (!before) return [];
  return upgrades.filter(({ from, into, parameter }) => {
    if (parameter === undefined) return false;
    const [old, fresh] = [before.with[parameter], after.with[parameter]];
    const fits = (wished: readonly unknown[] | undefined, value: unknown) =>
      wished === undefined || wished.some((one) => String(one) === String(value));
    return JSON.stringify(old) !== JSON.stringify(fresh) && fits(from, old) && fits(into, fresh);
  });
}

function lostVolumes(before: BlockInstance | undefined, after: BlockInstance): string[] {
  return (before?.volumes ?? []).filter((volume) => !after.volumes.includes(volume));
}

function worst(all: readonly Outcome[]): Outcome {
  return outcomes.findLast((outcome) => all.includes(outcome)) ?? 'kept';
}

/** Whether somebody has to agree to it, for data would not stay as it is. */
export function touchesData({ data }: Upgrade): boolean {
  return data !== 'kept';
}
