import { availableParallelism } from 'node:os';
import { type Step, toBlockyardError } from '../../shared/index.ts';
import { isHalfStarted } from '../engine/index.ts';
import { createContainer } from './create-container.ts';
import { culpritPlace } from './culprit.ts';
import { withPlace } from './errors.ts';
import { throwFailures } from './failures.ts';
import { type GraphOutcome, Pool, runGraph } from './graph.ts';
import { runHooks, runInitContainers } from './hooks.ts';
import type { Lines } from './lines.ts';
import { successorName } from './names.ts';
import { type Adoption, adoptionArea, type ObservedContainer } from './observe.ts';
import { outsideProbeOf } from './outside-probe.ts';
import type { StackPlan, Subject } from './plan.ts';
import { type ReadyRequest, untilReady, untilSucceeded } from './probe.ts';
import { removeNetwork } from './remove-network.ts';
import type { StackParts, UpOptions } from './stack.ts';
import { removeContainer } from './take-down.ts';
import type { Situation } from './verdict.ts';

/** Stopping mostly waits: many at once cost nothing. */
export const stopsAtOnce = 16;

export interface ApplyRequest {
  parts: StackParts;
  situation: Situation;
  stackPlan: StackPlan;
  options: UpOptions;
  lines: Lines;
  signal: AbortSignal;
}

export interface Applied {
  /** By the ids of the containers that this run started: when (by `performance.now`), and whether it waited for them. */
  started: Map<string, { at: number; gated: boolean }>;
}

/** Carries a plan out. Rejects with what failed, after everything that does not hang on it has been done. */
export async function applyPlan(request: ApplyRequest): Promise<Applied> {
  const application = new Application(request);
  const outcome = await application.run();
  throwFailures(outcome, request.signal);
  return { started: application.started };
}

/** How many containers are made and started at once: bound by the processor, 4–8 on two cores by measurement. */
export function startsAtOnce(asked: number | undefined): number {
  return asked ?? Math.max(4, Math.min(availableParallelism() * 4, 16));
}

class Application {
  readonly started: Applied['started'] = new Map();
  readonly #request: ApplyRequest;
  readonly #steps: Map<string, Step>;
  readonly #starts: Pool;
  readonly #stops = new Pool(stopsAtOnce);
  /** Ids of containers by their name. */
  readonly #ids = new Map<string, string>();
  /** The last step of each thing, which ends its progress line. */
  readonly #lastSteps = new Map<string, string>();

  constructor(request: ApplyRequest) {
    this.#request = request;
    const { situation, stackPlan, options } = request;
    this.#steps = new Map(stackPlan.plan.steps.map((step) => [step.id, step]));
    this.#starts = new Pool(startsAtOnce(options.concurrency));
    for (const { name, id } of situation.observed.containers) this.#ids.set(name, id);
    for (const { id, target } of stackPlan.plan.steps) this.#lastSteps.set(target.name, id);
  }

  run(): Promise<GraphOutcome> {
    const { stackPlan, signal } = this.#request;
    return runGraph({
      // Images were brought up to date before: see up.ts.
      steps: stackPlan.plan.steps.filter(({ target }) => target.kind !== 'image'),
      run: (step) => this.#step(step),
      poolOf: ({ action }) => {
        if (action === 'wait' || action === 'adopt') return undefined;
        return action === 'remove' ? this.#stops : this.#starts;
      },
      rankOf: ({ action, target }) => {
        if (target.kind !== 'container') return 0;
        return action === 'create' ? 2 : 1;
      },
      mayGoOn: (step, failed) => this.#isOptional(step, failed),
      signal,
    });
  }

  /** A dependency that is not required holds nothing up. */
  #isOptional(step: Step, failed: Step): boolean {
    const dependencies = this.#request.stackPlan.subjects.get(step.id)?.service?.dependencies;
    const name = failed.target.service;
    if (name === undefined || name === step.target.service) return false;
    return dependencies?.[name]?.required === false;
  }

  async #step(step: Step): Promise<void> {
    const { lines } = this.#request;
    const { name, service } = step.target;
    lines.about(name, service);
    try {
      const outcome = await this.#carryOut(step);
      if (this.#lastSteps.get(name) === step.id) lines.done(name, outcome);
      else lines.say(name, outcome);
    } catch (thrown) {
      const id = this.#ids.get(name);
      const path = this.#pathOf(step);
      const where = path && culpritPlace(this.#request.parts.project, path, name, thrown);
      const error = withPlace(toBlockyardError(thrown), where, id ? { id, name } : undefined);
      lines.fail(name, error);
      throw error;
    }
  }

  /** What the step is about in the project. */
  #pathOf({ target }: Step): string[] | undefined {
    const { networks, volumes } = this.#request.situation.desired;
    if (target.service !== undefined) return ['services', target.service];
    const resources = target.kind === 'network' ? networks : volumes;
    const key = resources.find(({ name }) => name === target.name)?.key;
    return key === undefined ? undefined : [`${target.kind}s`, key];
  }

  /** Answers what to say of it. */
  async #carryOut(step: Step): Promise<string> {
    const { parts, situation, stackPlan, lines } = this.#request;
    const { engine } = parts;
    const { action, target } = step;
    const say = (text: string): void => lines.say(target.name, text);
    const subject = stackPlan.subjects.get(step.id) ?? {};
    switch (target.kind) {
      case 'network': {
        const network = situation.desired.networks.find(({ name }) => name === target.name);
        say(`${action}s`);
        if (action === 'recreate') await removeNetwork(engine, target.name, this.#request.signal);
        if (network) await engine.networks.create(target.name, network.spec);
        return action === 'recreate' ? 'recreated' : 'created';
      }
      case 'volume': {
        const volume = situation.desired.volumes.find(({ name }) => name === target.name);
        say(`${action}s`);
        if (action === 'recreate') await engine.volumes.remove(target.name);
        if (volume) await engine.volumes.create(target.name, volume.spec);
        return action === 'recreate' ? 'recreated' : 'created';
      }
      case 'image':
        throw new Error(`${target.name} should have been there before.`);
      case 'container':
        return await this.#container(step, subject, say);
    }
  }

  async #container(step: Step, subject: Subject, say: (text: string) => void): Promise<string> {
    const { parts, options, signal } = this.#request;
    const { name } = step.target;
    const { service, existing } = subject;
    switch (step.action) {
      case 'adopt':
        if (service && existing)
          parts.store.set(adoptionArea, existing.id, {
            hash: service.hash,
            fields: service.fields,
          } satisfies Adoption);
        return 'adopted';
      case 'remove':
        if (existing)
          await removeContainer(parts, existing, {
            timeoutSeconds: options.recreateTimeoutSeconds,
            signal,
            say,
          });
        return 'removed';
      case 'create':
        say('creates');
        this.#ids.set(name, await this.#create(subject, name));
        return 'created';
      case 'recreate':
        await this.#recreate(subject, name, say);
        return 'recreated';
      case 'start':
        return await this.#start(subject, name, say);
      case 'restart':
        say('restarts');
        if (existing) await parts.engine.containers.restart(existing.id);
        return 'restarted';
      case 'wait':
        return await this.#wait(step, subject);
      default:
        throw new Error(`A container has no step ${step.action}.`);
    }
  }

  async #create({ service, number = 1, existing }: Subject, name: string): Promise<string> {
    const { parts, situation, options } = this.#request;
    if (!service) throw new Error(`The step for ${name} has no service.`);
    return await createContainer({
      engine: parts.engine,
      project: parts.project,
      service,
      number,
      name,
      imageId: situation.images.get(service.image)?.id,
      predecessor: options.renewAnonymousVolumes ? undefined : existing,
      idOf: (other) => this.#idOf(other),
    });
  }

  /** The first container of a service, for those that share its namespaces or volumes. */
  #idOf(service: string): string | undefined {
    for (const { target } of this.#steps.values())
      if (target.service === service && target.kind === 'container' && this.#ids.has(target.name))
        return this.#ids.get(target.name);
    return this.#request.situation.observed.containers.find(
      (other) => other.service === service && !other.oneOff,
    )?.id;
  }

  /**
   * The new one is made beside the old one, which runs until then. Whatever happens in between, the next `up` finds
   * either the old one, or the new one under its temporary name.
   */
  async #recreate(subject: Subject, name: string, say: (text: string) => void): Promise<void> {
    const { parts, options, signal } = this.#request;
    const existing = subject.existing as ObservedContainer;
    const temporary = existing.name === successorName(name) ? name : successorName(name);
    say('recreates');
    const id = await this.#create(subject, temporary);
    await removeContainer(parts, existing, {
      timeoutSeconds: options.recreateTimeoutSeconds,
      volumes: options.renewAnonymousVolumes,
      signal,
      say,
    });
    parts.store.delete(adoptionArea, existing.id);
    if (temporary !== name) await parts.engine.containers.rename(id, name);
    this.#ids.set(name, id);
  }

  async #start(subject: Subject, name: string, say: (text: string) => void): Promise<string> {
    const { parts, signal } = this.#request;
    const { engine, project } = parts;
    const { service, existing, number = 1 } = subject;
    const id = this.#ids.get(name) ?? existing?.id;
    if (!service || id === undefined) throw new Error(`There is no container ${name} to start.`);
    if (existing && existing.id === id && existing.name !== name) await engine.containers.rename(id, name);
    if (service.service.pre_start?.length)
      await runInitContainers({
        engine,
        project,
        service,
        number,
        name,
        imageId: undefined,
        idOf: (other) => this.#idOf(other),
        id,
        signal,
        say,
      });
    say('starts');
    try {
      if (existing?.id === id && existing.state === 'paused') await engine.containers.unpause(id);
      else await engine.containers.start(id);
    } catch (thrown) {
      if (existing?.id !== id || !isHalfStarted(thrown)) throw thrown;
      await this.#recreate({ ...subject, existing: { ...existing, name } }, name, say);
      return await this.#start(subject, name, say);
    }
    this.started.set(id, { at: performance.now(), gated: this.#steps.has(`container:${name}:wait`) });
    const hooks = service.service.post_start ?? [];
    if (hooks.length > 0) {
      say('runs post_start');
      const place = (index: number) => project.where(['services', service.name, 'post_start', index]);
      await runHooks(engine, { id, name, kind: 'post_start', hooks, place, signal });
    }
    return 'started';
  }

  async #wait(step: Step, subject: Subject): Promise<string> {
    const { parts, options, signal, lines, stackPlan } = this.#request;
    const { service, existing, condition, neededBy = [] } = subject;
    const { name } = step.target;
    const id = this.#ids.get(name) ?? existing?.id;
    if (!service || id === undefined) throw new Error(`There is no container ${name} to wait for.`);
    const waiting = stackPlan.plan.steps.filter(
      ({ after, target }) =>
        after.includes(step.id) && target.kind === 'container' && target.service !== service.name,
    );
    const request: ReadyRequest = {
      engine: parts.engine,
      id,
      service: service.name,
      container: name,
      neededBy,
      outside: outsideProbeOf(service.service),
      limit: options.waitTimeoutMilliseconds,
      where: parts.project.where(['services', service.name]),
      signal,
      onWaiting: (words) => {
        lines.wait(name, [], `waits: ${words}`);
        for (const { target } of waiting) {
          lines.about(target.name, target.service);
          lines.wait(target.name, [service.name], `waits for ${service.name}: ${words}`);
        }
      },
    };
    if (condition === 'service_completed_successfully') {
      await untilSucceeded(request);
      return 'succeeded';
    }
    await untilReady(request);
    return 'ready';
  }
}
