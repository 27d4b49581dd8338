import type { EngineEvent } from '../engine/index.ts';
import { meaningOf } from '../live/index.ts';
import type { ActivityKind, Happening } from './activity.ts';

const labels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  number: 'com.docker.compose.container-number',
  oneOff: 'com.docker.compose.oneoff',
} as const;

/** How many containers are remembered; the oldest are forgotten. */
const most = 2_000;

/** Some engines tell of one OOM kill once for each process that it ended: all within this time, in nanoseconds. */
const oomEcho = 1_000_000_000n;

interface Memory {
  health?: 'healthy' | 'unhealthy';
  /** A signal to end by was sent. */
  asked?: boolean;
  killed?: boolean;
  /** When it was last told, by the engine's clock. */
  oom?: bigint | undefined;
  /** It ended by itself, and was not removed: a start is one again. */
  died?: boolean;
}

/** What an event means, and whether it was the user's own doing. */
export interface Meaning {
  happening: Happening;
  /** `run` makes such containers; nobody has to be told of their end. */
  oneOff: boolean;
  /** Exit code of what died unasked. */
  crashedWith?: number;
}

/** Turns events into words; it remembers what came before, since `die` alone does not say why. */
export class Observer {
  readonly #memories = new Map<string, Memory>();

  /** Undefined for what tells nothing, or is not of a stack. */
  observe(event: EngineEvent): Meaning | undefined {
    const stack = event.attributes[labels.project];
    if (event.type !== 'container' || stack === undefined) return undefined;
    const memory = this.#memoryOf(event.id);
    const told = this.#tell(event, memory);
    if (event.action === 'destroy') this.#memories.delete(event.id);
    if (!told) return undefined;
    const { attributes } = event;
    const [kind, level, words] = told;
    const container = attributes['name'];
    const oneOff = attributes[labels.oneOff] === 'True';
    const crashed = kind === 'exited' && level === 'bad';
    return {
      oneOff,
      ...(crashed && { crashedWith: Number(attributes['exitCode']) }),
      happening: {
        time: Number(event.timeNano / 1_000_000n),
        stack,
        service: attributes[labels.service],
        ...(container !== undefined && { container }),
        kind,
        level,
        text: `${subjectOf(attributes, oneOff)} ${words}`,
      },
    };
  }

  #tell(event: EngineEvent, memory: Memory): [ActivityKind, Happening['level'], string] | undefined {
    const { action, attributes, timeNano } = event;
    switch (action) {
      case 'create':
        return ['created', 'note', 'was created'];
      case 'start': {
        const again = memory.died;
        Object.assign(memory, {
          asked: false,
          killed: false,
          oom: undefined,
          died: false,
          health: undefined,
        });
        return again ? ['restarted', 'warning', 'was started again'] : ['started', 'good', 'started'];
      }
      case 'kill': {
        const meaning = meaningOf(event);
        if (meaning === 'ask') memory.asked = true;
        if (meaning !== 'kill') return undefined;
        memory.killed = true;
        return memory.asked ? ['killed', 'warning', 'did not end in time and was killed'] : undefined;
      }
      case 'oom': {
        const before = memory.oom;
        memory.oom = timeNano;
        const isEcho = before !== undefined && timeNano - before <= oomEcho;
        return isEcho ? undefined : ['oom', 'bad', 'ran out of memory'];
      }
      case 'die':
        return died(Number(attributes['exitCode'] ?? 0), memory);
      case 'pause':
        return ['paused', 'note', 'was paused'];
      case 'unpause':
        return ['unpaused', 'note', 'goes on'];
      case 'destroy':
        return ['removed', 'note', 'was removed'];
      default:
        return health(action, memory);
    }
  }

  #memoryOf(id: string): Memory {
    const known = this.#memories.get(id);
    if (known) return known;
    const memory: Memory = {};
    this.#memories.set(id, memory);
    const [oldest] = this.#memories.keys();
    if (this.#memories.size > most && oldest !== undefined) this.#memories.delete(oldest);
    return memory;
  }
}

function died(exitCode: number, memory: Memory): [ActivityKind, Happening['level'], string] {
  if (memory.asked) return ['stopped', 'note', `stopped (${exitCode})`];
  memory.died = true;
  if (memory.oom !== undefined) return ['exited', 'bad', `exited with ${exitCode}, out of memory`];
  if (memory.killed) return ['exited', 'bad', `was killed, exited with ${exitCode}`];
  return exitCode === 0 ? ['exited', 'note', 'ended with 0'] : ['exited', 'bad', `exited with ${exitCode}`];
}

function health(action: string, memory: Memory): [ActivityKind, Happening['level'], string] | undefined {
  const state = /^health_status: (healthy|unhealthy)/.exec(action)?.[1];
  if (state === undefined || memory.health === state) return undefined;
  const before = memory.health;
  memory.health = state as 'healthy' | 'unhealthy';
  if (state === 'unhealthy') return ['health-lost', 'bad', 'is not healthy'];
  return ['health-back', 'good', before === 'unhealthy' ? 'is healthy again' : 'is healthy'];
}

/** `web`, `web 2` for a further replica, `run of web`. */
function subjectOf(attributes: Record<string, string>, oneOff: boolean): string {
  const service = attributes[labels.service] ?? attributes['name'] ?? 'A container';
  const number = Number(attributes[labels.number] ?? 1);
  if (oneOff) return `A run of ${service}`;
  return number > 1 ? `${service} ${number}` : service;
}
