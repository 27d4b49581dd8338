import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A value that stands nowhere else, to be looked for wherever it must not be. */
export const planted = 'planted-4b1f0c77-value';

/** A stack that takes it in by a variable with a harmless name, an address, a probe and a command, and dies with it. */
export const stack = {
  'blockyard.yaml': `
services:
  says:
    image: debian:12-slim
    command: [sh, -c, 'echo "says $$PLAIN"; exec sleep 1000']
    init: true
    stop_grace_period: 0s
    environment:
      PLAIN: \${secret:PLANTED}
      ADDRESS: http://user:\${secret:PLANTED}@other/
      OTHER: \${secret:OTHER}
    healthcheck: { test: [CMD-SHELL, 'echo "\${secret:PLANTED}"'], interval: 1s }
  dies:
    image: debian:12-slim
    command: [sh, -c, 'echo "dies with \${secret:PLANTED}" >&2; exit 3']
    depends_on: { says: { condition: service_healthy } }
  after:
    image: debian:12-slim
    command: [echo, '\${secret:PLANTED}']
    depends_on: { dies: { condition: service_completed_successfully } }
`,
};

/** All files of a home but the logs, which are the containers' own words. */
export async function readAll(folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const logs = path.join(folder, 'logs');
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.startsWith(logs));
  return await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return { name: path.relative(folder, file), bytes: await readFile(file) };
    }),
  );
}

/** What a stream says first. */
export async function firstOf<T>(stream: Promise<AsyncIterable<T>>): Promise<T> {
  for await (const value of await stream) return value;
  throw new Error('It said nothing.');
}
