import { setTimeout as delay } from 'node:timers/promises';
import type { CallOptions } from '../engine/index.ts';
import { readSetting } from '../store/index.ts';
import type { TaskContext } from '../tasks/index.ts';
import { acquireImages } from './acquire-images.ts';
import { type Applied, applyPlan } from './apply.ts';
import { LossNotConfirmed, PortsTaken } from './errors.ts';
import { lookUpImages } from './images.ts';
import { Lines } from './lines.ts';
import { withStackLock } from './lock.ts';
import { type ObservedContainer, observeContainers } from './observe.ts';
import { withOutsideHealth } from './outside-health.ts';
import { planUp, type StackPlan } from './plan.ts';
import { chooseFreePorts, findPortConflicts } from './ports.ts';
import { desire, type Prepared, planFor, prepare } from './prepare.ts';
import { exited } from './probe.ts';
import { foreignVolumes, refuseMismatches } from './resources.ts';
import type { PortConflict, StackParts, UpOptions, UpResult } from './stack.ts';
import { statusOf } from './status.ts';

/** Brings the stack up, from whatever state it is in. */
export async function up(parts: StackParts, asked: UpOptions, task: TaskContext): Promise<UpResult> {
  const options = withSettings(parts, asked);
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
      return {
        ...result,
        status: statusOf(parts, await withOutsideHealth(parts.engine, observed.containers, call)),
      };

    refuseMismatches(desired, observed);
    const resolved = await resolvePorts(parts, options, prepared, call);
    prepared = resolved.prepared;
    await confirmLosses(prepared.stackPlan, options);
    const lines = new Lines(task);
    const stackPlan = await withImages(parts, options, prepared, lines, task.signal);
    const applied = await applyPlan({ ...stackPlan, parts, options, lines, signal: task.signal });
    const pause =
      options.lookBackMilliseconds ?? Math.min(Math.max((performance.now() - begun) * 0.02, 10), 500);
    const containers = await lookBack(parts, applied, pause, call);
    return {
      ...result,
      plan: stackPlan.stackPlan.plan,
      status: statusOf(parts, await withOutsideHealth(parts.engine, containers, call)),
      replacedPorts: resolved.replacedPorts,
    };
  });
}

/** What `up` would do. */
export async function planOnly(parts: StackParts, options: UpOptions, call: CallOptions) {
  const { stackPlan, situation } = await prepare(parts, withSettings(parts, options), call);
  if (stackPlan.plan.steps.length > 0) refuseMismatches(situation.desired, situation.observed);
  return stackPlan.plan;
}

/** What was not said, as it is set on this machine. */
function withSettings({ store }: StackParts, options: UpOptions): UpOptions {
  return { ...options, freePorts: options.freePorts ?? readSetting(store, 'free-ports') ?? false };
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

/** Containers started within this time, in milliseconds, and not waited for are looked at once more. */
const freshTime = 500;

/**
 * What is there after all steps. A service that was started and ended at once with a failure did not come up; what was
 * started last gets a moment to show it: a small share of the time that the whole took, since that tells how busy the
 * machine is.
 */
async function lookBack(
  parts: StackParts,
  { started }: Applied,
  pause: number,
  call: CallOptions,
): Promise<ObservedContainer[]> {
  const { engine, project } = parts;
  const fresh = [...started].filter(([, { gated, at }]) => !gated && performance.now() - at < freshTime);
  if (fresh.length > 0) await delay(pause, undefined, { signal: call.signal });
  const [containers, details] = await Promise.all([
    observeContainers(parts, call),
    // The engine answers these only after it has dealt with a container's end, unlike the list.
    Promise.all(fresh.map(([id]) => engine.containers.inspect(id, call))),
  ]);
  const ended = new Map(
    details.map((it) => [it?.Id, it?.State.Running === false ? it.State.ExitCode : undefined]),
  );
  for (const { id, name, service, status, exitCode } of containers) {
    const restarting = /^Restarting \((\d+)\)/.exec(status)?.[1];
    const code = ended.get(id) ?? (restarting === undefined ? exitCode : Number(restarting));
    if (!started.has(id) || !code) continue;
    const where = project.where(['services', service]);
    throw await exited({ engine, id, service, container: name, neededBy: [], where }, code);
  }
  return containers;
}
