import type { Cause, Plan, Step, StepAction, StepTarget } from '../../shared/index.ts';
import type { DesiredService } from './desired.ts';
import { imageStepsOf } from './image-steps.ts';
import { successorName } from './names.ts';
import type { ObservedContainer } from './observe.ts';
import { outsideProbeOf } from './outside-probe.ts';
import { networkChanges, volumeChanges } from './resources.ts';
import { judge, type PlanRules, type Situation, type Verdict } from './verdict.ts';

/** What a step works on, for the one that carries it out. */
export interface Subject {
  service?: DesiredService;
  number?: number;
  existing?: ObservedContainer | undefined;
  /** For waits: what must come true. */
  condition?: 'service_healthy' | 'service_completed_successfully';
  /** For waits: the services that wait. */
  neededBy?: string[];
}

/** A plan with what carrying it out needs. */
export interface StackPlan {
  plan: Plan;
  /** By the step's id. */
  subjects: Map<string, Subject>;
}

/** Desired and observed → what to do, and why. A pure function. */
export function planUp(situation: Situation, rules: PlanRules): StackPlan {
  return new Planner(situation, rules).plan();
}

class Planner {
  readonly #situation: Situation;
  readonly #rules: PlanRules;
  readonly #steps: Step[] = [];
  readonly #subjects = new Map<string, Subject>();
  readonly #unchanged: StepTarget[] = [];
  /** Steps that make a network, volume or image, by its name. */
  readonly #made = new Map<string, string>();
  /** Names of networks and volumes that go away. */
  readonly #gone = new Set<string>();
  /** Steps by which a container is there, runs, or is gone; by its name. */
  readonly #created = new Map<string, string>();
  readonly #started = new Map<string, string>();
  readonly #removed = new Map<string, string>();
  #verdicts: readonly Verdict[] = [];

  constructor(situation: Situation, rules: PlanRules) {
    this.#situation = situation;
    this.#rules = rules;
  }

  plan(): StackPlan {
    const { desired } = this.#situation;
    const resources = this.#resources();
    const { verdicts, removals } = judge(this.#situation, this.#rules, this.#gone);
    this.#verdicts = verdicts;
    for (const step of imageStepsOf(this.#situation, this.#rules, verdicts)) {
      this.#steps.push(step);
      this.#made.set(step.target.name, step.id);
    }
    for (const { container, cause } of removals) this.#remove(container, [cause]);
    for (const verdict of verdicts)
      if (verdict.action === 'replace' && verdict.existing) this.#remove(verdict.existing, verdict.causes);
    for (const make of resources) make();
    for (const verdict of verdicts) this.#container(verdict);
    if (this.#rules.wait) this.#waitForAll();
    this.#waitForNamed();
    return {
      plan: { project: desired.project.name, steps: this.#steps, unchanged: this.#unchanged },
      subjects: this.#subjects,
    };
  }

  #add(
    action: StepAction,
    target: StepTarget,
    causes: Cause[],
    after: Iterable<string> = [],
    subject?: Subject,
    loses?: string,
  ): string {
    const id = `${target.kind}:${target.name}:${action}`;
    this.#steps.push({ id, action, target, causes, after: [...new Set(after)], ...(loses && { loses }) });
    if (subject) this.#subjects.set(id, subject);
    return id;
  }

  /** Notes what goes away; answers what adds the steps, since those come after the removals. */
  #resources(): (() => void)[] {
    const { desired, observed } = this.#situation;
    const kinds = [
      ['network', desired.networks, (name: string) => observed.networks.get(name)],
      ['volume', desired.volumes, (name: string) => observed.volumes.get(name)],
    ] as const;
    return kinds.flatMap(([kind, resources, find]) =>
      resources.map((resource) => {
        const target: StepTarget = { kind, name: resource.name };
        const there = find(resource.name);
        if (!there && resource.external) return () => {};
        if (!there)
          return () => {
            const id = this.#add('create', target, [{ kind: 'missing', text: 'missing' }]);
            this.#made.set(resource.name, id);
          };
        const changes =
          kind === 'network'
            ? networkChanges(resource, there as never)
            : volumeChanges(resource, there as never, desired.project.name);
        if (changes.length === 0) return () => void this.#unchanged.push(target);
        this.#gone.add(resource.name);
        return () => {
          const users = this.#verdicts.filter(({ service }) =>
            [...service.networks, ...service.volumes].includes(resource.name),
          );
          const removals = users
            .map(({ existing }) => this.#removed.get(existing?.name ?? ''))
            .filter(isDefined);
          const loses = kind === 'volume' ? 'all data in it' : undefined;
          this.#made.set(resource.name, this.#add('recreate', target, changes, removals, undefined, loses));
        };
      }),
    );
  }

  #remove(container: ObservedContainer, causes: Cause[]): void {
    const { name, service, number } = container;
    const id = this.#add('remove', { kind: 'container', name, service, number }, causes, [], {
      existing: container,
    });
    this.#removed.set(name, id);
  }

  #container(verdict: Verdict): void {
    const { service, number, name, existing, action, causes } = verdict;
    const target: StepTarget = { kind: 'container', name, service: service.name, number };
    const subject: Subject = { service, number, existing };
    if (verdict.adopt)
      this.#add('adopt', target, [{ kind: 'equal', text: 'made by Compose and equal' }], [], subject);
    switch (action) {
      case 'keep':
        if (!verdict.adopt) this.#unchanged.push(target);
        return;
      case 'create':
      case 'replace': {
        const gone = existing && this.#removed.get(existing.name);
        const created = this.#add(
          'create',
          target,
          causes,
          [...this.#needs(service), ...(gone ? [gone] : [])],
          {
            service,
            number,
            // Its anonymous volumes live on.
            existing,
          },
        );
        this.#created.set(name, created);
        this.#start('start', target, causes, subject, [created]);
        return;
      }
      case 'recreate': {
        // The old one runs on until the new one can start.
        const leftBehind = this.#removed.get(successorName(name));
        const after = [...this.#needs(service), ...this.#gates(service), ...this.#freedPorts(service)];
        const created = this.#add(
          'recreate',
          target,
          causes,
          leftBehind ? [...after, leftBehind] : after,
          subject,
        );
        this.#created.set(name, created);
        this.#start('start', target, causes, subject, [created]);
        return;
      }
      case 'start':
      case 'restart':
        this.#start(action, target, causes, subject, []);
        return;
    }
  }

  #start(
    action: 'start' | 'restart',
    target: StepTarget,
    causes: Cause[],
    subject: Subject,
    after: string[],
  ): void {
    const { service } = subject;
    if (!service) return;
    const id = this.#add(
      action,
      target,
      causes,
      [...after, ...this.#gates(service), ...this.#freedPorts(service)],
      subject,
    );
    this.#started.set(target.name, id);
  }

  /** Steps that make what a container is created with. */
  #needs(service: DesiredService): string[] {
    const shared = this.#verdicts
      .filter((verdict) => service.tiedTo.includes(verdict.service.name))
      .map(({ name }) => this.#created.get(name));
    const made = [service.image, ...service.networks, ...service.volumes].map((name) => this.#made.get(name));
    return [...made, ...shared].filter(isDefined);
  }

  /** Steps that must be done before the service starts, by its `depends_on`. */
  #gates(service: DesiredService): string[] {
    return Object.entries(service.dependencies).flatMap(([dependency, { condition }]) =>
      this.#verdicts
        .filter((verdict) => verdict.service.name === dependency)
        .map((verdict) =>
          condition === 'service_started'
            ? this.#started.get(verdict.name)
            : this.#wait(verdict, condition, service.name),
        )
        .filter(isDefined),
    );
  }

  /** The step that waits for a container, once for all that need it; undefined when it is as it should be. */
  #wait(
    { service, number, name, existing, action }: Verdict,
    condition: 'service_healthy' | 'service_completed_successfully',
    neededBy: string | undefined,
  ): string | undefined {
    const started = this.#started.get(name);
    const stays = action === 'keep' && existing;
    if (condition === 'service_healthy') {
      if (stays ? ['healthy', 'none'].includes(existing.health) : !hasHealthcheck(service, this.#situation))
        return started;
    } else if (stays && existing.exitCode === 0) return undefined;

    const id = `container:${name}:wait`;
    const known = this.#subjects.get(id);
    const verb = condition === 'service_healthy' ? 'to be ready' : 'to succeed';
    if (known) {
      if (neededBy && !known.neededBy?.includes(neededBy)) {
        known.neededBy?.push(neededBy);
        const step = this.#steps.find((other) => other.id === id);
        step?.causes.push({ kind: 'needed', text: `${neededBy} waits for it ${verb}` });
      }
      return id;
    }
    const text = neededBy ? `${neededBy} waits for it ${verb}` : 'asked to wait';
    return this.#add(
      'wait',
      { kind: 'container', name, service: service.name, number },
      [{ kind: neededBy ? 'needed' : 'wait', text }],
      started ? [started] : [],
      { service, number, existing, condition, neededBy: neededBy ? [neededBy] : [] },
    );
  }

  #waitForAll(): void {
    for (const verdict of this.#verdicts) {
      const isJob = this.#verdicts.some(
        ({ service }) =>
          service.dependencies[verdict.service.name]?.condition === 'service_completed_successfully',
      );
      this.#wait(verdict, isJob ? 'service_completed_successfully' : 'service_healthy', undefined);
    }
  }

  #waitForNamed(): void {
    for (const verdict of this.#verdicts) {
      const condition = this.#rules.waitFor?.[verdict.service.name]?.condition;
      if (condition && condition !== 'service_started') this.#wait(verdict, condition, undefined);
    }
  }

  /** Removals of containers that hold a port which the service wants. */
  #freedPorts(service: DesiredService): string[] {
    const wanted = new Set(
      Object.values(service.blueprint.spec.HostConfig.PortBindings as Record<string, { HostPort: string }[]>)
        .flat()
        .map(({ HostPort }) => Number(HostPort)),
    );
    return [...this.#subjects]
      .filter(
        ([id, { existing }]) =>
          id.endsWith(':remove') && existing?.ports.some(({ PublicPort }) => wanted.has(PublicPort)),
      )
      .map(([id]) => id);
  }
}

/** Whether the service's health is checked, by the engine or from outside: by the file, else by what the image brings. */
export function hasHealthcheck(
  { service, image }: DesiredService,
  { images }: Pick<Situation, 'images'>,
): boolean {
  if (outsideProbeOf(service)) return true;
  const check = service.healthcheck;
  if (check?.disable || check?.test?.[0] === 'NONE') return false;
  if (check?.test && check.test.length > 0) return true;
  return images.get(image)?.healthcheck ?? false;
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
