import { describe, expect, it } from 'vitest';
import type { ContainerCounters } from '../engine/index.ts';
import type { Usage } from './metrics.ts';
import { sumOf, usageBetween } from './rates.ts';

const counters: ContainerCounters = {
  time: 10_000,
  cpuTime: 5e9,
  memoryUsed: 100,
  memoryLimit: 1_000,
  networkReceived: 4_000,
  networkSent: 2_000,
  blockRead: 0,
  blockWritten: 512,
  processes: 3,
};

describe('usage between two looks at the counters', () => {
  it('is what was added, by the second; levels are those of the second look', () => {
    const now: ContainerCounters = {
      time: 12_000,
      cpuTime: 8e9,
      memoryUsed: 120,
      memoryLimit: 1_000,
      networkReceived: 5_000,
      networkSent: 2_000,
      blockRead: 100,
      blockWritten: 1_536,
      processes: 4,
    };
    expect(usageBetween(counters, now)).toEqual({
      time: 12_000,
      cpuPercent: 150,
      memoryUsed: 120,
      memoryLimit: 1_000,
      networkReceived: 500,
      networkSent: 0,
      blockRead: 50,
      blockWritten: 512,
      processes: 4,
    });
  });

  it('begins anew with the counters of a restarted container', () => {
    const now = { ...counters, time: 14_000, cpuTime: 1e9, networkReceived: 400, blockWritten: 0 };
    expect(usageBetween(counters, now)).toMatchObject({
      cpuPercent: 25,
      networkReceived: 100,
      networkSent: 0,
      blockWritten: 0,
    });
  });

  it('is unknown while no time has passed', () => {
    expect(usageBetween(counters, counters)).toBeUndefined();
    expect(usageBetween(counters, { ...counters, time: 9_000 })).toBeUndefined();
  });
});

describe('the sum of a service', () => {
  const usage = (over: Partial<Usage>): Usage => ({
    time: 1,
    cpuPercent: 10,
    memoryUsed: 100,
    memoryLimit: 600,
    networkReceived: 1,
    networkSent: 2,
    blockRead: 3,
    blockWritten: 4,
    processes: 5,
    ...over,
  });

  it('adds its containers up, its limits to at most the machine', () => {
    expect(sumOf([usage({}), usage({ time: 3, cpuPercent: 2.5 })], 1_000)).toEqual({
      time: 3,
      cpuPercent: 12.5,
      memoryUsed: 200,
      memoryLimit: 1_000,
      networkReceived: 2,
      networkSent: 4,
      blockRead: 6,
      blockWritten: 8,
      processes: 10,
    });
    expect(sumOf([usage({}), usage({})], undefined).memoryLimit).toBe(1_200);
  });
});
