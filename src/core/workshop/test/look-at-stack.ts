import { dataCommandOf } from '../../blocks/index.ts';
import { outsideProbeOf } from '../../stack/index.ts';
import type { TaskContext } from '../../tasks/index.ts';
import type { Checks } from './checks.ts';
import { dumpAndLoad } from './dump-and-load.ts';
import { openIdleContainer } from './idle-container.ts';
import { markVolumes, requireMarks, volumesOf } from './keeps-data.ts';
import { proveExecProbe, proveOutsideProbe } from './prove-probe.ts';
import { reachFromHost, reachFromInside } from './reach.ts';
import { LeftOut } from './report.ts';
import { type Target, targetsOf } from './targets.ts';
import type { Workplace } from './workplace.ts';

/** Brings the stack up and looks at one thing after another; what comes to nothing without the one before is left out. */
export async function lookAtStack(workplace: Workplace, checks: Checks, task: TaskContext): Promise<void> {
  const isUp = await checks.check('up and ready', async () => {
    // Nobody depends on its jobs here, and still they must succeed.
    const condition = 'service_completed_successfully' as const;
    const waitFor = Object.fromEntries(workplace.subject.jobs.map((job) => [job, { condition }]));
    const { plan } = await workplace.stack.up({ wait: true, waitFor }, task);
    return `${plan.steps.length} steps`;
  });
  if (!isUp) return;
  await lookAtProbes(workplace, checks, task);
  await lookAtBindings(workplace, checks, task);
  await lookAtData(workplace, checks, task);
}

async function lookAtProbes({ stack, project, subject }: Workplace, checks: Checks, task: TaskContext) {
  for (const service of subject.services) {
    const definition = project.config.services[service];
    const healthcheck = definition?.healthcheck;
    if (!healthcheck && !outsideProbeOf(definition)) continue;
    await checks.check(`probe of ${service} fails when it is dead`, () =>
      healthcheck ? proveExecProbe(stack, service, task) : proveOutsideProbe(stack, service, task),
    );
  }
}

async function lookAtBindings(workplace: Workplace, checks: Checks, task: TaskContext) {
  const targets = targetsOf(workplace.subject);
  for (const { bindings, host } of targets)
    await checks.check(`${named(bindings)} from this machine`, () => reachFromHost(host, task.signal));
  await lookFromInside(workplace, targets, checks, task);
  const led = new Set(targets.flatMap(({ bindings }) => bindings));
  const others = workplace.subject.bindings.filter(({ name }) => !led.has(name));
  if (others.length > 0)
    await checks.check(named(others.map(({ name }) => name)), async () => {
      const empty = others.filter(({ inside, host }) => inside === '' || host === '');
      return empty.length > 0 ? `empty: ${named(empty.map(({ name }) => name))}` : 'have values';
    });
}

/** From a container with the tools of the block's own image, which nothing of the block runs in. */
async function lookFromInside(
  { stack, subject }: Workplace,
  targets: readonly Target[],
  checks: Checks,
  task: TaskContext,
) {
  const [service] = subject.services;
  if (targets.length === 0 || service === undefined) return;
  const idle = await openIdleContainer(stack, { service, inItsPlace: false }, task).catch(() => undefined);
  task.signal.throwIfAborted();
  await using container = idle;
  for (const { bindings, inside } of targets)
    await checks.check(`${named(bindings)} from a container`, async () => {
      if (isThisMachine(inside.host)) throw new LeftOut('it is an address for browsers');
      if (!container) throw new LeftOut('the image has nothing to connect with');
      return await reachFromInside(stack.parts.engine, container.id, inside, task.signal);
    });
}

async function lookAtData(workplace: Workplace, checks: Checks, task: TaskContext) {
  const { stack, project, subject } = workplace;
  const dump = dataCommandOf(project, subject, 'dump');
  const load = dataCommandOf(project, subject, 'load');
  if (dump && load)
    await checks.check('dump and load', () => dumpAndLoad(stack, { dump, load }, task.signal));
  const volumes = volumesOf(project, subject);
  if (volumes.length === 0) return;
  await checks.check(`${named(volumes.map(({ volume }) => volume))} outlives its containers`, async () => {
    await markVolumes(stack, volumes, task.signal);
    await stack.down({ timeoutSeconds: 30 }, task);
    await stack.up({ wait: true }, task);
    await requireMarks(stack, volumes, task.signal);
    return 'ready again, with what it held';
  });
}

/** Names that are the machine of whoever asks: right for its browser alone. */
function isThisMachine(host: string): boolean {
  return /(^|\.)localhost$|^127\./.test(host);
}

/** The first few, and how many more. */
function named(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
