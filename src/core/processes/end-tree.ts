import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isAlive } from './is-alive.ts';

const run = promisify(execFile);

/**
 * Asks a process and all its descendants to end, and makes them when it has not after `grace` milliseconds.
 * @param ended settles when the process itself is gone; so does this
 */
export async function endTree(pid: number, ended: Promise<void>, grace: number): Promise<void> {
  // Before anything ends: what loses its parent is not found any more.
  const tree = await descendants(pid);
  if (process.platform === 'win32') await taskkill(pid);
  for (const one of [pid, ...tree]) signal(one, 'SIGTERM');
  const kill = setTimeout(async () => {
    for (const one of new Set([pid, ...tree, ...(await descendants(pid))])) signal(one, 'SIGKILL');
  }, grace);
  await ended;
  clearTimeout(kill);
  // Its children were asked and may be slower than it was; they are nobody's now.
  const left = tree.filter(isAlive);
  if (left.length === 0) return;
  setTimeout(() => {
    for (const one of left) signal(one, 'SIGKILL');
  }, grace).unref();
}

async function descendants(pid: number): Promise<number[]> {
  if (process.platform === 'win32') return [];
  const rows = await run('ps', ['-A', '-o', 'pid=,ppid=']).then(
    ({ stdout }) =>
      stdout
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/).map(Number)),
    () => [],
  );
  const found: number[] = [];
  for (let parents = [pid]; parents.length > 0; ) {
    const level: number[] = [];
    for (const [child = 0, parent = 0] of rows) if (parents.includes(parent)) level.push(child);
    found.push(...level);
    parents = level;
  }
  return found;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone.
  }
}

/** Windows knows no gentle way for processes without a window; this takes their children along. */
async function taskkill(pid: number): Promise<void> {
  await run('taskkill', ['/pid', String(pid), '/t', '/f']).catch(() => {});
}
