import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

/** `npm run bench [-- NAME…]`: each bench in a process of its own, one after the other. */
const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.replace(/\.ts$/, ''));
const wished = process.argv.slice(2);
for (const unknown of wished.filter((name) => !all.includes(name))) {
  console.error(`There is no bench ${unknown}. There are: ${all.join(', ')}.`);
  process.exit(2);
}
for (const name of wished.length > 0 ? wished : all) {
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, `${name}.ts`)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
