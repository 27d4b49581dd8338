import { setTimeout as delay } from 'node:timers/promises';
import type { CallOptions } from '../engine/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { acquireImages } from './acquire-images.ts';
import { type Applied, applyPlan } from './apply.ts';
import { LossNotConfirmed, PortsTaken } from './errors.ts';
import { lookUpImages } from './images.ts';
import { Lines } from './lines.ts';
import { withStackLock } from './lock.ts';
import { observeContainers } from './observe.ts';
import { planUp, type StackPlan } from './plan.ts';
import { chooseFreePorts, findPortConflicts } from './ports.ts';
import { desire, type Prepared, planFor, prepare } from './prepare.ts';
import { exited } from './probe.ts';
import { foreignVolumes, refuseMismatches } from './resources.ts';
import type { PortConflict, StackParts, UpOptions, UpResult } from './stack.ts';
import { statusOf } from './status.ts';

/** Brings the stack up, from whatever state it is in. */
export async function up(parts: StackParts, options: UpOptions, task: TaskContext): Promise<UpResult> {
  return await withStackLock(parts, 'up', task, async () => {
    const call: CallOptions = { signal: task.signal };
    const begun = performance.now();
    let prepared = await prepare(parts, options, call);
    const { desired, observed } = prepared.situation;
    const result = {
      plan: prepared.stackPlan.plan,
      warnings: [...desired.warnings, ...foreignVolumes(desired, observed)],
      replacedPorts: [],
    };
    if (prepared.stackPlan.plan.steps.length === 0)
      return { ...result, status: statusOf(parts, observed.containers) };

    refuseMismatches(desired, observed);
    const resolved = await resolvePorts(parts, options, prepared, call);
    prepared = resolved.prepared;
    await confirmLosses(prepared.stackPlan, options);
    const lines = new Lines(task);
    const stackPlan = await withImages(parts, options, prepared, lines, task.signal);
    const applied = await applyPlan({ ...stackPlan, parts, options, lines, signal: task.signal });
    await settle(applied, performance.now() - begun, task.signal);
    const containers = await observeContainers(parts, call);
    await refuseExited(parts, containers, applied, call);
    return {
      ...result,
      plan: stackPlan.stackPlan.plan,
      status: statusOf(parts, containers),
      replacedPorts: resolved.replacedPorts,
    };
  });
}

/** What `up` would do. */
export async function planOnly(parts: StackParts, options: UpOptions, call: CallOptions) {
  const { stackPlan, situation } = await prepare(parts, options, call);
  if (stackPlan.plan.steps.length > 0) refuseMismatches(situation.desired, situation.observed);
  return stackPlan.plan;
}

/** Finds conflicts before anything starts; replaces the ports when asked to. */
async function resolvePorts(
  parts: StackParts,
  options: UpOptions,
  prepared: Prepared,
  call: CallOptions,
): Promise<{ prepared: Prepared; replacedPorts: UpResult['replacedPorts'] }> {
  const { situation, stackPlan } = prepared;
  const conflicts = await findPortConflicts(parts, situation.desired, stackPlan, call);
  if (conflicts.length === 0) return { prepared, replacedPorts: [] };
  if (!options.freePorts) throw new PortsTaken(conflicts);
  const chosen = await chooseFreePorts(parts, conflicts, prepared.replacedPorts);
  const kept = prepared.replacedPorts.filter(
    (old) => !chosen.some(({ service, wished }) => service === old.service && wished === old.wished),
  );
  const replacedPorts = [...kept, ...chosen];
  const desired = desire(parts, options, replacedPorts);
  const planned = await planFor(parts, desired, situation.observed, prepared.rules, call);
  return {
    prepared: { ...prepared, ...planned, replacedPorts },
    replacedPorts: chosen.map(({ service, wished, published }, index) => ({
      service,
      wished,
      published,
      holder: (conflicts[index] as PortConflict).holder,
    })),
  };
}

async function confirmLosses({ plan }: StackPlan, options: UpOptions): Promise<void> {
  const losses = plan.steps.filter(({ loses }) => loses !== undefined);
  if (losses.length === 0 || (await options.confirm?.(losses))) return;
  throw new LossNotConfirmed(losses);
}

/** Pulls and builds what is due, then plans the containers again, since new images change what has to be done. */
async function withImages(
  parts: StackParts,
  options: UpOptions,
  { situation, stackPlan, rules }: Prepared,
  lines: Lines,
  signal: AbortSignal,
): Promise<Pick<Prepared, 'situation' | 'stackPlan'>> {
  const steps = stackPlan.plan.steps.filter(({ target }) => target.kind === 'image');
  if (steps.length === 0) return { situation, stackPlan };
  await acquireImages({
    parts,
    steps,
    lines,
    signal,
    build: { pull: options.pull === 'always' ? true : undefined },
  });
  const { facts } = await lookUpImages(
    parts,
    steps.map(({ target }) => target.name),
    { signal },
  );
  const current = { ...situation, images: new Map([...situation.images, ...facts]) };
  const { plan, subjects } = planUp(current, { ...rules, imagesReady: true });
  return { situation: current, stackPlan: { plan: { ...plan, steps: [...steps, ...plan.steps] }, subjects } };
}

/** Containers started within this time are looked at once more, in milliseconds. */
const freshTime = 500;

/**
 * Gives what was started last, and that nothing waited for, a moment to fall over: a small share of the time that the
 * whole took, since that tells how busy the machine is.
 */
async function settle({ started }: Applied, elapsed: number, signal: AbortSignal): Promise<void> {
  const fresh = [...started.values()].some(({ gated, at }) => !gated && performance.now() - at < freshTime);
  if (fresh) await delay(Math.min(Math.max(elapsed * 0.04, 10), 500), undefined, { signal });
}

/** A service that was started and ended at once with a failure did not come up. */
async function refuseExited(
  parts: StackParts,
  containers: Awaited<ReturnType<typeof observeContainers>>,
  { started }: Applied,
  call: CallOptions,
): Promise<void> {
  const { engine, project } = parts;
  await Promise.all(
    containers.map(async ({ id, name, service, state, status, exitCode }) => {
      const start = started.get(id);
      if (!start) return;
      const restarting = /^Restarting \((\d+)\)/.exec(status)?.[1];
      let code = restarting === undefined ? exitCode : Number(restarting);
      // The engine answers this one only after it has dealt with the container's end.
      if (state === 'running' && !start.gated && performance.now() - start.at < 2 * freshTime) {
        const details = await engine.containers.inspect(id, call);
        if (details && !details.State.Running) code = details.State.ExitCode;
      }
      if (code === undefined || code === 0) return;
      const where = project.where(['services', service]);
      throw await exited({ engine, id, service, container: name, neededBy: [], where }, code);
    }),
  );
}
