import type { ContainerCounters } from '../engine/index.ts';
import type { Usage } from './metrics.ts';

/**
 * What a container uses between two looks at its counters. Counters begin anew when a container is restarted: what they
 * show then is what has been used since. Undefined when no time has passed.
 */
export function usageBetween(before: ContainerCounters, now: ContainerCounters): Usage | undefined {
  const seconds = (now.time - before.time) / 1000;
  if (seconds <= 0) return undefined;
  const rate = (counter: Counter) => increase(before[counter], now[counter]) / seconds;
  return {
    time: now.time,
    cpuPercent: rate('cpuTime') / 1e7,
    memoryUsed: now.memoryUsed,
    memoryLimit: now.memoryLimit,
    networkReceived: rate('networkReceived'),
    networkSent: rate('networkSent'),
    blockRead: rate('blockRead'),
    blockWritten: rate('blockWritten'),
    processes: now.processes,
  };
}

type Counter = 'cpuTime' | 'networkReceived' | 'networkSent' | 'blockRead' | 'blockWritten';

function increase(before: number, now: number): number {
  return now >= before ? now - before : now;
}

/** The sum of the containers of a service. Their limits do not add up to more than the machine has, where that is known. */
export function sumOf(usages: readonly [Usage, ...Usage[]], machineMemory: number | undefined): Usage {
  const sum = (key: keyof Usage) => usages.reduce((total, usage) => total + usage[key], 0);
  return {
    time: Math.max(...usages.map(({ time }) => time)),
    cpuPercent: sum('cpuPercent'),
    memoryUsed: sum('memoryUsed'),
    memoryLimit: Math.min(sum('memoryLimit'), machineMemory ?? Number.POSITIVE_INFINITY),
    networkReceived: sum('networkReceived'),
    networkSent: sum('networkSent'),
    blockRead: sum('blockRead'),
    blockWritten: sum('blockWritten'),
    processes: sum('processes'),
  };
}
