import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockyardError } from '../../shared/index.ts';
import { CatalogueFixture } from './catalogue-fixture.ts';
import { readListing } from './git/listing.ts';
import { parseSource } from './git/source.ts';
import { readLock } from './lock.ts';
import { openCatalogues } from './open.ts';

/** Whatever comes, the answer is a value or an error of ours. */
function orOurs<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(BlockyardError);
    return undefined;
  }
}

const part = fc.constantFrom(
  '..',
  '.',
  'a',
  '/',
  '\\',
  '@',
  '#',
  ':',
  '-',
  '~',
  '\n',
  'é',
  '.git',
  ' ',
  '\0',
);
const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(part, { maxLength: 8 }).map((all) => all.join('')),
);

describe('hostile text', { timeout: 60_000 }, () => {
  it('as an address gives no option, no refspec and no other way than those of git itself', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.constantFrom('', 'https://a.example/', 'git@a.example:', 'ext::'), odd),
        (words) => {
          const source = orOurs(() => parseSource(words.join('')));
          if (!source) return;
          expect(source.url).not.toMatch(/^-|^ext::|[\s\0]/);
          expect(source.ref ?? 'main').toMatch(/^[A-Za-z0-9_][^:+~^\s]*$|^[A-Za-z0-9_][A-Za-z0-9._/+-]*$/);
        },
      ),
    );
  });

  it('as a name in a commit leads nowhere else', () => {
    fc.assert(
      fc.property(odd, (name) => {
        const entry = `100644 blob ${'0'.repeat(40)}       1\t${name}\0`;
        const files = orOurs(() => readListing(entry, 'file:///team')) ?? [];
        for (const { path } of files) expect(path.split('/')).not.toContain('..');
        for (const { path } of files) expect(path).not.toMatch(/^\/|\\|\0|(^|\/)\.git(\/|$)/i);
      }),
    );
  });

  it('as a reference finds nothing outside of the project', async () => {
    await using fixture = await CatalogueFixture.make({
      'block.yaml': 'block: outside\nversion: 1.0.0\n',
      'project/block.yaml': 'block: inside\nversion: 1.0.0\n',
      'resources/blocks/.keep': '',
    });
    const catalogues = openCatalogues({
      folder: fixture.path('home'),
      environment: {},
      resources: fixture.path('resources'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          odd,
          odd.map((text) => `./${text}`),
        ),
        async (reference) => {
          const found = await catalogues.find(reference, fixture.path('project')).catch((thrown) => {
            expect(thrown).toBeInstanceOf(BlockyardError);
          });
          expect(found?.name ?? 'inside').toBe('inside');
        },
      ),
    );
  });

  it('as a lock is refused in words', async () => {
    await using fixture = await CatalogueFixture.make();
    const lines = fc.constantFrom(
      ...[
        'version: 1',
        'catalogues:',
        '  a: { url: x }',
        '  __proto__: {}',
        'blocks: []',
        '  b: *x',
        '<<<<<<<',
        '&x [*x]',
      ],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          odd,
          fc.array(lines, { maxLength: 6 }).map((all) => all.join('\n')),
        ),
        async (text) => {
          await fixture.write({ 'blockyard.lock': text });
          await readLock(fixture.folder).catch((thrown) => expect(thrown).toBeInstanceOf(BlockyardError));
        },
      ),
    );
  });
});
