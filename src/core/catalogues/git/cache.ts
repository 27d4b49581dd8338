import { randomUUID } from 'node:crypto';
import { access, appendFile, chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GitFailed, type GitProgress, openGit, repositoryAddress } from '../../git/index.ts';
import { CatalogueChanged, CatalogueRefused, CatalogueUnreachable } from '../errors.ts';
import { contentHash, LeadsOut, NotAsListed } from './content-hash.ts';
import { type ListedFile, printable, readListing } from './listing.ts';
import { type CatalogueSource, type LockedSource, shownSource } from './source.ts';

export interface FetchOptions {
  signal?: AbortSignal | undefined;
  progress?: ((progress: GitProgress) => void) | undefined;
}

/** A repository's content at one commit. */
export interface Fetched {
  commit: string;
  hash: string;
  /** Absolute; the root of the repository. */
  folder: string;
}

export interface History {
  /** First lines of the commits, the newest first, at most twenty. */
  subjects: string[];
  /** Whether the commit before is no longer part of it. */
  rewritten: boolean;
}

/**
 * Repositories at commits, below `catalogues` in BLOCKYARD_HOME: each a folder named by its commit, that comes into being
 * as a whole, and whose content is checked in each process before it is used for the first time.
 */
export class CatalogueCache {
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #checked = new Map<string, { stamp: number; hash: Promise<string> }>();

  constructor(home: string, environment: NodeJS.ProcessEnv) {
    this.#folder = join(home, 'catalogues');
    this.#environment = environment;
  }

  /**
   * What the lock says, from the disk if it is there.
   * @throws CatalogueChanged when its content is another, CatalogueUnreachable when it cannot be had
   */
  async open(source: LockedSource, options: FetchOptions = {}): Promise<Fetched> {
    if (!(await this.has(source.commit))) await this.#fetch(source, source.commit, options);
    const hash = await this.#hashOf(source.commit, shownSource(source));
    if (hash !== source.hash) throw new CatalogueChanged(shownSource(source), source.commit);
    return { commit: source.commit, hash, folder: this.#tree(source.commit) };
  }

  /** The newest that the source's ref leads to. @throws CatalogueUnreachable, CatalogueRefused */
  async fetch(source: CatalogueSource, options: FetchOptions = {}): Promise<Fetched> {
    const commit = await this.#fetch(source, undefined, options);
    const hash = await this.#hashOf(commit, shownSource(source));
    return { commit, hash, folder: this.#tree(commit) };
  }

  /** What came between two commits of a source's ref, as far as it can be had. */
  async history(source: CatalogueSource, from: string, to: string, signal?: AbortSignal): Promise<History> {
    const half = join(this.#folder, `.half-${randomUUID()}`);
    await mkdir(half, { recursive: true, mode: 0o700 });
    try {
      const address = repositoryAddress(source.url);
      const git = await openGit({ folder: half, environment: this.#environment, address, signal });
      await git(['init', '--quiet', '--bare']);
      const fetch = ['fetch', '--no-tags', '--no-recurse-submodules', '--filter=tree:0'];
      await git([...fetch, '--', source.url, source.ref ?? 'HEAD']);
      const known = await git(['merge-base', '--is-ancestor', from, to]).then(
        () => true,
        () => false,
      );
      if (!known) return { subjects: [], rewritten: true };
      const log = await git(['log', '--no-show-signature', '--format=%s', '-n', '20', `${from}..${to}`]);
      return { subjects: log.split('\n').filter(Boolean).map(printable), rewritten: false };
    } catch (thrown) {
      if (!(thrown instanceof GitFailed)) throw thrown;
      return { subjects: [], rewritten: false };
    } finally {
      await rm(half, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  async has(commit: string): Promise<boolean> {
    return access(join(this.#folder, commit, 'listing.json')).then(
      () => true,
      () => false,
    );
  }

  /** Answers the commit. */
  async #fetch(source: CatalogueSource, wanted: string | undefined, options: FetchOptions): Promise<string> {
    const shown = shownSource(source);
    const half = join(this.#folder, `.half-${randomUUID()}`);
    const tree = join(half, 'tree');
    await mkdir(tree, { recursive: true, mode: 0o700 });
    try {
      const address = repositoryAddress(source.url);
      const git = await openGit({ folder: tree, environment: this.#environment, address, ...options });
      await git(['init', '--quiet']);
      await useBytesAsTheyAre(join(tree, '.git'));
      const fetch = ['fetch', '--no-tags', '--no-recurse-submodules', '--progress'];
      await git([...fetch, '--depth=1', '--', source.url, wanted ?? source.ref ?? 'HEAD']).catch(
        async (thrown) => {
          if (wanted === undefined || !(thrown instanceof GitFailed)) throw thrown;
          // Not every server gives a commit by its name.
          await git([...fetch, '--', source.url, '+refs/heads/*:refs/all/*', '+refs/tags/*:refs/tags/*']);
        },
      );
      const commit = await git(['rev-parse', '--verify', `${wanted ?? 'FETCH_HEAD'}^{commit}`]).catch(() => {
        throw new GitFailed(
          `the commit ${wanted} was not found: the history of the repository was rewritten`,
        );
      });
      const name = commit.trim();
      if (!(await this.has(name))) await this.#keep(git, name, shown, half);
      return name;
    } catch (thrown) {
      const failed = isLate(thrown) ? new GitFailed('the other side does not answer in time') : thrown;
      throw failed instanceof GitFailed ? new CatalogueUnreachable(shown, failed, wanted) : failed;
    } finally {
      await rm(half, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  async #keep(
    git: (words: string[]) => Promise<string>,
    commit: string,
    shown: string,
    half: string,
  ): Promise<void> {
    const tree = join(half, 'tree');
    const files = readListing(await git(['ls-tree', '-r', '-l', '-z', '--full-tree', commit]), shown);
    await git(['checkout', '--quiet', '--detach', commit]);
    await rm(join(tree, '.git'), { recursive: true, force: true, maxRetries: 5 });
    await contentHash(tree, files).catch((thrown) => {
      throw refusal(thrown, shown);
    });
    await writeFile(join(half, 'listing.json'), JSON.stringify(files));
    await chmod(half, 0o700);
    await rename(half, join(this.#folder, commit)).catch(async (thrown) => {
      // Another process was faster with the same.
      if (!(await this.has(commit))) throw thrown;
    });
  }

  /** Of what lies there; counted again when its folder is another one. */
  async #hashOf(commit: string, shown: string): Promise<string> {
    const listing = join(this.#folder, commit, 'listing.json');
    const { ino: stamp } = await stat(listing);
    const known = this.#checked.get(commit);
    if (known?.stamp === stamp) return await known.hash;
    const hash = readFile(listing, 'utf8')
      .then((text) => contentHash(this.#tree(commit), JSON.parse(text) as ListedFile[]))
      .catch((thrown) => {
        this.#checked.delete(commit);
        throw thrown instanceof NotAsListed || thrown instanceof LeadsOut || thrown instanceof SyntaxError
          ? new CatalogueChanged(shown, commit, thrown)
          : thrown;
      });
    this.#checked.set(commit, { stamp, hash });
    return await hash;
  }

  #tree(commit: string): string {
    return join(this.#folder, commit, 'tree');
  }
}

function isLate(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'TimeoutError';
}

/** Nothing of the repository's attributes or of the user's settings changes a file, and no hook of theirs runs. */
async function useBytesAsTheyAre(gitFolder: string): Promise<void> {
  await mkdir(join(gitFolder, 'info'), { recursive: true });
  await writeFile(
    join(gitFolder, 'info', 'attributes'),
    '* -text -filter -ident -eol -working-tree-encoding\n',
  );
  const none = process.platform === 'win32' ? 'NUL' : '/dev/null';
  await appendFile(join(gitFolder, 'config'), `[core]\n\thooksPath = ${none}\n\tautocrlf = false\n`);
}

function refusal(thrown: unknown, shown: string): unknown {
  if (thrown instanceof LeadsOut)
    return new CatalogueRefused(
      shown,
      `${thrown.path} is a symlink that leads out of it, or nowhere`,
      'Put a file in its place.',
    );
  if (thrown instanceof NotAsListed)
    return new CatalogueRefused(
      shown,
      thrown.message,
      'Rename the file: this system cannot keep it as it is.',
    );
  return thrown;
}
