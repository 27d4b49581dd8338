import { spawn } from 'node:child_process';

/** Runs a command to its end; rejects with what it wrote to stderr when it fails. */
export function command(
  file: string,
  args: string[],
  options: { folder: string; environment?: Record<string, string> },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.folder,
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString());
      else reject(new Error(`${file} ${args.join(' ')} ended with ${code}:\n${Buffer.concat(err)}`));
    });
  });
}
