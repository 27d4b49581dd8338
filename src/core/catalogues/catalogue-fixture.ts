import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** For tests: a folder of files that goes away with the scope that holds it. */
export class CatalogueFixture implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(files: Record<string, string> = {}): Promise<CatalogueFixture> {
    const fixture = new CatalogueFixture(await realpath(await mkdtemp(join(tmpdir(), 'bytest-catalogue-'))));
    await fixture.write(files);
    return fixture;
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  async write(files: Record<string, string>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(this.path(name)), { recursive: true });
      await writeFile(this.path(name), text);
    }
  }

  /** Real git in a folder of the fixture, with nobody's settings. */
  async git(folder: string, ...words: string[]): Promise<string> {
    const { stdout } = await run('git', words, {
      cwd: this.path(folder),
      env: {
        PATH: process.env['PATH'],
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: 'Test',
        GIT_AUTHOR_EMAIL: 'test@example.com',
        GIT_COMMITTER_NAME: 'Test',
        GIT_COMMITTER_EMAIL: 'test@example.com',
      },
    });
    return stdout.trim();
  }

  /** A repository of these files, on branch `main`; answers its address. */
  async repository(folder: string, files: Record<string, string>): Promise<string> {
    await mkdir(this.path(folder), { recursive: true });
    await this.git(folder, 'init', '--quiet', '--initial-branch=main');
    await this.commit(folder, files);
    return `file://${this.path(folder)}`;
  }

  /** Answers the commit. */
  async commit(folder: string, files: Record<string, string>): Promise<string> {
    await this.write(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [join(folder, name), text])),
    );
    await this.git(folder, 'add', '--all');
    await this.git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'A change');
    return this.git(folder, 'rev-parse', 'HEAD');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** As much of a block.yaml as a catalogue looks at. */
export const blockText = (name: string, version: string) =>
  `# A block\nblock: ${name}\nversion: ${version} # semantic\n`;
