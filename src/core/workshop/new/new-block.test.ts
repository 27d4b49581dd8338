import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { schemaHint } from '../../blocks/index.ts';
import { openCatalogues } from '../../catalogues/index.ts';
import { lintBlock } from '../lint/lint.ts';
import { newBlock } from './new-block.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bytest-new-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('making a block', () => {
  it('writes one under its own name that has nothing for lint to find', async () => {
    const { folder, files } = await newBlock('blocks/price-feed', await temporaryFolder());
    expect(files).toEqual(['README.md', 'block.yaml', 'icon.svg', 'page.html']);
    const { block, findings } = await lintBlock(folder, openCatalogues({ folder, environment: {} }));
    expect(findings).toEqual([]);
    expect(block?.definition).toMatchObject({
      block: 'price-feed',
      title: 'Price feed',
      bindings: { PRICE_FEED_URL: {} },
    });
    expect((await readFile(join(folder, 'block.yaml'), 'utf8')).split('\n')[0]).toBe(schemaHint('block'));
    expect(await readFile(join(folder, 'README.md'), 'utf8')).not.toMatch(/my.block/i);
  });

  it('leaves what is there as it is', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'mine.txt'), 'kept');
    await expect(newBlock('.', folder)).rejects.toMatchObject({ code: 'usage' });
    expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('kept');
  });

  it('wants a name that the engine can have', async () => {
    await expect(newBlock('Price_Feed', await temporaryFolder())).rejects.toThrow(
      '"Price_Feed" cannot be the name of a block.',
    );
  });
});
