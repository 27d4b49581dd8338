import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BlockyardError, formatWhere, ManyErrors } from '../../shared/index.ts';
import type { StackProject } from '../blocks/index.ts';
import { openSecrets, type SecretStore } from '../secrets/index.ts';
import { loadStack, type StackRequest } from './load-stack.ts';

/** What every block must say. */
export const blockHead = (name: string, version = '1.0.0') => `block: ${name}
version: ${version}
title: ${name}
description: For tests.
owner: { name: Platform }
licence: { name: MIT }
provenance: { publisher: Platform }
`;

/** For tests: a folder with a stack in it, and a user's secrets, that go away with the scope that holds it. */
export class StackFixture implements Disposable {
  readonly folder: string;
  readonly secrets: SecretStore;
  readonly #root: string;
  readonly #environment: Record<string, string>;

  /** Of files named `blocks/NAME/block.yaml` the head need not be written. */
  constructor(files: Record<string, string>) {
    this.#root = realpathSync(mkdtempSync(join(tmpdir(), 'bytest-stack-')));
    this.folder = join(this.#root, 'shop');
    mkdirSync(this.folder);
    this.#environment = { BLOCKYARD_HOME: join(this.#root, 'home'), BLOCKYARD_KEYCHAIN: 'off' };
    this.secrets = openSecrets({ environment: this.#environment });
    this.write(files);
  }

  write(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      const block = /^blocks\/([^/]+)\/block\.yaml$/.exec(name)?.[1];
      writeFileSync(path, block && !text.startsWith('block:') ? blockHead(block) + text : text);
    }
  }

  /** With the user's secrets and a shell that has no variables but those of the request. */
  load(request: Partial<StackRequest> = {}): Promise<StackProject> {
    return loadStack({
      workingDirectory: this.folder,
      secrets: this.secrets,
      ...request,
      environment: { ...this.#environment, ...request.environment },
    });
  }

  /** What is wrong, each `file:line:column message remedy`, files from the project's folder on. */
  async mistakes(request: Partial<StackRequest> = {}): Promise<string[]> {
    try {
      await this.load(request);
      return [];
    } catch (thrown) {
      const errors = thrown instanceof ManyErrors ? thrown.errors : [thrown as BlockyardError];
      return errors.map(({ where, message, remedy }) =>
        [where && formatWhere(where), message, remedy]
          .filter((part) => part !== undefined)
          .join(' ')
          .replaceAll(`${this.folder}/`, '')
          .replaceAll(this.folder, '.'),
      );
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
