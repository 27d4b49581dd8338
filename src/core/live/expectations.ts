import type { EngineEvent } from '../engine/index.ts';
import type { ContainerStatus, SeenProject } from '../stack/index.ts';

/** Looks after which the list is believed, whatever was told. */
const mostTries = 6;
/** Until the first look after one that does not show it yet, in milliseconds; doubled each time. */
const firstPause = 60;

type Told = { state: 'exited'; exitCode: number } | { state: 'paused' } | { state: 'running' };

/**
 * What events told and the engine's list does not show yet: an engine tells of a container's end before it has cleaned
 * up after it, and lists it as running until then. The event is right.
 */
export class Expectations {
  readonly #told = new Map<string, Told & { tries: number }>();

  note({ id, action, attributes }: EngineEvent): void {
    switch (action) {
      case 'die':
        this.#told.set(id, { state: 'exited', exitCode: Number(attributes['exitCode'] ?? 0), tries: 0 });
        return;
      case 'pause':
        this.#told.set(id, { state: 'paused', tries: 0 });
        return;
      case 'unpause':
        this.#told.set(id, { state: 'running', tries: 0 });
        return;
      case 'start':
      case 'restart':
      case 'destroy':
        this.#told.delete(id);
        return;
    }
  }

  clear(): void {
    this.#told.clear();
  }

  /** Puts right what the list has wrong; answers in how many milliseconds to look again, if there was something. */
  correct(projects: SeenProject[]): number | undefined {
    if (this.#told.size === 0) return undefined;
    const containers = new Map(
      projects.flatMap(({ containers }) => containers.map((container) => [container.id, container])),
    );
    let tries: number | undefined;
    for (const [id, told] of this.#told) {
      const container = containers.get(id);
      if (!container || isShown(container, told) || ++told.tries > mostTries) this.#told.delete(id);
      else {
        Object.assign(container, corrected(container, told));
        tries = Math.min(tries ?? told.tries, told.tries);
      }
    }
    return tries === undefined ? undefined : firstPause * 2 ** (tries - 1);
  }
}

function isShown({ state }: ContainerStatus, told: Told): boolean {
  switch (told.state) {
    case 'exited':
      return state !== 'running' && state !== 'paused';
    case 'paused':
      return state !== 'running';
    case 'running':
      return state !== 'paused';
  }
}

function corrected(container: ContainerStatus, told: Told): Partial<ContainerStatus> {
  switch (told.state) {
    case 'exited':
      return {
        state: 'exited',
        exitCode: told.exitCode,
        status: `Exited (${told.exitCode})`,
        health: 'none',
        ports: [],
      };
    case 'paused':
      return { state: 'paused', status: `${container.status} (Paused)` };
    case 'running':
      return { state: 'running', status: container.status.replace(' (Paused)', '') };
  }
}
