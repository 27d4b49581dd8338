import type { Cause } from '../../shared/index.ts';
import type { Dependency } from '../compose/index.ts';
import { changedFields } from './causes.ts';
import type { Desired, DesiredService } from './desired.ts';
import { containerName, isSuccessorName, successorName } from './names.ts';
import type { Observed, ObservedContainer } from './observe.ts';

/** What the planner has to know of an image. */
export interface ImageFact {
  id: string;
  /** Whether the image brings a health check of its own. */
  healthcheck: boolean;
  /** When its name was given to it or it was pulled last, in milliseconds since the epoch; 0 when nobody knows. */
  lastTaggedAt: number;
}

/** Desired and observed, side by side: all that a plan is made from. */
export interface Situation {
  desired: Desired;
  observed: Observed;
  /** Images that were looked up; undefined for those that the engine has not got. */
  images: ReadonlyMap<string, ImageFact | undefined>;
  /** For containers that others made, by id: how they differ. Empty: equal, to be adopted. */
  differences: ReadonlyMap<string, Cause[]>;
}

export interface PlanRules {
  /** Services to recreate whatever they are. */
  forced?: ReadonlySet<string>;
  noRecreate?: boolean;
  removeOrphans?: boolean;
  /** Whether the plan waits for everything to be ready. */
  wait?: boolean;
  /** Services that it waits for as well, each for its condition. */
  waitFor?: Readonly<Record<string, Pick<Dependency, 'condition'>>>;
  /** Whether images were brought up to date already. */
  imagesReady?: boolean;
  build?: boolean;
  noBuild?: boolean;
  pull?: 'always' | 'missing' | 'never' | undefined;
  /** Milliseconds since the epoch, for pull policies such as `daily`. */
  now?: number;
  /** Services that the user named; their finished jobs run again. */
  named?: readonly string[];
}

/** What becomes of one container of a service. `replace` removes it first, since what it hangs on goes away. */
export interface Verdict {
  service: DesiredService;
  number: number;
  name: string;
  existing?: ObservedContainer | undefined;
  action: 'keep' | 'create' | 'recreate' | 'replace' | 'start' | 'restart';
  causes: Cause[];
  /** Made by someone else and equal to what is wanted. */
  adopt: boolean;
}

/** The verdicts for all services, dependencies first, and the containers that go. */
export function judge(
  situation: Situation,
  rules: PlanRules,
  goneResources: ReadonlySet<string>,
): { verdicts: Verdict[]; removals: { container: ObservedContainer; cause: Cause }[] } {
  const { desired, observed } = situation;
  const verdicts: Verdict[] = [];
  const removals: { container: ObservedContainer; cause: Cause }[] = [];
  for (const service of desired.services) {
    const { kept, removed } = assign(service, observed);
    removals.push(...removed);
    for (const { number, existing } of kept)
      verdicts.push(verdictOf(situation, rules, goneResources, service, number, existing, verdicts));
  }
  rerunJobs(verdicts, rules);
  removals.push(...orphansOf(desired, observed, rules));
  return { verdicts, removals };
}

/** Gives the service's containers their numbers: those there are keep theirs, the highest go when there are too many. */
function assign(service: DesiredService, observed: Observed) {
  const own = observed.containers.filter(({ service: name, oneOff }) => name === service.name && !oneOff);
  const byNumber = new Map<number, ObservedContainer>();
  const removed: { container: ObservedContainer; cause: Cause }[] = [];
  const unfinished: Cause = { kind: 'unfinished', text: 'left behind by an interrupted run' };
  // Those with a proper name come first; a successor counts only where its predecessor is gone.
  for (const container of [...own].sort(
    (a, b) => Number(isSuccessorName(a.name)) - Number(isSuccessorName(b.name)),
  )) {
    if (byNumber.has(container.number)) removed.push({ container, cause: unfinished });
    else byNumber.set(container.number, container);
  }
  const numbers = [...byNumber.keys()].sort((a, b) => a - b);
  for (const number of numbers.splice(service.scale)) {
    const container = byNumber.get(number);
    if (container)
      removed.push({ container, cause: { kind: 'scaled-down', text: `scaled down to ${service.scale}` } });
    byNumber.delete(number);
  }
  for (let number = 1; numbers.length < service.scale; number++)
    if (!numbers.includes(number)) numbers.push(number);
  numbers.sort((a, b) => a - b);
  return { kept: numbers.map((number) => ({ number, existing: byNumber.get(number) })), removed };
}

function verdictOf(
  situation: Situation,
  rules: PlanRules,
  goneResources: ReadonlySet<string>,
  service: DesiredService,
  number: number,
  existing: ObservedContainer | undefined,
  earlier: readonly Verdict[],
): Verdict {
  const { desired } = situation;
  const name = containerName(desired.project, service.name, number);
  const base = { service, number, name, existing, adopt: false };
  if (!existing) return { ...base, action: 'create', causes: [{ kind: 'missing', text: 'missing' }] };

  const uses = [...service.networks, ...service.volumes].filter((resource) => goneResources.has(resource));
  if (uses.length > 0)
    return {
      ...base,
      action: 'replace',
      causes: uses.map((resource) => ({ kind: 'resource-recreated', text: `${resource} recreated` })),
    };
  const must = necessities(situation, service, existing, earlier);
  const wishes = rules.noRecreate ? [] : changesOf(situation, rules, service, name, existing);
  if (must.length + wishes.length > 0) return { ...base, action: 'recreate', causes: [...wishes, ...must] };

  const adopt = existing.hash === undefined && situation.differences.get(existing.id)?.length === 0;
  return { ...base, adopt, ...revival(service, existing, earlier) };
}

/** Reasons for which a container cannot go on, whatever was asked. */
function necessities(
  { observed }: Situation,
  service: DesiredService,
  existing: ObservedContainer,
  earlier: readonly Verdict[],
): Cause[] {
  const causes: Cause[] = [];
  if (existing.state === 'dead' || existing.state === 'removing')
    causes.push({ kind: 'dead', text: `is ${existing.state}` });
  // Contents and further networks are given between create and start: whether that was finished cannot be seen.
  const { contents, endpoints } = service.blueprint;
  if (existing.state === 'created' && (contents.length > 0 || endpoints.length > 1))
    causes.push({ kind: 'unfinished', text: 'was created but never started' });
  for (const { network, key } of endpoints) {
    const attached = existing.networks.get(network);
    const there = observed.networks.get(network)?.Id;
    if (attached === undefined)
      causes.push({ kind: 'networks-changed', text: `network ${key} not attached` });
    else if (there === undefined || (attached !== '' && attached !== there))
      causes.push({ kind: 'networks-changed', text: `network ${key} was made anew` });
  }
  for (const dependency of service.tiedTo) {
    const verdicts = earlier.filter(({ service: { name } }) => name === dependency);
    const current = observed.containers
      .filter(({ service: name, oneOff }) => name === dependency && !oneOff)
      .map(({ id }) => id);
    const tie =
      existing.tiedTo[dependency] ??
      (service.blueprint.spec.HostConfig.NetworkMode === `service:${dependency}`
        ? existing.networkMode.replace(/^container:/, '')
        : undefined);
    const lost = tie !== undefined && !current.includes(tie);
    const anew = verdicts.some(({ action }) => ['create', 'recreate', 'replace'].includes(action));
    if (anew || lost)
      causes.push({ kind: 'dependency-recreated', text: `dependency ${dependency} recreated` });
  }
  return causes;
}

/** Differences between the container and what is wanted. */
function changesOf(
  situation: Situation,
  rules: PlanRules,
  service: DesiredService,
  name: string,
  existing: ObservedContainer,
): Cause[] {
  const { desired, images, differences } = situation;
  const causes: Cause[] = [];
  if (rules.forced?.has(service.name)) causes.push({ kind: 'forced', text: 'forced' });
  if (existing.hash === undefined) causes.push(...(differences.get(existing.id) ?? []));
  else if (existing.hash !== service.hash)
    causes.push(
      ...changedFields(existing.fields ?? {}, service.fields, {
        project: desired.project,
        service: service.name,
      }),
    );
  const image = images.get(service.image);
  const sameName = !causes.some(({ kind }) => kind === 'image-changed');
  if (sameName && images.has(service.image) && image?.id !== existing.imageId)
    causes.push({ kind: 'image-changed', text: `image ${service.image} is a newer one` });
  if (existing.name !== name && existing.name !== successorName(name))
    causes.push({ kind: 'name-changed', text: `name changed from ${existing.name}` });
  return causes;
}

/** What a container that is what it should be needs to run. */
function revival(
  service: DesiredService,
  existing: ObservedContainer,
  earlier: readonly Verdict[],
): Pick<Verdict, 'action' | 'causes'> {
  switch (existing.state) {
    case 'paused':
      return { action: 'start', causes: [{ kind: 'paused', text: 'paused' }] };
    case 'running':
    case 'restarting': {
      if (isSuccessorName(existing.name))
        return { action: 'start', causes: [{ kind: 'unfinished', text: 'not renamed yet' }] };
      const anew = Object.entries(service.dependencies)
        .filter(([, { restart }]) => restart)
        .map(([dependency]) => dependency)
        .filter((dependency) =>
          earlier.some(
            (verdict) =>
              verdict.service.name === dependency &&
              ['recreate', 'replace', 'restart'].includes(verdict.action),
          ),
        );
      return {
        action: anew.length > 0 ? 'restart' : 'keep',
        causes: anew.map((dependency) => ({
          kind: 'dependency-recreated',
          text: `dependency ${dependency} recreated`,
        })),
      };
    }
    default:
      return { action: 'start', causes: [{ kind: 'stopped', text: 'not running' }] };
  }
}

/**
 * A job that has succeeded stays done as long as nothing that waits for it comes up anew: otherwise a stack with a
 * migration would never be at rest.
 */
function rerunJobs(verdicts: readonly Verdict[], rules: PlanRules): void {
  for (const verdict of [...verdicts].reverse()) {
    const { service, existing } = verdict;
    if (verdict.action !== 'start' || existing?.exitCode !== 0 || rules.named?.includes(service.name))
      continue;
    const waiting = verdicts.filter(
      (other) => other.service.dependencies[service.name]?.condition === 'service_completed_successfully',
    );
    if (waiting.length === 0) continue;
    const needing = waiting.filter(({ action }) => action !== 'keep').map((other) => other.service.name);
    if (needing.length === 0) Object.assign(verdict, { action: 'keep', causes: [] });
    else
      verdict.causes = [...new Set(needing)].map((name) => ({
        kind: 'needed',
        text: `${name} waits for it`,
      }));
  }
}

function orphansOf(desired: Desired, observed: Observed, rules: PlanRules) {
  if (!rules.removeOrphans) return [];
  return observed.containers
    .filter((container) => isOrphan(desired.project, container))
    .map((container) => ({
      container,
      cause: { kind: 'orphan', text: `orphan: the project has no service ${container.service}` },
    }));
}

/** Ours by project and owner, but of no service that the files know, whatever the profile. */
export function isOrphan(project: Desired['project'], { service, oneOff }: ObservedContainer): boolean {
  return !oneOff && !(service in project.config.services) && !(service in project.disabledServices);
}
