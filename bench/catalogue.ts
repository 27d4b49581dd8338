import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listBlocks } from '../src/core/blocks/index.ts';
import { openCatalogues } from '../src/core/catalogues/index.ts';
import { alternate } from './support/measure.ts';
import { reporter } from './support/report.ts';

/* A catalogue of 200 blocks: found by reference, and listed with all that cards show. */

const shipped = path.join(import.meta.dirname, '..', 'resources', 'blocks', 'postgres');
const count = 200;

function manyBlocks(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'bybench-catalogue-'));
  for (let number = 1; number <= count; number += 1) {
    const folder = path.join(root, 'blocks', `block-${number}`);
    cpSync(shipped, folder, { recursive: true });
    const file = path.join(folder, 'block.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^block: .*$/m, `block: block-${number}`));
  }
  return root;
}

const root = manyBlocks();
try {
  const open = () => openCatalogues({ folder: path.join(root, 'home'), environment: {}, resources: root });
  const warm = open();
  const start = performance.now();
  await listBlocks(warm, undefined);
  const first = Math.round(performance.now() - start);
  const measurements = await alternate(
    [
      { name: 'list, warm core', run: () => listBlocks(warm, undefined) },
      { name: 'find one, warm core', run: () => warm.find('block-100@1', root) },
    ],
    20,
  );
  reporter('catalogue')({
    title: `a catalogue of ${count} blocks`,
    engine: 'none',
    measurements,
    ratios: [],
    facts: { firstListMilliseconds: first },
  });
} finally {
  rmSync(root, { recursive: true, force: true });
}
