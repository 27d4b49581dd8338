import type { Cause, Plan, Step, StepAction, StepTarget } from '../../../../shared/index.ts';
import { plural } from '../../../components/format.ts';

/** What becomes of one piece: the steps of a plan that work on it, as one. */
export interface Change {
  target: StepTarget;
  /** `create and start`, `recreate`, `remove`. */
  verb: string;
  tone: 'adds' | 'changes' | 'removes' | 'quiet';
  /** Why, each reason once. */
  causes: string[];
  /** What would be lost, and by which step; to be agreed to. */
  losses: { step: string; text: string }[];
}

export interface ChangeGroup {
  /** The service's name; undefined for what belongs to the whole stack. */
  service: string | undefined;
  changes: Change[];
}

/** Whether an Up just goes, or shows first what it would do to what is there. */
export type PlanKind = 'nothing' | 'adds' | 'changes';

/** Actions that touch nothing that is there and runs. */
const additive: ReadonlySet<StepAction> = new Set([
  'create',
  'pull',
  'build',
  'start',
  'run',
  'wait',
  'adopt',
]);

export function planKind({ steps }: Plan): PlanKind {
  if (steps.every(({ action }) => action === 'wait')) return 'nothing';
  return steps.every(({ action, loses }) => additive.has(action) && loses === undefined) ? 'adds' : 'changes';
}

/** Grouped by service in the plan's order; what is shared comes first. Waiting changes nothing and is left out. */
export function changesOf(plan: Plan): ChangeGroup[] {
  const byTarget = new Map<string, Step[]>();
  for (const step of plan.steps) {
    if (step.action === 'wait') continue;
    const key = `${step.target.kind}:${step.target.name}`;
    const known = byTarget.get(key);
    if (known) known.push(step);
    else byTarget.set(key, [step]);
  }
  const groups = new Map<string | undefined, ChangeGroup>();
  for (const steps of byTarget.values()) {
    const change = changeOf(steps);
    const { service } = change.target;
    const group = groups.get(service) ?? { service, changes: [] };
    group.changes.push(change);
    groups.set(service, group);
  }
  const shared = groups.get(undefined);
  groups.delete(undefined);
  return shared ? [shared, ...groups.values()] : [...groups.values()];
}

/** How many pieces would change. */
export function changeCount(plan: Plan): number {
  return changesOf(plan).reduce((sum, { changes }) => sum + changes.length, 0);
}

/** `Creates 2, recreates 1, removes 1.` */
export function summaryOf(plan: Plan): string {
  const changes = changesOf(plan).flatMap((group) => group.changes);
  const verbs = new Map<string, number>();
  for (const { verb } of changes) {
    const first = verb.split(' ')[0] ?? verb;
    verbs.set(first, (verbs.get(first) ?? 0) + 1);
  }
  const parts = [...verbs].map(([verb, number]) => `${number} to ${verb}`);
  const same = plan.unchanged.length > 0 ? `${plural(plan.unchanged.length, 'piece')} unchanged` : '';
  return [...parts, same].filter(Boolean).join(' · ') || 'Nothing to do';
}

/** The losses that must be agreed to before the plan may be carried out. */
export function lossesOf(plan: Plan): { step: string; text: string }[] {
  return changesOf(plan).flatMap(({ changes }) => changes.flatMap(({ losses }) => losses));
}

/** The changes of one service, with those of the images, volumes and networks that its steps come after. */
export function changesFor(plan: Plan, service: string): Change[] {
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const own = plan.steps.filter(({ target }) => target.service === service);
  const made = own
    .flatMap(({ after }) => after.map((id) => steps.get(id)))
    .filter((step) => step !== undefined && step.target.kind !== 'container') as Step[];
  const wanted = new Set([...own, ...made]);
  return changesOf({ ...plan, steps: plan.steps.filter((step) => wanted.has(step)) }).flatMap(
    ({ changes }) => changes,
  );
}

function changeOf(steps: readonly Step[]): Change {
  const actions = steps.map(({ action }) => action);
  const [first] = steps as [Step];
  return {
    target: first.target,
    ...verbOf(actions),
    causes: [...new Set(steps.flatMap(({ causes }) => causes.map(causeText)))],
    losses: steps.flatMap(({ id, target, loses }) =>
      loses === undefined ? [] : [{ step: id, text: `${loses} (${target.kind} ${target.name})` }],
    ),
  };
}

function verbOf(actions: readonly StepAction[]): Pick<Change, 'verb' | 'tone'> {
  const has = (action: StepAction) => actions.includes(action);
  if (has('recreate') || (has('remove') && has('create'))) return { verb: 'recreate', tone: 'changes' };
  if (has('create')) return { verb: has('start') ? 'create and start' : 'create', tone: 'adds' };
  if (has('remove')) return { verb: 'remove', tone: 'removes' };
  if (has('restart')) return { verb: 'restart', tone: 'changes' };
  if (has('stop')) return { verb: 'stop', tone: 'removes' };
  if (has('adopt') && !has('start')) return { verb: 'adopt', tone: 'quiet' };
  return { verb: actions.find((action) => action !== 'adopt') ?? 'keep', tone: 'adds' };
}

/** Causes that say nothing more than the verb does. */
function causeText({ kind, text }: Cause): string {
  return kind === 'missing' ? 'is not there yet' : text;
}
