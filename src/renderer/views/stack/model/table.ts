import type { ServiceView } from '../../../../shared/contract/index.ts';
import { isReady } from './graph.ts';
import { type Moments, uptimeOf } from './uptime.ts';
import { nowText, portsOf, sourceOf, stateOrder, stateWords } from './words.ts';

export const columns = ['state', 'name', 'source', 'containers', 'ports', 'uptime'] as const;
export type Column = (typeof columns)[number];

export interface Sorting {
  by: Column;
  descending: boolean;
}

/** A service as the table shows it. */
export interface Row {
  service: ServiceView;
  source: string;
  /** `2/3`, ready of wished. */
  containers: string;
  ports: string[];
  /** Of the container that is up for the longest, in milliseconds. */
  uptime: number | undefined;
  /** What it waits for, or the trouble it has; empty when there is nothing to say. */
  note: string;
}

export function rowsOf(
  services: readonly ServiceView[],
  filter: string,
  sorting: Sorting,
  moments: Moments,
): Row[] {
  const rows = services.filter((service) => matches(service, filter)).map((one) => rowOf(one, moments));
  const sign = sorting.descending ? -1 : 1;
  return rows.sort((a, b) => sign * compare(a, b, sorting.by) || byText(a.service.name, b.service.name));
}

/** Each word of the filter is in its name, its image or build, its state, a port or a profile. */
export function matches(service: ServiceView, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [
    service.name,
    sourceOf(service),
    stateWords[service.state],
    service.text,
    ...portsOf(service.containers),
    ...service.profiles,
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function rowOf(service: ServiceView, moments: Moments): Row {
  const { containers, scale, state } = service;
  return {
    service,
    source: sourceOf(service),
    containers: `${containers.filter((one) => isReady(one) || (state === 'done' && one.exitCode === 0)).length}/${scale}`,
    ports: portsOf(containers),
    uptime: longest(containers, moments),
    note: noteOf(service),
  };
}

function noteOf(service: ServiceView): string {
  const { state, active, profiles } = service;
  const text = nowText(service);
  if (service.waitsFor) return text;
  if (!active && state === 'absent') return `only with the profile ${profiles.join(', ')}`;
  return text === stateWords[state] || ['ready', 'absent', 'done'].includes(state) ? '' : text;
}

function compare(a: Row, b: Row, by: Column): number {
  switch (by) {
    case 'state':
      return stateOrder.indexOf(a.service.state) - stateOrder.indexOf(b.service.state);
    case 'name':
      return byText(a.service.name, b.service.name);
    case 'source':
      return byText(a.source, b.source);
    case 'containers':
      return a.service.containers.length - b.service.containers.length || a.service.scale - b.service.scale;
    case 'ports':
      return firstPort(a) - firstPort(b);
    case 'uptime':
      return (b.uptime ?? -1) - (a.uptime ?? -1);
  }
}

function firstPort({ ports }: Row): number {
  return ports[0] ? Number.parseInt(ports[0], 10) : Number.POSITIVE_INFINITY;
}

function longest(containers: ServiceView['containers'], moments: Moments): number | undefined {
  const times = containers.map((one) => uptimeOf(one, moments)).filter((time) => time !== undefined);
  return times.length > 0 ? Math.max(...times) : undefined;
}

const collator = new Intl.Collator('en', { numeric: true });

/** `web-2` before `web-10`. */
function byText(a: string, b: string): number {
  return collator.compare(a, b);
}

/** As it stands in the address: `name`, `-uptime`. By name where it does not say. */
export function readSorting(text: string): Sorting {
  const by = columns.find((column) => column === text.replace(/^-/, ''));
  return by ? { by, descending: text.startsWith('-') } : { by: 'name', descending: false };
}

export function writeSorting({ by, descending }: Sorting): string {
  return `${descending ? '-' : ''}${by}`;
}
