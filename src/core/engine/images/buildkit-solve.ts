import { randomUUID } from 'node:crypto';
import { type Connection, settings } from '../connection.ts';
import { buildFailure } from './build-failure.ts';
import { BuildKitProgress } from './build-progress.ts';
import { openBuildSession } from './build-session.ts';
import { decodeTrace } from './build-trace.ts';
import { createGrpcClient, type GrpcClient } from './grpc-client.ts';
import { GrpcError } from './grpc-frames.ts';
import type { PreparedBuild } from './prepared-build.ts';
import { MessageWriter, readMessage } from './protobuf.ts';

/*
 * BuildKit's own API, which the engine serves at `/grpc`. It can do what `POST /build` has no words for: additional
 * contexts, and a Dockerfile of ours on a context that the engine fetches.
 */

/** Builds through BuildKit's own API. Answers the image's id. */
export async function buildWithSolve(
  connection: Connection,
  build: PreparedBuild,
  signal: AbortSignal | undefined,
): Promise<string> {
  const doing = `build ${build.request.tags[0] ?? build.request.context}`;
  const progress = new BuildKitProgress(build.request.onProgress);
  const session = await openBuildSession(connection, build, signal);
  try {
    const socket = await connection.takeOver(doing, signal, (abortSignal) =>
      connection.upgrade('h2c', { method: 'POST', path: '/grpc', options: settings(abortSignal) }),
    );
    const client = createGrpcClient(socket);
    try {
      const reference = randomUUID().replaceAll('-', '');
      const request = solveRequest(build, { reference, session: session.id, dockerfile: session.dockerfile });
      const [image] = await Promise.all([
        solve(client, request, signal),
        followStatus(client, reference, progress, signal),
      ]);
      if (image === undefined) throw buildFailure(build, 'the engine ended it without an image', undefined);
      return image;
    } finally {
      client.close();
    }
  } catch (thrown) {
    signal?.throwIfAborted();
    if (thrown instanceof GrpcError) throw buildFailure(build, thrown.message, progress.failedStep());
    throw connection.failure(thrown, doing, signal);
  } finally {
    session.close();
  }
}

async function solve(
  client: GrpcClient,
  request: Buffer,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  for await (const answer of client.call('/moby.buildkit.v1.Control/Solve', request, signal)) {
    const response = new Map<string, string>();
    for (const field of readMessage(answer)) if (field.number === 1) response.set(...readEntry(field.bytes));
    return response.get('containerimage.config.digest') ?? response.get('containerimage.digest');
  }
  return undefined;
}

async function followStatus(
  client: GrpcClient,
  reference: string,
  progress: BuildKitProgress,
  signal: AbortSignal | undefined,
): Promise<void> {
  const request = new MessageWriter().bytes(1, reference).finish();
  try {
    for await (const message of client.call('/moby.buildkit.v1.Control/Status', request, signal))
      progress.add(decodeTrace(message));
  } catch (thrown) {
    // The build itself tells what went wrong; without a status it goes on all the same.
    if (!(thrown instanceof GrpcError)) throw thrown;
  }
}

interface SolveNames {
  reference: string;
  session: string;
  dockerfile: string;
}

function solveRequest(build: PreparedBuild, names: SolveNames): Buffer {
  const { request } = build;
  const message = new MessageWriter().bytes(1, names.reference).bytes(3, 'moby');
  if (request.tags.length > 0) message.bytes(4, entry('name', request.tags.join(',')));
  message.bytes(5, names.session).bytes(6, 'dockerfile.v0');
  for (const [key, value] of Object.entries(frontendAttributes(build, names.dockerfile)))
    message.bytes(7, entry(key, value));
  return message.bytes(8, cacheOptions(build)).finish();
}

/** The same words that `POST /build` is turned into by the engine, and those for what it does not know. */
function frontendAttributes({ request, source, folderContexts }: PreparedBuild, dockerfile: string) {
  const attributes: Record<string, string> = { filename: dockerfile };
  const set = (key: string, value: string | undefined) => {
    if (value !== undefined && value !== '') attributes[key] = value;
  };
  if (source.kind === 'remote') {
    attributes['context'] = source.address;
    if (typeof source.dockerfile !== 'string') attributes['dockerfilekey'] = 'dockerfile';
  }
  for (const [name, context] of Object.entries(request.additionalContexts ?? {}))
    attributes[`context:${name}`] = folderContexts.has(name) ? `local:${name}` : context;
  for (const [name, value] of Object.entries(request.args ?? {})) attributes[`build-arg:${name}`] = value;
  for (const [name, value] of Object.entries(request.labels ?? {})) attributes[`label:${name}`] = value;
  set('target', request.target);
  set('platform', request.platforms?.[0]);
  set('force-network-mode', request.network === 'default' ? undefined : request.network);
  set('add-hosts', request.extraHosts?.map((host) => host.replace(/[:=]/, '=')).join(','));
  set('shm-size', request.shmSize?.toString());
  set('ulimit', request.ulimits?.map(({ Name, Soft, Hard }) => `${Name}=${Soft}:${Hard}`).join(','));
  if (request.noCache) attributes['no-cache'] = '';
  attributes['image-resolve-mode'] = request.pull ? 'pull' : 'default';
  return attributes;
}

/** Caches to read, which are images. One to write goes into the image, by an argument. */
function cacheOptions({ request }: PreparedBuild): Buffer {
  const message = new MessageWriter();
  for (const image of request.cacheFrom ?? [])
    message.bytes(5, new MessageWriter().bytes(1, 'registry').bytes(2, entry('ref', image)).finish());
  if (request.args?.['BUILDKIT_INLINE_CACHE'] === '1')
    message.bytes(4, new MessageWriter().bytes(1, 'inline').finish());
  return message.finish();
}

/** An entry of a map is a message of its key and its value. */
function entry(key: string, value: string): Buffer {
  return new MessageWriter().bytes(1, key).bytes(2, value).finish();
}

function readEntry(message: Buffer): [string, string] {
  const read: [string, string] = ['', ''];
  for (const { number, bytes } of readMessage(message)) {
    if (number === 1) read[0] = bytes.toString();
    if (number === 2) read[1] = bytes.toString();
  }
  return read;
}
