import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blockText as block, CatalogueFixture } from './catalogue-fixture.ts';
import { openCatalogues } from './open.ts';

async function someCatalogues() {
  const folder = await CatalogueFixture.make({
    'resources/blocks/postgres/block.yaml': block('postgres', '1.2.0'),
    'resources/blocks/postgres-1.10/block.yaml': block('postgres', '1.10.0'),
    'resources/blocks/postgres-2/block.yaml': block('postgres', '"2.0.0"'),
    'resources/blocks/redis/block.yaml': '{ "block": "redis", "version": "1.0.0" }',
    'resources/blocks/broken/block.yaml': 'block: [',
    'resources/blocks/README.md': 'no block',
    'project/blocks/mine/block.yaml': block('mine', '0.1.0'),
    'outside/block.yaml': block('outside', '0.1.0'),
  });
  const project = folder.path('project');
  const catalogues = openCatalogues({
    folder: folder.path('home'),
    environment: {},
    resources: folder.path('resources'),
  });
  const find = async (reference: string) => {
    const { name, version } = await catalogues.find(reference, project);
    return `${name}@${version}`;
  };
  return { folder, project, catalogues, find, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

describe('a reference', () => {
  it('means the newest version that fits', async () => {
    await using there = await someCatalogues();
    const { find } = there;
    expect(await find('postgres')).toBe('postgres@2.0.0');
    expect(await find('postgres@1')).toBe('postgres@1.10.0');
    expect(await find('postgres@^1.2')).toBe('postgres@1.10.0');
    expect(await find('postgres@~1.2')).toBe('postgres@1.2.0');
    expect(await find('postgres@1.2.0')).toBe('postgres@1.2.0');
    expect(await find('blockyard/redis@1')).toBe('redis@1.0.0');
    expect(await find('./blocks/mine')).toBe('mine@0.1.0');
    expect(await find('broken')).toBe('broken@0.0.0');
  });

  it('that means nothing is told with what may have been meant', async () => {
    await using there = await someCatalogues();
    const { find } = there;
    const told = (reference: string) => find(reference).catch((error) => `${error.message} ${error.remedy}`);
    expect(await told('postgers@1')).toBe('There is no block postgers. Did you mean "postgres"?');
    expect(await told('postgres@3')).toBe(
      'No version of postgres fits postgres@3. There is: 2.0.0, 1.10.0, 1.2.0.',
    );
    expect(await told('blokyard/redis')).toBe(
      'There is no catalogue blokyard here. Did you mean "blockyard"?',
    );
    for (const reference of ['', 'Postgres', 'postgres@latest || 1', '/etc', 'a/b/c', '@1', 'postgres@'])
      expect(await told(reference)).toMatch(/is no reference of a block/);
  });

  it('to a folder stays inside of the project, also through symlinks', async () => {
    await using there = await someCatalogues();
    const { find, project, folder } = there;
    await symlink(folder.path('outside'), join(project, 'blocks', 'link'));
    await mkdir(join(project, 'blocks', 'file'));
    await symlink(folder.path('outside/block.yaml'), join(project, 'blocks/file/block.yaml'));
    await symlink('mine', join(project, 'blocks', 'alias'));
    expect(await find('./blocks/alias')).toBe('mine@0.1.0');
    for (const reference of ['../outside', './blocks/link', './blocks/file', './blocks/../../outside'])
      await expect(find(reference)).rejects.toThrow('leads out of the project');
    await expect(find('./blocks/none')).rejects.toThrow('There is no block in ./blocks/none.');
  });
});

describe('the list', () => {
  it('has the newest of each major version', async () => {
    await using there = await someCatalogues();
    const list = await there.catalogues.list();
    expect(list.map(({ name, version }) => `${name}@${version}`)).toEqual([
      'broken@0.0.0',
      'postgres@2.0.0',
      'postgres@1.10.0',
      'redis@1.0.0',
    ]);
    const own = (await there.catalogues.list(there.project))[0];
    expect(own).toMatchObject({ name: 'mine', catalogue: { kind: 'folder', path: './blocks/mine' } });
  });
});
