import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blockText, CatalogueFixture } from './catalogue-fixture.ts';
import { CatalogueCache } from './git/cache.ts';
import { parseSource } from './git/source.ts';

const cacheOf = (fixture: CatalogueFixture, home = 'home') =>
  new CatalogueCache(fixture.path(home), process.env);
const files = { 'blocks/mine/block.yaml': blockText('mine', '1.0.0'), 'bin/tool': '#!/bin/sh\n' };

describe('a repository', { timeout: 30_000 }, () => {
  it('is kept by its commit, as it was committed, and is used when the other side is gone', async () => {
    await using fixture = await CatalogueFixture.make();
    const url = await fixture.repository('team', {
      ...files,
      '.gitattributes': '* text eol=crlf ident\n',
      'id.txt': '$Id$\n',
    });
    const fetched = await cacheOf(fixture).fetch({ url });
    expect(fetched.commit).toBe(await fixture.git('team', 'rev-parse', 'HEAD'));
    expect(fetched.hash).toMatch(/^sha256-[0-9a-f]{64}$/);
    expect(await readFile(join(fetched.folder, 'id.txt'), 'utf8')).toBe('$Id$\n');
    expect(await readdir(fetched.folder)).toEqual(['.gitattributes', 'bin', 'blocks', 'id.txt']);

    const offline = { ...fetched, url: `file://${fixture.path('gone')}` };
    expect(await cacheOf(fixture).open(offline)).toEqual(fetched);
    await expect(cacheOf(fixture, 'other').open(offline)).rejects.toMatchObject({
      code: 'catalogue-unreachable',
      remedy: 'Check the address, and that you may read the repository.',
    });
    expect(await readdir(fixture.path('home/catalogues'))).toEqual([fetched.commit]);
    expect(await readdir(fixture.path('other/catalogues'))).toEqual([]);
  });

  it('has the same hash wherever it is fetched, and another one after any change', async () => {
    await using fixture = await CatalogueFixture.make();
    const url = await fixture.repository('team', files);
    const [one, other] = await Promise.all([
      cacheOf(fixture).fetch({ url }),
      cacheOf(fixture, 'other').fetch({ url }),
    ]);
    expect(one.hash).toBe(other.hash);
    await fixture.git('team', 'update-index', '--chmod=+x', 'bin/tool');
    await fixture.git('team', 'commit', '--quiet', '--message', 'A program');
    expect((await cacheOf(fixture).fetch({ url })).hash).not.toBe(one.hash);
  });

  it('is refused when its copy was touched, or the lock says another hash', async () => {
    await using fixture = await CatalogueFixture.make();
    const url = await fixture.repository('team', files);
    const fetched = await cacheOf(fixture).fetch({ url });
    const locked = { url, ...fetched };
    await expect(
      cacheOf(fixture).open({ ...locked, hash: `sha256-${'0'.repeat(64)}` }),
    ).rejects.toMatchObject({ code: 'catalogue-changed' });

    const added = join(fetched.folder, 'blocks/mine/more.sh');
    await writeFile(added, 'echo');
    await expect(cacheOf(fixture).open(locked)).rejects.toMatchObject({ code: 'catalogue-changed' });
    await expect(cacheOf(fixture, 'other').open(locked)).resolves.toMatchObject({ hash: fetched.hash });
    await writeFile(join(fetched.folder, 'bin/tool'), 'rm -rf\n');
    await expect(cacheOf(fixture).open(locked)).rejects.toThrow(/is not the one that was locked/);
  });

  it('keeps what is locked when its history was rewritten', async () => {
    await using fixture = await CatalogueFixture.make();
    const url = await fixture.repository('team', files);
    const before = await cacheOf(fixture).fetch({ url, ref: 'main' });
    await fixture.git('team', 'commit', '--quiet', '--amend', '--allow-empty', '--message', 'Rewritten');
    await fixture.commit('team', { 'blocks/mine/block.yaml': blockText('mine', '2.0.0') });
    const after = await cacheOf(fixture).fetch({ url, ref: 'main' });
    expect(after.commit).not.toBe(before.commit);
    expect(await cacheOf(fixture).open({ url, ref: 'main', ...before })).toEqual(before);

    await fixture.git('team', 'reflog', 'expire', '--expire=now', '--all');
    await fixture.git('team', 'gc', '--quiet', '--prune=now');
    await expect(cacheOf(fixture, 'other').open({ url, ref: 'main', ...before })).rejects.toThrow(
      /could not be fetched at commit .*rewritten/,
    );
  });

  it('is fetched by a branch, a tag, or a commit that no branch leads to', async () => {
    await using fixture = await CatalogueFixture.make();
    const url = await fixture.repository('team', files);
    await fixture.git('team', 'tag', '--annotate', 'v1', '--message', 'One');
    const tagged = await cacheOf(fixture).fetch({ url, ref: 'v1' });
    await fixture.commit('team', { 'blocks/mine/block.yaml': blockText('mine', '1.1.0') });
    expect((await cacheOf(fixture).fetch({ url, ref: 'v1' })).commit).toBe(tagged.commit);
    expect((await cacheOf(fixture).fetch({ url, ref: 'main' })).commit).not.toBe(tagged.commit);
    expect(await cacheOf(fixture, 'other').open({ url, ...tagged })).toMatchObject({ hash: tagged.hash });
    await expect(cacheOf(fixture).fetch({ url, ref: 'none' })).rejects.toThrow(
      /couldn't find remote ref none/,
    );
  });

  it('that several processes fetch at once is there once', async () => {
    await using fixture = await CatalogueFixture.make();
    const url = await fixture.repository('team', files);
    const all = await Promise.all([1, 2, 3, 4].map(() => cacheOf(fixture).fetch({ url })));
    expect(new Set(all.map(({ hash }) => hash)).size).toBe(1);
    expect(await readdir(fixture.path('home/catalogues'))).toEqual([all[0]?.commit]);
  });
});

describe('a hostile repository', { timeout: 30_000 }, () => {
  const refused = async (prepare: (fixture: CatalogueFixture) => Promise<unknown>) => {
    await using fixture = await CatalogueFixture.make();
    const url = await fixture.repository('team', files);
    await prepare(fixture);
    const error = await cacheOf(fixture)
      .fetch({ url })
      .catch((thrown) => thrown);
    expect(await readdir(fixture.path('home/catalogues'))).toEqual([]);
    return `${error.code}: ${error.message}`.replace(fixture.folder, '');
  };
  /** Past what git would let into an index. */
  const entry = (fixture: CatalogueFixture, lines: string) =>
    fixture
      .git('team', 'config', 'core.protectNTFS', 'false')
      .then(() => writeFile(fixture.path('lines'), lines))
      .then(() => fixture.git('team', 'hash-object', '-w', fixture.path('lines')));

  it('with a symlink that leads out, directly or by way of another, is refused', async () => {
    for (const [target, name] of [
      ['/etc/passwd', 'blocks/link'],
      ['../../..', 'blocks/link'],
      ['nowhere', 'blocks/link'],
    ] as const)
      expect(
        await refused(async (fixture) => {
          await symlink(target, fixture.path('team', name));
          await fixture.commit('team', {});
        }),
      ).toBe(
        'block-invalid: file:///team is refused: blocks/link is a symlink that leads out of it, or nowhere.',
      );
    expect(
      await refused(async (fixture) => {
        await fixture.write({ 'team/a/b/c/file': '' });
        await symlink('a/b/c', fixture.path('team/deep'));
        await symlink('deep/../../../..', fixture.path('team/out'));
        await fixture.commit('team', {});
      }),
    ).toMatch(/out is a symlink that leads out of it/);
  });

  it('with a symlink within it is taken', async () => {
    await using fixture = await CatalogueFixture.make();
    const url = await fixture.repository('team', files);
    await symlink('mine', fixture.path('team/blocks/alias'));
    await fixture.commit('team', {});
    await expect(cacheOf(fixture).fetch({ url })).resolves.toMatchObject({ hash: expect.any(String) });
  });

  it('with a submodule is refused', async () => {
    expect(
      await refused(async (fixture) => {
        const commit = await fixture.git('team', 'rev-parse', 'HEAD');
        await fixture.git('team', 'update-index', '--add', '--cacheinfo', `160000,${commit},inner`);
        await fixture.git('team', 'commit', '--quiet', '--message', 'Inner');
      }),
    ).toBe('block-invalid: file:///team is refused: inner is a submodule.');
  });

  it('with names that not every system can keep is refused', async () => {
    const names: [string[], RegExp][] = [
      [['blocks/a\nb'], /"blocks\/a\\nb" has characters/],
      [['a\\..\\b'], /has characters/],
      [['a\u202eb'], /"a\\u202eb" has characters/],
      [['Readme', 'README'], /README and Readme are one name on some systems/],
      [['Docs/one', 'docs/two'], /Docs and docs are one name/],
      [['aux.yaml'], /Windows keeps/],
      [['x. '], /ends in a dot or a space/],
    ];
    for (const [paths, told] of names)
      expect(
        await refused(async (fixture) => {
          const blob = await entry(fixture, 'text');
          for (const path of paths)
            await fixture.git('team', 'update-index', '--add', '--cacheinfo', `100644,${blob},${path}`);
          await fixture.git('team', 'commit', '--quiet', '--message', 'Names');
        }),
      ).toMatch(told);
  });

  it('with a file that is huge is refused', async () => {
    expect(
      await refused(async (fixture) => {
        await writeFile(fixture.path('team/data.bin'), Buffer.alloc(17 * 2 ** 20));
        await fixture.commit('team', {});
      }),
    ).toMatch(/data.bin is larger than 16 MiB/);
  });
});

describe('an address', () => {
  it('has a branch or tag after #', () => {
    expect(parseSource('https://git.example.com/team.git#v1.2')).toMatchObject({
      url: 'https://git.example.com/team.git',
      ref: 'v1.2',
    });
    expect(parseSource('git@git.example.com:team.git')).not.toHaveProperty('ref');
  });

  it('that git would take for something else, or that holds a secret, is refused', () => {
    for (const text of [
      'ext::sh -c id',
      '--upload-pack=id',
      'https://-x/',
      'https://a.example/t.git#--upload-pack=id',
      'https://a.example/t.git#a..b',
      'https://a.example/t.git#+a:b',
      'https://a.example/t.git#',
      'https://token@a.example/t.git',
      'https://user:word@a.example/t.git',
    ])
      expect(() => parseSource(text), text).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
