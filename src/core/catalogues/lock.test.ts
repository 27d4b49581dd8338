import { readFile, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { blockText, CatalogueFixture } from './catalogue-fixture.ts';
import type { FoundBlock, UsedBlock } from './catalogues.ts';
import { CatalogueCache } from './git/cache.ts';
import { writeTeam } from './joined-team.ts';
import { openCatalogues } from './open.ts';

const used = ({ catalogue, ...block }: FoundBlock): UsedBlock => ({
  ...block,
  ...(catalogue.kind !== 'folder' && { catalogue: catalogue.name }),
});

/** Somebody whose team has one catalogue of one block. */
async function aTeam() {
  const fixture = await CatalogueFixture.make({
    'resources/blocks/postgres/block.yaml': blockText('postgres', '1.0.0'),
    'project/blocks/own/block.yaml': blockText('own', '0.1.0'),
  });
  const url = await fixture.repository('team', {
    'blocks/mine/block.yaml': blockText('mine', '1.0.0'),
    'blocks/postgres/block.yaml': blockText('postgres', '3.0.0'),
  });
  const join = async (home: string) => {
    const { commit, hash } = await new CatalogueCache(fixture.path(home), process.env).fetch({ url });
    const source = { url, commit, hash };
    await writeTeam(fixture.path(home), {
      ...{ name: 'acme', source, joinedAt: 0, catalogues: [{ name: 'acme', source }], imageMap: {} },
      ...{ runnerImages: {}, severities: {}, secretSources: {}, environments: {} },
    });
    return source;
  };
  const catalogues = (home: string) =>
    openCatalogues({
      folder: fixture.path(home),
      environment: process.env,
      resources: fixture.path('resources'),
    });
  const project = fixture.path('project');
  const lock = () => readFile(fixture.path('project/blockyard.lock'), 'utf8');
  return {
    fixture,
    url,
    join,
    catalogues,
    project,
    lock,
    [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
  };
}

describe('the lock of a project', { timeout: 30_000 }, () => {
  it('says for each catalogue its commit and content, and for each instance its version', async () => {
    await using there = await aTeam();
    const { catalogues, join, lock, project, url } = there;
    const { commit, hash } = await join('home');
    const mine = catalogues('home');
    const instances = {
      web: used(await mine.find('mine@1', project)),
      db: used(await mine.find('blockyard/postgres', project)),
      app: used(await mine.find('./blocks/own', project)),
    };
    expect(await mine.record(project, instances)).toEqual([]);
    expect(
      await lock(),
    ).toBe(`# Written by Blockyard: which content of which catalogue this project's blocks come from.
# Commit it. \`blockyard catalogue update\` shows what is newer, and changes it.
version: 1
catalogues:
  acme:
    commit: ${commit}
    hash: ${hash}
    url: ${url}
blocks:
  app: ./blocks/own@0.1.0
  db: blockyard/postgres@1.0.0
  web: acme/mine@1.0.0
`);
    expect(await mine.record(project, { db: instances.db })).toEqual([]);
    expect(await lock()).not.toContain('acme');
  });

  it('holds when the team has gone on, and for who is in no team', async () => {
    await using there = await aTeam();
    const { catalogues, fixture, join, project } = there;
    await join('home');
    const web = used(await catalogues('home').find('acme/mine', project));
    await catalogues('home').record(project, { web });
    await fixture.commit('team', { 'blocks/mine/block.yaml': blockText('mine', '1.1.0') });
    await join('home');
    expect(await catalogues('home').find('mine', project)).toMatchObject({ version: '1.0.0' });
    expect(await catalogues('home').find('mine', fixture.path('resources'))).toMatchObject({
      version: '1.1.0',
    });
    expect(await catalogues('other').find('acme/mine@1', project)).toMatchObject({ version: '1.0.0' });
  });

  it('keeps a name with the catalogue that it came from, also when the team brings that name', async () => {
    await using there = await aTeam();
    const { catalogues, join, project } = there;
    const before = await catalogues('home').find('postgres', project);
    await catalogues('home').record(project, { db: used(before) });
    await join('home');
    expect(await catalogues('home').find('postgres', project)).toEqual(before);
    await rm(`${project}/blockyard.lock`);
    expect(await catalogues('home').find('postgres', project)).toMatchObject({ version: '3.0.0' });
  });

  it('keeps the version that it says, and tells of another one that came with Blockyard', async () => {
    await using there = await aTeam();
    const { catalogues, fixture, lock, project } = there;
    await catalogues('home').record(project, {
      db: used(await catalogues('home').find('postgres', project)),
    });
    await fixture.write({ 'newer/blocks/postgres/block.yaml': blockText('postgres', '1.1.0') });
    const newer = openCatalogues({
      folder: fixture.path('home'),
      environment: {},
      resources: fixture.path('newer'),
    });
    expect(await newer.record(project, { db: used(await newer.find('postgres', project)) })).toEqual([
      { instance: 'db', locked: 'blockyard/postgres@1.0.0', used: 'blockyard/postgres@1.1.0' },
    ]);
    expect(await lock()).toContain('db: blockyard/postgres@1.0.0\n');
  });

  it('that was edited is refused, all that is wrong with it at its place', async () => {
    await using there = await aTeam();
    const { catalogues, project } = there;
    await writeFile(
      `${project}/blockyard.lock`,
      'version: 1\ncatalogues:\n  acme: { url: "file:///x", commit: ../../x, hash: sha256-0 }\n',
    );
    const error = await catalogues('home')
      .find('mine', project)
      .catch((thrown) => thrown);
    expect(
      error.errors.map((each: { where: object; message: string }) => [each.where, each.message]),
    ).toEqual([
      [
        { file: `${project}/blockyard.lock`, line: 3, column: 37 },
        'catalogues.acme.commit must be a whole commit, but is the string "../../x".',
      ],
      [
        { file: `${project}/blockyard.lock`, line: 3, column: 52 },
        'catalogues.acme.hash must be sha256-…, but is the string "sha256-0".',
      ],
    ]);
  });
});

describe('all catalogues', () => {
  it('that can be had are listed, and the others told', async () => {
    await using there = await aTeam();
    const { catalogues, fixture, join } = there;
    await join('home');
    await rm(fixture.path('home/catalogues'), { recursive: true });
    await rm(fixture.path('team'), { recursive: true });
    const told: string[] = [];
    const list = await catalogues('home').list(undefined, (problem) => told.push(problem.code));
    expect(list.map(({ name }) => name)).toEqual(['postgres']);
    expect(told).toEqual(['catalogue-unreachable']);
  });
});
