import { randomUUID } from 'node:crypto';
import { type Connection, settings } from '../connection.ts';
import { buildFailure } from './build-failure.ts';
import { BuildKitProgress } from './build-progress.ts';
import { buildQuery } from './build-query.ts';
import { openBuildSession } from './build-session.ts';
import type { PreparedBuild } from './prepared-build.ts';
import { errorOf, type ProgressRecord, readRecords } from './progress-record.ts';

/** Builds through BuildKit. Answers the image's id. */
export async function buildWithBuildKit(
  connection: Connection,
  build: PreparedBuild,
  signal: AbortSignal | undefined,
): Promise<string> {
  const session = await openBuildSession(connection, build, signal);
  const buildId = randomUUID();
  const query = buildQuery(build.request, {
    version: '2',
    session: session.id,
    buildid: buildId,
    remote: build.source.kind === 'folder' ? 'client-session' : build.source.address,
    dockerfile: session.dockerfile,
  });
  const cancel = () => {
    // Closing the connection alone leaves the engine at work until its next write.
    connection
      .ask('cancel a build', undefined, (abortSignal) =>
        connection.dial({
          method: 'POST',
          path: '/build/cancel?',
          options: settings(abortSignal, { id: buildId }),
        }),
      )
      .catch(() => {});
  };
  signal?.addEventListener('abort', cancel);
  try {
    return await runBuild(connection, query, build, signal);
  } finally {
    signal?.removeEventListener('abort', cancel);
    session.close();
  }
}

async function runBuild(
  connection: Connection,
  query: object,
  build: PreparedBuild,
  signal: AbortSignal | undefined,
): Promise<string> {
  const doing = `build ${build.request.tags[0] ?? build.request.context}`;
  const progress = new BuildKitProgress(build.request.onProgress);
  const stream = await connection.open(doing, signal, (abortSignal) =>
    // No file: the builder asks for what it needs, in the session.
    connection.docker.buildImage('', settings(abortSignal, query)),
  );
  let image: string | undefined;
  try {
    for await (const record of readRecords(stream)) {
      const reason = errorOf(record);
      if (reason !== undefined) {
        signal?.throwIfAborted();
        throw buildFailure(build, reason, progress.failedStep());
      }
      if (record.id === 'moby.buildkit.trace' && typeof record.aux === 'string') progress.record(record.aux);
      if (record.id === 'moby.image.id') image = imageId(record);
    }
  } catch (thrown) {
    throw connection.failure(thrown, doing, signal);
  }
  signal?.throwIfAborted();
  if (image === undefined) throw buildFailure(build, 'the engine ended it without an image', undefined);
  return image;
}

function imageId(record: ProgressRecord): string | undefined {
  return (record.aux as { ID?: string } | undefined)?.ID;
}
