import type { Cause } from '../../shared/index.ts';
import type { CallOptions } from '../engine/index.ts';
import { differencesOf } from './adopt.ts';
import type { PortReplacement } from './blueprint.ts';
import { type Desired, desiredOf } from './desired.ts';
import { furtherImages, watchesAge } from './image-steps.ts';
import { hasMoved, lookUpImages } from './images.ts';
import { type Observed, observe } from './observe.ts';
import { planUp, type StackPlan } from './plan.ts';
import { knownReplacements } from './ports.ts';
import type { StackParts, UpOptions } from './stack.ts';
import type { PlanRules, Situation } from './verdict.ts';

/** Everything that is known before the first step. */
export interface Prepared {
  situation: Situation;
  rules: PlanRules;
  stackPlan: StackPlan;
  replacedPorts: readonly PortReplacement[];
}

/** Reads what is there and plans. Three list calls, and more only where something is to be done. */
export async function prepare(parts: StackParts, options: UpOptions, call: CallOptions): Promise<Prepared> {
  const known = knownReplacements(parts, options.freePorts);
  const first = desire(parts, options, known);
  const observed = await observe(parts, first, call);
  const replacedPorts = known.length > 0 ? knownReplacements(parts, options.freePorts, observed) : known;
  const desired = replacedPorts.length === known.length ? first : desire(parts, options, replacedPorts);
  const rules = rulesOf(desired, options);
  return { ...(await planFor(parts, desired, observed, rules, call)), rules, replacedPorts };
}

export function desire(
  { project, engine }: StackParts,
  { services, noDependencies, scale }: UpOptions,
  replacedPorts: readonly PortReplacement[],
): Desired {
  return desiredOf({ project, engine, services, noDependencies, scale, replacedPorts });
}

function rulesOf({ services }: Desired, options: UpOptions): PlanRules {
  const named = options.services?.length ? options.services : services.map(({ name }) => name);
  return {
    ...(options.forceRecreate && { forced: new Set(named) }),
    ...(options.services?.length && { named: options.services }),
    noRecreate: options.noRecreate ?? false,
    removeOrphans: options.removeOrphans ?? false,
    wait: options.wait ?? false,
    waitFor: options.waitFor ?? {},
    build: options.build ?? false,
    noBuild: options.noBuild ?? false,
    pull: options.pull,
    now: Date.now(),
  };
}

/** Plans in two looks: the second only when the first shows that images or foreign containers count. */
export async function planFor(
  parts: StackParts,
  desired: Desired,
  observed: Observed,
  rules: PlanRules,
  call: CallOptions,
): Promise<{ situation: Situation; stackPlan: StackPlan }> {
  const blank: Situation = { desired, observed, images: new Map(), differences: new Map() };
  const firstPlan = planUp(blank, rules);
  const names = imagesInQuestion(blank, firstPlan, rules);
  const foreign = foreignContainers(desired, observed);
  if (names.size === 0 && foreign.length === 0) return { situation: blank, stackPlan: firstPlan };

  for (const { service } of foreign) names.add(service.image);
  const [{ facts, details }, differences] = await Promise.all([
    lookUpImages(parts, names, call),
    Promise.all(
      foreign.map(async ({ container, service }) => ({
        service,
        container,
        inspected: await parts.engine.containers.inspect(container.id, call),
      })),
    ),
  ]);
  const situation: Situation = {
    desired,
    observed,
    images: facts,
    differences: new Map(
      differences.map(({ service, container, inspected }): [string, Cause[]] => [
        container.id,
        inspected
          ? differencesOf(desired.project, service, inspected, details.get(service.image))
          : [{ kind: 'dead', text: 'went away' }],
      ]),
    ),
  };
  return { situation, stackPlan: planUp(situation, rules) };
}

/** Images whose id or presence the plan hangs on. */
function imagesInQuestion(
  { desired, observed }: Situation,
  { plan, subjects }: StackPlan,
  rules: PlanRules,
): Set<string> {
  const names = new Set<string>();
  for (const { id, action, target } of plan.steps) {
    const service = subjects.get(id)?.service;
    const comesUp = ['create', 'recreate', 'start', 'wait'].includes(action);
    if (service && comesUp) for (const image of [service.image, ...furtherImages(service)]) names.add(image);
    if (target.kind === 'image') names.add(target.name);
  }
  for (const service of desired.services) {
    const asked = service.service.build ? rules.build : rules.pull === 'always';
    const moved = observed.containers.some(
      (container) =>
        container.service === service.name && !container.oneOff && hasMoved(container.image, service.image),
    );
    if (asked || moved) names.add(service.image);
    const aged = watchesAge(service);
    if (aged) names.add(aged);
  }
  return names;
}

/** Containers of these services that someone else made and that were not adopted yet. */
function foreignContainers(desired: Desired, observed: Observed) {
  return observed.containers
    .filter(({ hash, oneOff }) => hash === undefined && !oneOff)
    .flatMap((container) => {
      const service = desired.services.find(({ name }) => name === container.service);
      return service ? [{ container, service }] : [];
    });
}
