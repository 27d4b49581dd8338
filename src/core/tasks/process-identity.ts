import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Enough to tell a process from a later one that got the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Linux: boot and clock ticks at start, which no change of the clock touches. Elsewhere empty. */
  mark: string;
}

export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    startedAt: Math.round(Date.now() - process.uptime() * 1000),
    mark: linuxMark(process.pid) ?? '',
  };
}

/** Whether that very process still runs. Where the system does not say, a living pid counts as the same process. */
export function isRunning(identity: ProcessIdentity): boolean {
  if (identity.pid === process.pid) return identity.mark === (linuxMark(process.pid) ?? '');
  if (!pidExists(identity.pid)) return false;
  if (process.platform === 'linux') return linuxMark(identity.pid) === identity.mark;
  if (process.platform === 'darwin') return !startedLater(identity);
  return true;
}

function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it is there, but somebody else's.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function linuxMark(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name is in parentheses and may hold anything; what follows the last one is numbers (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    const startTicks = fields[19];
    return state === 'Z' || state === 'X' ? undefined : `${boot} ${startTicks}`;
  } catch {
    return undefined;
  }
}

/** A pid that was used again belongs to a process that started after the task's owner did (`ps` knows seconds). */
function startedLater(identity: ProcessIdentity): boolean {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(identity.pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    return Date.parse(started.trim()) > identity.startedAt + 5_000;
  } catch {
    return false;
  }
}
