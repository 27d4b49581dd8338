import { isAbsolute, relative } from 'node:path';
import type { ServiceState, ServiceView, StackState, StackView } from '../../shared/contract/index.ts';
import type { ProgressNode, TaskSnapshot } from '../../shared/index.ts';
import type { BlockInstance } from '../blocks/index.ts';
import type { Dependency, Service } from '../compose/index.ts';
import type { Ending, Sighting } from '../live/index.ts';
import type { FolderState, KnownFolder } from '../projects/index.ts';
import { isOf } from '../projects/index.ts';
import {
  type ContainerStatus,
  imageName,
  implicitDependencies,
  type SeenProject,
  stateOf,
} from '../stack/index.ts';
import { type Condition, conditionOf } from './service-state.ts';
import { pagesOf, urlsOf } from './urls.ts';

/** All that a view of a stack is made from. */
export interface ViewParts {
  known: KnownFolder;
  files: FolderState;
  /** Undefined while nobody has looked yet. */
  sighting: Sighting | undefined;
  endings: ReadonlyMap<string, Ending>;
  /** Those of this stack that run. */
  tasks: readonly TaskSnapshot[];
}

/** A service by the files, or by what the engine knows when these cannot be read. */
interface Wish {
  name: string;
  service?: Service | undefined;
  active: boolean;
  dependencies: Record<string, Dependency>;
}

/** Tasks that change what runs; a watch goes on beside them. */
const changing = new Set(['up', 'down', 'start', 'stop', 'restart', 'rebuild', 'build', 'pull', 'scale']);
const bringingUp = new Set(['up', 'start', 'restart', 'rebuild', 'scale']);

/** Files, engine and tasks → what a page shows of a stack. A pure function. */
export function viewOf(parts: ViewParts): Omit<StackView, 'revision'> {
  const { known, files, sighting, tasks } = parts;
  const seen = seenOf(known, sighting);
  const task = tasks.find(({ kind }) => changing.has(kind));
  const watchTask = tasks.find(({ kind }) => kind === 'watch');
  const services = servicesOf(parts, seen, task);
  return {
    project: {
      id: known.id,
      name: files.project?.name ?? known.name,
      ...(known.folder !== undefined && { folder: known.folder }),
      ...(files.branch !== undefined && { branch: files.branch }),
      files: files.project?.files ?? seen?.files ?? [],
    },
    state: stackState(sighting, services),
    ...(files.problem && { problem: files.problem.toJSON() }),
    ...(sighting?.at !== undefined && { seenAt: sighting.at }),
    ...(sighting?.problem && { engineProblem: sighting.problem.toJSON() }),
    services,
    ...(task && { task: task.id }),
    ...(watchTask && { watchTask: watchTask.id }),
    warnings: files.project?.warnings.map(({ message }) => message) ?? [],
  };
}

/** The stack on the engine; one of the same name that another folder brought up is not this one. */
export function seenOf(known: KnownFolder, sighting: Sighting | undefined): SeenProject | undefined {
  return sighting?.projects.find((seen) =>
    known.kind === 'opened' ? isOf(seen, known) : seen.name === known.name,
  );
}

function servicesOf(
  parts: ViewParts,
  seen: SeenProject | undefined,
  task: TaskSnapshot | undefined,
): ServiceView[] {
  const wishes = wishesOf(parts, seen);
  const containers = new Map<string, ContainerStatus[]>();
  for (const container of seen?.containers ?? []) {
    const its = containers.get(container.service);
    if (its) its.push(container);
    else containers.set(container.service, [container]);
  }
  const names = new Set(wishes.map(({ name }) => name));
  const orphans = [...containers.keys()].filter((name) => !names.has(name));
  const jobs = new Set(
    wishes.flatMap(({ dependencies }) =>
      Object.entries(dependencies).flatMap(([name, { condition }]) =>
        condition === 'service_completed_successfully' ? [name] : [],
      ),
    ),
  );
  const stackRuns = seen?.containers.some(({ state, oneOff }) => state === 'running' && !oneOff) ?? false;
  const views = wishes.map((wish) => {
    const own = containers.get(wish.name) ?? [];
    const circumstances = { endings: parts.endings, isJob: jobs.has(wish.name), stackRuns };
    return serviceView(parts, wish, own, circumstances);
  });
  if (task && bringingUp.has(task.kind)) showWaiting(parts, views, task);
  return [...views, ...orphans.map((name) => orphanView(name, containers.get(name) ?? []))];
}

/** In the order of the files. */
function wishesOf({ files: { project } }: ViewParts, seen: SeenProject | undefined): Wish[] {
  if (project) {
    const active = Object.entries(project.config.services).map(([name, service]): Wish => {
      return { name, service, active: true, dependencies: implicitDependencies(project, name) };
    });
    const inactive = Object.entries(project.disabledServices).map(([name, service]): Wish => {
      return { name, service, active: false, dependencies: service.depends_on ?? {} };
    });
    return [...active, ...inactive];
  }
  // An opened one whose files are broken, or a stack that is only seen: nothing counts as an orphan.
  const names = [...new Set(seen?.containers.map(({ service }) => service))];
  return names.map((name) => ({
    name,
    active: true,
    dependencies: seen?.dependencies[name] ?? {},
  }));
}

function serviceView(
  { files: { project } }: ViewParts,
  { name, service, active, dependencies }: Wish,
  containers: ContainerStatus[],
  circumstances: Parameters<typeof conditionOf>[2],
): ServiceView {
  const own = containers.filter(({ oneOff }) => !oneOff);
  const scale = service ? (service.scale ?? service.deploy?.replicas ?? 1) : own.length;
  const image = service ? project && imageName(project, name) : own[0]?.image;
  const instance = instanceOf(project, name);
  // A block builds in its own folder, which is nobody's business here.
  const build = instance ? undefined : service?.build?.context;
  const where = project?.where(['services', name]);
  return {
    name,
    ...stateWhenStill(own, active, scale, service?.profiles ?? [], circumstances),
    ...(image !== undefined && { image: service?.image ?? image }),
    ...(build !== undefined && { build: relativeTo(project?.workingDirectory, build) }),
    ...(instance && { block: blockOf(instance) }),
    scale,
    active,
    profiles: service?.profiles ?? [],
    dependsOn: Object.entries(dependencies).map(([other, { condition, required }]) => ({
      service: other,
      condition,
      required,
    })),
    containers,
    urls: instance ? pagesOf(instance, name, own) : urlsOf(own),
    ...(where && { where }),
  };
}

function instanceOf(project: FolderState['project'], service: string): BlockInstance | undefined {
  return project?.instances.find(
    ({ jobs, services }) => services.includes(service) || jobs.includes(service),
  );
}

function blockOf({
  name: instance,
  block: { definition },
}: BlockInstance): NonNullable<ServiceView['block']> {
  return { instance, name: definition.block, version: definition.version };
}

function stateWhenStill(
  own: ContainerStatus[],
  active: boolean,
  scale: number,
  profiles: string[],
  circumstances: Parameters<typeof conditionOf>[2],
): Condition {
  if (own.length > 0) return conditionOf(own, scale, circumstances);
  if (!active) return { state: 'absent', text: `only with the profile ${profiles.join(' or ')}` };
  return { state: 'absent', text: scale === 0 ? 'scaled to 0' : 'not created' };
}

function orphanView(name: string, containers: ContainerStatus[]): ServiceView {
  return {
    name,
    state: 'orphan',
    text: 'not in the files any more',
    ...(containers[0] && { image: containers[0].image }),
    scale: 0,
    active: false,
    profiles: [],
    dependsOn: [],
    containers,
    urls: urlsOf(containers),
  };
}

/** While a task brings the stack up: who waits for whom, and what is said meanwhile. */
function showWaiting({ files: { project } }: ViewParts, views: ServiceView[], task: TaskSnapshot): void {
  const byName = new Map(views.map((view) => [view.name, view]));
  const ofContainer = new Map(
    views.flatMap(({ name, containers }) => containers.map((container) => [container.name, name] as const)),
  );
  const lines = new Map<string, ProgressNode>();
  for (const node of task.progress) {
    const service = node.service ?? ofContainer.get(node.title);
    if (service !== undefined && node.state === 'running') lines.set(service, node);
  }
  const ofImage = new Map(task.progress.map((node) => [node.title, node]));
  for (const view of views) {
    const own = lines.get(view.name);
    const image = own || !project ? undefined : runningLine(ofImage.get(imageName(project, view.name)));
    const rests = view.state === 'absent' || view.state === 'stopped';
    const open = rests && view.active && view.scale > 0 ? openGates(view, byName) : [];
    const waitsFor = waitOf(own, image, task.progress.length > 0 ? open : []);
    if (!waitsFor) continue;
    const { text } = waitsFor;
    view.waitsFor = waitsFor;
    if (rests) Object.assign(view, { state: 'waiting', text } satisfies Condition);
    else if (view.state === 'starting' && own?.waitsFor) view.text = text;
  }
}

/** By its own line, its image's, or the services that are not ready yet: the one that says most. */
function waitOf(
  own: ProgressNode | undefined,
  image: ProgressNode | undefined,
  open: string[],
): ServiceView['waitsFor'] {
  const line = own ?? image;
  const since = line?.startedAt === undefined ? {} : { since: line.startedAt };
  if (own?.waitsFor && own.text !== undefined) return { services: own.waitsFor, text: own.text, ...since };
  if (image?.text !== undefined) return { services: [], text: image.text, ...since };
  if (open.length > 0) return { services: open, text: `waits for ${open.join(', ')}`, ...since };
  return own?.text === undefined ? undefined : { services: [], text: own.text, ...since };
}

function runningLine(node: ProgressNode | undefined): ProgressNode | undefined {
  return node?.state === 'running' ? node : undefined;
}

/** What it depends on and is not there yet. */
function openGates(view: ServiceView, byName: ReadonlyMap<string, ServiceView>): string[] {
  return view.dependsOn
    .filter(({ service, condition }) => !isOpen(condition, byName.get(service)?.state))
    .map(({ service }) => service);
}

function isOpen(condition: Dependency['condition'], state: ServiceState | undefined): boolean {
  switch (condition) {
    case 'service_started':
      return state !== 'absent' && state !== 'stopped' && state !== 'waiting';
    case 'service_healthy':
      return state === 'ready';
    case 'service_completed_successfully':
      return state === 'done';
  }
}

function stackState(sighting: Sighting | undefined, services: readonly ServiceView[]): StackState {
  if (!sighting || sighting.problem) return 'unknown';
  const wished = services.filter(({ state }) => state !== 'orphan');
  const members = wished.flatMap(({ containers }) => containers.filter(({ oneOff }) => !oneOff));
  const state = stateOf(members);
  const isMissing = wished.some(
    ({ active, scale, containers }) => active && scale > 0 && !containers.some(({ oneOff }) => !oneOff),
  );
  return state === 'running' && isMissing ? 'partial' : state;
}

function relativeTo(folder: string | undefined, path: string): string {
  // It may be the address of a repository.
  if (folder === undefined || !isAbsolute(path)) return path;
  const inside = relative(folder, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside || '.';
}
