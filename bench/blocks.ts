import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openCatalogues } from '../src/core/catalogues/index.ts';
import { checkStack, gatherFacts } from '../src/core/guardrails/index.ts';
import { loadStack } from '../src/core/loading/index.ts';
import { openSecrets } from '../src/core/secrets/index.ts';
import { median } from './support/measure.ts';
import { reporter } from './support/report.ts';

/*
 * A stack of 30 instances of shipped blocks, each with a service that is bound to it: loaded, expanded and held against
 * the guardrails, in a process that has done it before. No engine takes part.
 */

const count = 30;
const rounds = 30;
const target = 50;

const folder = mkdtempSync(path.join(os.tmpdir(), 'bybench-blocks-'));
try {
  const blocks = Array.from({ length: count }, (_, index) => ['postgres', 'redis'][index % 2]);
  writeFileSync(
    path.join(folder, 'blockyard.yaml'),
    `name: bybench-blocks
blocks:
${blocks.map((block, index) => `  b${index}: { block: ${block}@1 }`).join('\n')}
services:
${blocks.map((_, index) => `  s${index}: { image: "app:1", mem_limit: 64m, bind: [b${index}] }`).join('\n')}
`,
  );
  const environment = { BLOCKYARD_HOME: path.join(folder, 'home'), BLOCKYARD_KEYCHAIN: 'off' };
  const secrets = openSecrets({ environment });
  const catalogues = openCatalogues({ folder: environment.BLOCKYARD_HOME, environment });
  const times = { load: [] as number[], lint: [] as number[], all: [] as number[] };
  let findings = 0;
  for (let round = 0; round <= rounds + 4; round += 1) {
    const begun = performance.now();
    const project = await loadStack({ workingDirectory: folder, environment, secrets, catalogues });
    const loaded = performance.now();
    const found = await checkStack(project, await gatherFacts(project, { catalogues }));
    const done = performance.now();
    findings = found.length;
    if (round <= 4) continue;
    times.load.push(loaded - begun);
    times.lint.push(done - loaded);
    times.all.push(done - begun);
  }
  const measurement = (name: string, all: number[]) => ({
    name,
    median: median(all),
    rounds: all.map((time) => Math.round(time * 10) / 10),
  });
  reporter('blocks')({
    title: `${count} blocks and ${count} services: load, expand, lint`,
    engine: 'none',
    measurements: [
      measurement('load and expand', times.load),
      measurement('lint', times.lint),
      measurement('all', times.all),
    ],
    ratios: [],
    facts: { target, met: median(times.all) <= target, findings },
  });
} finally {
  rmSync(folder, { recursive: true });
}
