import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Connection } from '../connection.ts';
import { type BuildSource, dockerfileFolder, dockerfileOf } from './build-context.ts';
import { walkUsed } from './context.ts';
import type { SyncFolder } from './file-sync.ts';
import type { PreparedBuild } from './prepared-build.ts';
import { openSession, type Session } from './session.ts';

export interface BuildSession extends Session {
  /** The Dockerfile's name in its folder, or its path in a context that the engine fetches. */
  readonly dockerfile: string;
}

/** The session of a build, with all that it may ask for. */
export async function openBuildSession(
  connection: Connection,
  build: PreparedBuild,
  signal: AbortSignal | undefined,
): Promise<BuildSession> {
  const { source, request, dockerfileText } = build;
  const folders: Record<string, SyncFolder> = {};
  for (const [name, root] of build.folderContexts) folders[name] = (use) => walkUsed(root, use);
  if (source.kind === 'folder') folders['context'] = (use) => walkUsed(source.root, use);
  const own = dockerfileOf(source);
  const dockerfile = own && dockerfileFolder(own, dockerfileText ?? own.text);
  if (dockerfile) folders['dockerfile'] = dockerfile.folder;
  const session = await openSession(
    connection,
    {
      folders,
      secrets: build.secrets,
      agents: build.agents,
      async credentials(registry) {
        const { credentials, problem } = await build.credentials.find(registry);
        if (problem) request.onProgress?.({ kind: 'warning', text: problem.message });
        return credentials;
      },
    },
    { sharedKey: sharedKeyOf(source), signal },
  );
  return { ...session, dockerfile: dockerfile?.name ?? String(source.dockerfile) };
}

/** The builder keeps what it was sent by this key and next time takes what differs: one for each context. */
function sharedKeyOf(source: BuildSource): string {
  const where = source.kind === 'folder' ? source.root : source.address;
  return createHash('sha256').update(`${hostname()}\0${where}`).digest('hex');
}
