import type { ServiceState, ServiceView } from '../../../../shared/contract/index.ts';
import { type Condition, isCalm, nowText, sourceOf } from './words.ts';

/** Where a gate stands: `idle` when nothing is under way, `failed` when it will not open by itself. */
export type GateState = 'passed' | 'waiting' | 'failed' | 'idle';

/** A service in the graph: plain values only, so that two of them are compared in no time. */
export type GraphNode = {
  id: string;
  state: ServiceState;
  /** What stands right of the name: a port, `done`, `1/3`. */
  aside: string;
  /** The second line. */
  text: string;
  /** Whether the second line tells of a trouble or a wait, rather than of what it is made of. */
  urgent: boolean;
  /** One for each container that is wished, at most five. */
  studs: number;
  /** Left out of `up`: its profile is not active. */
  inactive: boolean;
  /** The first address that a browser can open. */
  url: string | undefined;
  /** Whether a block made it. */
  ofBlock: boolean;
};

/** From the service that waits to the one it needs. */
export type GraphEdge = {
  id: string;
  from: string;
  to: string;
  condition: Condition;
  gate: GateState;
  required: boolean;
};

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

const conditions = {
  service_started: 'started',
  service_healthy: 'healthy',
  service_completed_successfully: 'completed',
} as const;

export function graphOf(services: readonly ServiceView[]): Graph {
  const byName = new Map(services.map((service) => [service.name, service]));
  return {
    nodes: services.map(nodeOf),
    edges: services.flatMap((service) =>
      service.dependsOn.flatMap(({ service: name, condition, required }): GraphEdge[] => {
        const needed = byName.get(name);
        if (!needed) return [];
        const kind = conditions[condition];
        return [
          {
            id: `${service.name}→${name}`,
            from: service.name,
            to: name,
            condition: kind,
            gate: gateState(kind, needed.state, service.state),
            required,
          },
        ];
      }),
    ),
  };
}

function nodeOf(service: ServiceView): GraphNode {
  const calm = isCalm(service.state);
  return {
    id: service.name,
    state: service.state,
    aside: asideOf(service),
    text: calm && !isLeftOut(service) ? sourceOf(service) : nowText(service),
    urgent: !calm,
    studs: Math.min(5, Math.max(1, service.scale)),
    inactive: isLeftOut(service),
    url: service.urls[0],
    ofBlock: service.block !== undefined,
  };
}

/** Its profile is not active, and it does not run all the same. */
function isLeftOut({ active, state }: ServiceView): boolean {
  return !active && state === 'absent';
}

function asideOf({ state, scale, containers, urls }: ServiceView): string {
  if (state === 'done') return 'done';
  if (scale > 1) return `${containers.filter(isReady).length}/${scale}`;
  const port = containers.flatMap(({ ports }) => ports).find(({ published }) => published > 0)?.published;
  if (port !== undefined) return `:${port}`;
  const fromUrl = urls[0] && /:(\d+)/.exec(urls[0])?.[1];
  return fromUrl ? `:${fromUrl}` : '';
}

/** Whether a container does what it should. */
export function isReady({ state, health }: ServiceView['containers'][number]): boolean {
  return state === 'running' && (health === 'healthy' || health === 'none');
}

/** Whether what is needed is there; when it is not, whether it is on its way. */
export function gateState(condition: Condition, needed: ServiceState, waiter: ServiceState): GateState {
  if (isPassed(condition, needed)) return 'passed';
  if (needed === 'failed' || needed === 'unhealthy') return 'failed';
  const underWay = waiter === 'waiting' || needed === 'starting' || needed === 'waiting';
  return underWay ? 'waiting' : 'idle';
}

function isPassed(condition: Condition, needed: ServiceState): boolean {
  switch (condition) {
    case 'started':
      return ['ready', 'starting', 'unhealthy', 'paused', 'done'].includes(needed);
    case 'healthy':
      return needed === 'ready';
    case 'completed':
      return needed === 'done';
  }
}

/** The neighbour that an arrow key leads to: along an edge where there is one, else the nearest that way. */
export function neighbour(
  from: string,
  direction: Direction,
  edges: readonly Pick<GraphEdge, 'from' | 'to'>[],
  places: ReadonlyMap<string, Place>,
): string | undefined {
  const here = places.get(from);
  if (!here) return undefined;
  const linked =
    direction === 'right'
      ? edges.filter((edge) => edge.from === from).map(({ to }) => to)
      : direction === 'left'
        ? edges.filter((edge) => edge.to === from).map((edge) => edge.from)
        : [];
  return nearest(here, linked, places) ?? nearest(here, inDirection(here, direction, places), places);
}

export type Direction = 'left' | 'right' | 'up' | 'down';
export interface Place {
  x: number;
  y: number;
}

function nearest(here: Place, names: readonly string[], places: ReadonlyMap<string, Place>) {
  let best: { name: string; far: number } | undefined;
  for (const name of names) {
    const place = places.get(name);
    if (!place) continue;
    const far = Math.hypot(place.x - here.x, place.y - here.y);
    if (!best || far < best.far) best = { name, far };
  }
  return best?.name;
}

/** Those that lie more that way than sideways. */
function inDirection(here: Place, direction: Direction, places: ReadonlyMap<string, Place>): string[] {
  const along = direction === 'left' || direction === 'right' ? 'x' : 'y';
  const across = along === 'x' ? 'y' : 'x';
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  const ahead = [...places]
    .filter(([, place]) => (place[along] - here[along]) * sign > 0)
    .map(([name, place]) => ({ name, place }));
  const straight = ahead.filter(
    ({ place }) => Math.abs(place[across] - here[across]) <= Math.abs(place[along] - here[along]),
  );
  return (straight.length > 0 ? straight : ahead).map(({ name }) => name);
}
