import { expect, it } from 'vitest';
import { type RawStats, toContainerStats } from './stats.ts';

const sample: RawStats = {
  read: '2026-05-01T12:00:01.5Z',
  pids_stats: { current: 7 },
  precpu_stats: { cpu_usage: { total_usage: 1_000_000_000 }, system_cpu_usage: 100_000_000_000 },
  cpu_stats: { cpu_usage: { total_usage: 2_500_000_000 }, system_cpu_usage: 104_000_000_000, online_cpus: 4 },
  memory_stats: { usage: 50_000_000, limit: 100_000_000, stats: { inactive_file: 8_000_000 } },
  networks: { eth0: { rx_bytes: 10, tx_bytes: 20 }, eth1: { rx_bytes: 1, tx_bytes: 2 } },
  blkio_stats: {
    io_service_bytes_recursive: [
      { op: 'read', value: 100 },
      { op: 'write', value: 30 },
      { op: 'read', value: 11 },
    ],
  },
};

it('reads a sample of cgroup v2', () => {
  expect(toContainerStats(sample)).toEqual({
    time: Date.UTC(2026, 4, 1, 12, 0, 1, 500),
    cpuPercent: 150,
    memoryUsed: 42_000_000,
    memoryLimit: 100_000_000,
    networkReceived: 11,
    networkSent: 22,
    blockRead: 111,
    blockWritten: 30,
    processes: 7,
  });
});

it('reads a sample of cgroup v1, where the words differ', () => {
  const { cpuPercent, memoryUsed, blockRead, blockWritten } = toContainerStats({
    ...sample,
    cpu_stats: {
      cpu_usage: { total_usage: 2_500_000_000, percpu_usage: [1, 2] },
      system_cpu_usage: 104_000_000_000,
    },
    memory_stats: { usage: 50_000_000, stats: { inactive_file: 1, total_inactive_file: 20_000_000 } },
    blkio_stats: {
      io_service_bytes_recursive: [
        { op: 'Read', value: 5 },
        { op: 'Write', value: 6 },
        { op: 'Total', value: 11 },
      ],
    },
  });
  expect({ cpuPercent, memoryUsed, blockRead, blockWritten }).toEqual({
    cpuPercent: 75,
    memoryUsed: 30_000_000,
    blockRead: 5,
    blockWritten: 6,
  });
});

it('does not make figures up where there are none yet', () => {
  const { time, ...rest } = toContainerStats({ read: '0001-01-01T00:00:00Z' });
  expect(time).toBeGreaterThan(Date.UTC(2020));
  expect(new Set(Object.values(rest))).toEqual(new Set([0]));
  expect(toContainerStats({ ...sample, precpu_stats: {} }).cpuPercent).toBe(0);
});
