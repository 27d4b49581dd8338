import type { ServiceState, ServiceView } from '../../../../shared/contract/index.ts';
import { type GateState, type GraphEdge, graphOf } from './graph.ts';
import { conditionWords } from './words.ts';

/** One of a service's relations, as a line of the inspector. */
export interface Relation {
  service: string;
  state: ServiceState;
  gate: GateState;
  /** `starts once db is healthy: it is`. */
  text: string;
}

/** What a service needs before it starts, and who needs it. */
export function relationsOf(
  services: readonly ServiceView[],
  name: string,
): { needs: Relation[]; neededBy: Relation[] } {
  const { edges } = graphOf(services);
  const states = new Map(services.map((service) => [service.name, service.state]));
  const relation = (other: string, edge: GraphEdge): Relation => ({
    service: other,
    state: states.get(other) ?? 'absent',
    gate: edge.gate,
    text: `${conditionWords[edge.condition]}${edge.required ? '' : ', if it is there'}`,
  });
  return {
    needs: edges.filter(({ from }) => from === name).map((edge) => relation(edge.to, edge)),
    neededBy: edges.filter(({ to }) => to === name).map((edge) => relation(edge.from, edge)),
  };
}

/** The state and its cause, where the state calls for a word; undefined for one that is as it should be. */
export interface Why {
  tone: 'wait' | 'bad' | 'idle';
  /** The services waited for, to be told by name. */
  on: string[];
  text: string;
  /** The last probe's words, or the health check's. */
  detail: string | undefined;
  since: number | undefined;
}

export function whyOf(service: ServiceView): Why | undefined {
  const { state, text, waitsFor } = service;
  if (waitsFor)
    return {
      tone: state === 'failed' || state === 'unhealthy' ? 'bad' : 'wait',
      on: waitsFor.services,
      text: waitsFor.services.length > 0 ? '' : text,
      detail: detailOf(waitsFor.text, text),
      since: waitsFor.since,
    };
  const plain = { on: [], text, detail: undefined, since: undefined };
  switch (state) {
    case 'failed':
    case 'unhealthy':
      return { tone: 'bad', ...plain };
    case 'waiting':
    case 'starting':
      return { tone: 'wait', ...plain };
    case 'paused':
    case 'stopped':
      return { tone: 'idle', ...plain };
    case 'orphan':
      return { tone: 'idle', ...plain, text: 'It runs, and the files do not have it any more.' };
    case 'absent':
      return service.active
        ? undefined
        : {
            tone: 'idle',
            ...plain,
            text: `Left out of Up: its profile ${service.profiles.join(', ')} is not active.`,
          };
    case 'ready':
    case 'done':
      return undefined;
  }
}

/** The probe's words without what is said already: `waits for db: …`. */
function detailOf(words: string, text: string): string | undefined {
  const probe = words.replace(/^waits( for [^:]*)?(: |$)/, '');
  return probe === '' || probe === text ? undefined : probe;
}
