import { randomBytes } from 'node:crypto';

/** Made by the global set-up; told apart from the runs that others have on the same engine. */
const run = process.env['BLOCKYARD_TEST_RUN'] ?? 'alone';

/** What every name of this run begins with: the end of the run looks for what is left behind under it. */
export const runPrefix = `bytest-${run}-`;

/** A name that nobody else uses, fit for projects, containers, networks, volumes and images: `bytest-k3f-web-9c1e2a`. */
export function uniqueName(word = 'it'): string {
  return `${runPrefix}${word}-${randomBytes(3).toString('hex')}`;
}
