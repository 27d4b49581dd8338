import { execFileSync } from 'node:child_process';
import os from 'node:os';

/** The facts that a figure is worthless without. */
export interface MachineFacts {
  date: string;
  commit: string;
  processor: string;
  cores: number;
  memoryGiB: number;
  kernel: string;
  node: string;
  engines: string[];
}

export function machineFacts(engines: string[]): MachineFacts {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', 'src') !== '';
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: git('rev-parse', '--short', 'HEAD') + (changed ? ' (with changes)' : ''),
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    kernel: os.release(),
    node: process.version,
    engines,
  };
}
