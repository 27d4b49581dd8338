import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { BuildRequest } from '../engine.ts';
import { memoryFile } from './context.ts';
import { BuildContextError, DockerfileNotFoundError } from './errors.ts';
import type { SyncFolder } from './file-sync.ts';

/** What a build is made from. */
export type BuildSource =
  | { kind: 'folder'; root: string; dockerfile: DockerfileSource }
  /** An address that the engine fetches itself. `dockerfile` is a path in what it finds there, or was written inline. */
  | { kind: 'remote'; address: string; dockerfile: string | DockerfileSource };

export interface DockerfileSource {
  /** Where it is on this machine; undefined when it was written inline. */
  file: string | undefined;
  text: string;
}

/** The Dockerfile that is in our hands: not one in a context that the engine fetches. */
export function dockerfileOf({ dockerfile }: BuildSource): DockerfileSource | undefined {
  return typeof dockerfile === 'string' ? undefined : dockerfile;
}

/** Reads the Dockerfile and looks whether the context is there. */
export async function findBuildSource(request: BuildRequest): Promise<BuildSource> {
  if (isRemoteContext(request.context)) {
    const { context, dockerfile = 'Dockerfile', dockerfileInline: text } = request;
    return {
      kind: 'remote',
      address: context,
      dockerfile: text === undefined ? dockerfile : { file: undefined, text },
    };
  }
  const root = await findFolder(request.context);
  return { kind: 'folder', root, dockerfile: await readDockerfile(root, request) };
}

/** The additional contexts that are folders of this machine. */
export async function findFolderContexts({
  additionalContexts = {},
}: BuildRequest): Promise<Map<string, string>> {
  const folders = new Map<string, string>();
  for (const [name, context] of Object.entries(additionalContexts))
    if (!isRemoteContext(context) && !/^[a-z-]+:\/\//.test(context))
      folders.set(name, await findFolder(context));
  return folders;
}

async function findFolder(context: string): Promise<string> {
  const root = resolve(context);
  const stats = await stat(root).catch((cause) => {
    throw new BuildContextError(root, 'there is no such folder', cause);
  });
  if (!stats.isDirectory()) throw new BuildContextError(root, 'it is not a folder');
  return root;
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

/** The Dockerfile as a folder of the session; `text` is what goes to the builder. The name is that of the file in it. */
export function dockerfileFolder(
  source: DockerfileSource,
  text: string,
): { name: string; folder: SyncFolder } {
  const name = source.file === undefined ? 'Dockerfile' : basename(source.file);
  return {
    name,
    folder: async function* () {
      yield contentFile(name, Buffer.from(text));
      const ignoreFile =
        source.file && (await readFile(`${source.file}.dockerignore`).catch(() => undefined));
      if (ignoreFile) yield contentFile(`${name}.dockerignore`, ignoreFile);
    },
  };
}

/** The builder takes a file as unchanged by its size and time, so the time is made from the content. */
function contentFile(name: string, content: Buffer) {
  const nanoseconds = createHash('sha256').update(content).digest().readBigUInt64BE() >> 4n;
  return memoryFile(name, content, nanoseconds);
}
