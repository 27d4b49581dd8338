import type { ComposeProject } from '../compose/index.ts';
import type { CallOptions, ContainerSummary } from '../engine/index.ts';
import type { PortReplacement } from './blueprint.ts';
import type { Desired } from './desired.ts';
import { canBind, describeProcess, freePort, type Listener, listeners } from './host-sockets.ts';
import { labelNames } from './labels.ts';
import { type Observed, observedContainer } from './observe.ts';
import type { StackPlan } from './plan.ts';
import type { PortConflict, StackParts } from './stack.ts';
import { isOrphan } from './verdict.ts';

/** A host port that a container is about to publish. */
interface Wish {
  service: string;
  container: string;
  hostIp: string;
  port: number;
  protocol: string;
  /** The place of the port in the service's list. */
  index: number;
}

/** Conflicts of all containers that the plan is about to start, found before anything starts. */
export async function findPortConflicts(
  { engine, project }: StackParts,
  desired: Desired,
  { plan, subjects }: StackPlan,
  options: CallOptions,
): Promise<PortConflict[]> {
  const starting = plan.steps.filter(
    ({ action, target }) => action === 'start' && target.kind === 'container',
  );
  const wishes = starting.flatMap(({ target }) => wishesOf(desired, target.service ?? '', target.name));
  if (wishes.length === 0) return [];

  // Ports of those that the plan takes down, or starts again, become free.
  const leaving = new Set([...subjects.values()].map(({ existing }) => existing?.id));
  const [summaries, sockets] = await Promise.all([
    engine.containers.list({}, options),
    engine.info.local ? listeners() : [],
  ]);
  const running = summaries.filter(({ State }) => State === 'running' || State === 'paused');
  const conflicts: PortConflict[] = [];
  const asked = new Map<string, Wish>();
  for (const wish of wishes) {
    const { service, port, protocol, index } = wish;
    const where = project.where(['services', service, 'ports', index]);
    const conflict = (holder: string) =>
      conflicts.push({ service, port, protocol, holder, ...(where && { where }) });
    const key = `${port}/${protocol}/${wish.hostIp}`;
    const rival = asked.get(key);
    asked.set(key, wish);
    if (rival && rival.container !== wish.container) {
      conflict(`container ${rival.container} of this project, which wants it too`);
      continue;
    }
    const publishers = running.filter((summary) => publishes(summary, wish));
    const holder = publishers.find(({ Id }) => !leaving.has(Id));
    if (holder) conflict(describeContainer(holder, project));
    else if (publishers.length === 0 && engine.info.local) {
      const process = await holdingProcess(wish, sockets);
      if (process) conflict(process);
    }
  }
  return conflicts;
}

/** Fixed host ports; of ranges and of none at all the engine chooses a free one by itself. */
function wishesOf(desired: Desired, name: string, container: string): Wish[] {
  const found = desired.services.find((service) => service.name === name);
  const bindings = (found?.blueprint.spec.HostConfig.PortBindings ?? {}) as Record<
    string,
    { HostIp: string; HostPort: string }[]
  >;
  return Object.entries(bindings).flatMap(([key, list]) => {
    const [target, protocol = 'tcp'] = key.split('/');
    return list
      .filter(({ HostPort }) => /^\d+$/.test(HostPort))
      .map(({ HostIp, HostPort }) => ({
        service: name,
        container,
        hostIp: HostIp,
        port: Number(HostPort),
        protocol,
        index: (found?.service.ports ?? []).findIndex((port) => String(port.target) === target),
      }));
  });
}

function publishes({ Ports }: ContainerSummary, { port, protocol, hostIp }: Wish): boolean {
  return (Ports ?? []).some(
    ({ PublicPort, Type, IP }) => PublicPort === port && Type === protocol && overlap(IP, hostIp),
  );
}

/** Two addresses on one port get in each other's way unless both are certain and different. */
function overlap(one: string | undefined, other: string | undefined): boolean {
  const any = (address: string | undefined): boolean => !address || address === '0.0.0.0' || address === '::';
  return any(one) || any(other) || one === other;
}

function describeContainer(summary: ContainerSummary, project: ComposeProject): string {
  const container = observedContainer(summary);
  const { name } = container;
  const owner = summary.Labels?.[labelNames.project];
  if (owner === project.name && isOrphan(project, container))
    return `container ${name}, an orphan of this project that goes with --remove-orphans`;
  if (owner === undefined) return `container ${name}`;
  return owner === project.name
    ? `container ${name} of this project`
    : `container ${name} of project ${owner}`;
}

async function holdingProcess(
  { port, protocol }: Wish,
  sockets: readonly Listener[] | undefined,
): Promise<string | undefined> {
  if (sockets === undefined)
    return protocol !== 'tcp' || (await canBind(port)) ? undefined : 'another program on this machine';
  const socket = sockets.find((other) => other.port === port && other.protocol === protocol);
  return socket && describeProcess(socket);
}

const portsArea = 'ports';

function portKey(project: string, { service, wished, protocol }: Omit<PortReplacement, 'published'>): string {
  return `${project}/${service}/${wished}/${protocol}`;
}

/** Replacements that were chosen earlier and still hold: for services that are there, or when free ports are asked for. */
export function knownReplacements(
  { store, project }: StackParts,
  freePorts: boolean | undefined,
  observed?: Observed,
): PortReplacement[] {
  return store
    .entries<number>(portsArea)
    .filter(({ key }) => key.startsWith(`${project.name}/`))
    .map(({ key, value }) => {
      const [, service = '', wished, protocol = 'tcp'] = key.split('/');
      return { service, wished: Number(wished), protocol, published: value };
    })
    .filter(
      ({ service }) =>
        freePorts || observed === undefined || observed.containers.some((other) => other.service === service),
    );
}

/** A free port for each conflict, remembered so that it stays the same for this project. */
export async function chooseFreePorts(
  { store, project }: StackParts,
  conflicts: readonly PortConflict[],
  known: readonly PortReplacement[],
): Promise<PortReplacement[]> {
  const chosen: PortReplacement[] = [];
  for (const { service, port, protocol } of conflicts) {
    // What is taken may be a replacement itself, whose wish is another port.
    const earlier = known.find((other) => other.service === service && other.published === port);
    const replacement = { service, wished: earlier?.wished ?? port, protocol, published: await freePort() };
    store.set(portsArea, portKey(project.name, replacement), replacement.published);
    chosen.push(replacement);
  }
  return chosen;
}
