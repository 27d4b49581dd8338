import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { BuildRequest } from '../engine.ts';
import { memoryFile, walkUsed } from './context.ts';
import { BuildContextError, BuildUnsupportedError, DockerfileNotFoundError } from './errors.ts';
import type { SyncFolder } from './file-sync.ts';

/** What a build is made from. */
export type BuildSource =
  | { kind: 'folder'; root: string; dockerfile: DockerfileSource }
  /** An address that the engine fetches itself. `dockerfile` is a path in what it finds there. */
  | { kind: 'remote'; address: string; dockerfile: string };

export interface DockerfileSource {
  /** Where it is on this machine; undefined when it was written inline. */
  file: string | undefined;
  text: string;
}

/** Reads the Dockerfile and looks whether the context is there. */
export async function findBuildSource(request: BuildRequest): Promise<BuildSource> {
  if (isRemoteContext(request.context)) {
    if (request.dockerfileInline !== undefined)
      throw new BuildUnsupportedError(
        `The build of ${request.context} has a \`dockerfile_inline\`, which the engine can't put on top of a context that it fetches itself.`,
        'Clone the repository and give its folder as the context.',
      );
    return { kind: 'remote', address: request.context, dockerfile: request.dockerfile ?? 'Dockerfile' };
  }
  const root = resolve(request.context);
  const stats = await stat(root).catch((cause) => {
    throw new BuildContextError(root, 'there is no such folder', cause);
  });
  if (!stats.isDirectory()) throw new BuildContextError(root, 'it is not a folder');
  return { kind: 'folder', root, dockerfile: await readDockerfile(root, request) };
}

async function readDockerfile(root: string, request: BuildRequest): Promise<DockerfileSource> {
  if (request.dockerfileInline !== undefined) return { file: undefined, text: request.dockerfileInline };
  const file = resolve(root, request.dockerfile ?? 'Dockerfile');
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw new DockerfileNotFoundError(file);
    throw new BuildContextError(file, 'the Dockerfile can not be read', cause);
  }
}

/** Addresses as the engine takes them: git, http, and the short forms of both. */
export function isRemoteContext(context: string): boolean {
  return /^(?:https?|git|ssh):\/\/|^git@|^github\.com\//.test(context);
}

/** The folders of a session for a build from a folder. `text` is what goes to the builder as the Dockerfile. */
export function sessionFolders(
  root: string,
  dockerfile: DockerfileSource,
  text: string,
): { name: string; folders: Record<string, SyncFolder> } {
  const name = dockerfile.file === undefined ? 'Dockerfile' : basename(dockerfile.file);
  return {
    name,
    folders: {
      context: (use) => walkUsed(root, use),
      dockerfile: async function* () {
        yield contentFile(name, Buffer.from(text));
        const ignoreFile =
          dockerfile.file && (await readFile(`${dockerfile.file}.dockerignore`).catch(() => undefined));
        if (ignoreFile) yield contentFile(`${name}.dockerignore`, ignoreFile);
      },
    },
  };
}

/** The builder takes a file as unchanged by its size and time, so the time is made from the content. */
function contentFile(name: string, content: Buffer) {
  const nanoseconds = createHash('sha256').update(content).digest().readBigUInt64BE() >> 4n;
  return memoryFile(name, content, nanoseconds);
}
