import type { EngineEvent } from '../engine/index.ts';
import type { ContainerStatus, SeenProject } from '../stack/index.ts';

/** Looks after which the list is believed, whatever was told. */
const mostTries = 6;
/** Until the first look after one that does not show it yet, in milliseconds; doubled each time. */
const firstPause = 60;

type Told =
  | { kind: 'exited'; exitCode: number }
  | { kind: 'paused' }
  | { kind: 'goes-on' }
  | { kind: 'health'; health: 'healthy' | 'unhealthy' };

/**
 * What events told and the engine's list does not show yet: asking for the list takes its time, and an engine tells of a
 * container's end before it has cleaned up after it, and lists it as running until then. The event is right.
 */
export class Expectations {
  readonly #told = new Map<string, { told: Told; tries: number }>();

  note({ id, action, attributes }: EngineEvent): void {
    const told = toldBy(action, attributes);
    if (told) this.#told.set(id, { told, tries: 0 });
    else if (action === 'start' || action === 'restart' || action === 'destroy') this.#told.delete(id);
  }

  clear(): void {
    this.#told.clear();
  }

  /** What was seen as it is by what was told; the same array when that changes nothing. */
  applyTo(projects: SeenProject[]): SeenProject[] {
    if (this.#told.size === 0) return projects;
    let changed = false;
    const corrected = projects.map((project) => {
      if (!project.containers.some((container) => this.#differs(container))) return project;
      changed = true;
      return { ...project, containers: project.containers.map((container) => this.#corrected(container)) };
    });
    return changed ? corrected : projects;
  }

  /** Forgets what a new list shows by itself; answers in how many milliseconds to look again for the rest. */
  settle(projects: readonly SeenProject[]): number | undefined {
    if (this.#told.size === 0) return undefined;
    const containers = new Map(
      projects.flatMap((project) => project.containers.map((container) => [container.id, container])),
    );
    let fewest: number | undefined;
    for (const [id, entry] of this.#told) {
      const container = containers.get(id);
      if (!container || isShown(container, entry.told) || ++entry.tries > mostTries) this.#told.delete(id);
      else fewest = Math.min(fewest ?? entry.tries, entry.tries);
    }
    return fewest === undefined ? undefined : firstPause * 2 ** (fewest - 1);
  }

  #differs(container: ContainerStatus): boolean {
    const entry = this.#told.get(container.id);
    return entry !== undefined && !isShown(container, entry.told);
  }

  #corrected(container: ContainerStatus): ContainerStatus {
    const entry = this.#told.get(container.id);
    return entry && !isShown(container, entry.told) ? corrected(container, entry.told) : container;
  }
}

function toldBy(action: string, attributes: Record<string, string>): Told | undefined {
  switch (action) {
    case 'die':
      return { kind: 'exited', exitCode: Number(attributes['exitCode'] ?? 0) };
    case 'pause':
      return { kind: 'paused' };
    case 'unpause':
      return { kind: 'goes-on' };
    case 'health_status: healthy':
      return { kind: 'health', health: 'healthy' };
    case 'health_status: unhealthy':
      return { kind: 'health', health: 'unhealthy' };
    default:
      return undefined;
  }
}

function isShown({ state, health }: ContainerStatus, told: Told): boolean {
  switch (told.kind) {
    case 'exited':
      return state !== 'running' && state !== 'paused';
    case 'paused':
      return state !== 'running';
    case 'goes-on':
      return state !== 'paused';
    case 'health':
      return state !== 'running' || health === told.health;
  }
}

function corrected(container: ContainerStatus, told: Told): ContainerStatus {
  switch (told.kind) {
    case 'exited': {
      const { exitCode } = told;
      const status = `Exited (${exitCode})`;
      return { ...container, state: 'exited', exitCode, status, health: 'none', ports: [] };
    }
    case 'paused':
      return { ...container, state: 'paused', status: `${container.status} (Paused)` };
    case 'goes-on':
      return { ...container, state: 'running', status: container.status.replace(' (Paused)', '') };
    case 'health':
      return { ...container, health: told.health };
  }
}
