import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BlockyardError, ManyErrors } from '../../shared/index.ts';
import { loadProject } from './load.ts';
import type { ComposeProject } from './model.ts';
import type { LoadRequest } from './request.ts';

/** For tests: a folder of files that goes away with the scope that holds it. */
export class ProjectFixture implements Disposable {
  readonly directory: string;

  constructor(files: Record<string, string>) {
    this.directory = realpathSync(mkdtempSync(join(tmpdir(), 'bytest-compose-')));
    for (const [name, text] of Object.entries(files)) {
      const path = this.path(name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** Loads the project with a shell that has no variables but those of the request. */
  load(request: Partial<LoadRequest> = {}): Promise<ComposeProject> {
    return loadProject({ workingDirectory: this.directory, environment: {}, ...request });
  }

  /** What is wrong with the project, each with its place below the folder: `compose.yaml:3:5 message`. */
  async errors(request: Partial<LoadRequest> = {}): Promise<string[]> {
    try {
      await this.load(request);
      return [];
    } catch (thrown) {
      const errors = thrown instanceof ManyErrors ? thrown.errors : [thrown as BlockyardError];
      return errors.map((error) => this.describe(error));
    }
  }

  /** A message with its place, without the folder's own name. */
  describe({ message, where }: Pick<BlockyardError, 'message' | 'where'>): string {
    const place = where ? [where.file, where.line, where.column].filter((part) => part !== undefined) : [];
    return [place.join(':'), message].join(' ').replaceAll(`${this.directory}/`, '').trim();
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
