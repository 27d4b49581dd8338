import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { type Connection, settings } from '../connection.ts';
import { uploadOf } from '../upload.ts';
import { dockerfileOf } from './build-context.ts';
import { buildFailure } from './build-failure.ts';
import { buildQuery } from './build-query.ts';
import { ClassicProgress } from './classic-progress.ts';
import { type ContextEntry, ignoring, memoryFile, readIgnorePatterns, walkContext } from './context.ts';
import { type Credentials, registryConfig } from './credentials.ts';
import { parseDockerfile } from './dockerfile.ts';
import { findImages } from './dockerfile-images.ts';
import type { PreparedBuild } from './prepared-build.ts';
import { errorOf, readRecords } from './progress-record.ts';
import { parseReference } from './reference.ts';

/** Builds with the classic builder (Podman's API is one, too): the whole context goes out as a tar. */
export async function buildWithClassicBuilder(
  connection: Connection,
  build: PreparedBuild,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { request, source } = build;
  const doing = `build ${request.tags[0] ?? request.context}`;
  const sent =
    source.kind === 'remote'
      ? { query: { remote: source.address, dockerfile: String(source.dockerfile) }, body: undefined }
      : await contextTar(build, source.root, source.dockerfile.file);
  const progress = new ClassicProgress(request.onProgress);
  let image: string | undefined;
  try {
    // The types lack this form. In the other, dockerode encodes it in a way that engines can't read always.
    const registryconfig: unknown = { base64: registryConfig(await credentialsFor(build)) };
    const stream = await connection.open(doing, signal, (abortSignal) =>
      connection.docker.buildImage(sent.body ?? '', {
        ...settings(abortSignal, buildQuery(request, sent.query)),
        registryconfig: registryconfig as Docker.RegistryConfig,
      }),
    );
    for await (const record of readRecords(stream)) {
      const reason = errorOf(record);
      if (reason !== undefined) throw buildFailure(build, reason, progress.fail(reason));
      if (record.stream !== undefined) progress.output(record.stream);
      image = (record.aux as { ID?: string } | undefined)?.ID ?? image;
    }
  } catch (thrown) {
    throw connection.failure(thrown, doing, signal);
  } finally {
    sent.body?.destroy();
  }
  signal?.throwIfAborted();
  progress.end();
  if (image === undefined) throw buildFailure(build, 'the engine ended it without an image', undefined);
  return image;
}

/** The context as a tar, with the Dockerfile in it under a name that the builder takes out again after reading. */
async function contextTar(
  build: PreparedBuild,
  root: string,
  file: string | undefined,
): Promise<{ query: { dockerfile: string }; body: Readable }> {
  const text = build.dockerfileText ?? '';
  const patterns = await readIgnorePatterns(root, file);
  const inside = file === undefined ? undefined : relative(root, file).split(sep).join('/');
  const filter = ignoring(patterns);
  const unchanged = dockerfileOf(build.source)?.text === text;
  const inPlace = inside !== undefined && !inside.startsWith('..') && filter.keeps(inside) && unchanged;
  const name = inPlace
    ? inside
    : `.blockyard-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  const added = inPlace
    ? []
    : [
        memoryFile(name, Buffer.from(text), 0n),
        memoryFile('.dockerignore', Buffer.from([...patterns, name, '.dockerignore', ''].join('\n')), 0n),
      ];
  return { query: { dockerfile: name }, body: uploadOf(tarOf(added, walkContext(root, filter))) };
}

function tarOf(added: ContextEntry[], context: AsyncIterable<ContextEntry>): Readable {
  const archive = pack();
  const names = new Set(added.map(({ path }) => path));
  const fill = async () => {
    for (const entry of added) await addEntry(entry);
    for await (const entry of context) if (!names.has(entry.path)) await addEntry(entry);
    archive.finalize();
  };
  const addEntry = async (entry: ContextEntry) => {
    const content = await entry.open();
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error | null) => (error ? reject(error) : resolve());
      const header = {
        name: entry.kind === 'folder' ? `${entry.path}/` : entry.path,
        mode: entry.mode,
        mtime: new Date(Number(entry.modified / 1_000_000n)),
        size: entry.size,
        type: ({ file: 'file', folder: 'directory', link: 'symlink' } as const)[entry.kind],
        ...(entry.linkTarget !== undefined && { linkname: entry.linkTarget }),
      };
      const target = archive.entry(header, settle);
      if (entry.kind !== 'file') return;
      if (Buffer.isBuffer(content)) target.end(content);
      else content.once('error', reject).pipe(target);
    });
  };
  fill().catch((error) => archive.destroy(error));
  // The connection knows Node's own streams only.
  return Readable.from(archive as AsyncIterable<Buffer>, { objectMode: false });
}

async function credentialsFor(build: PreparedBuild): Promise<Map<string, Credentials>> {
  const found = new Map<string, Credentials>();
  const text = build.dockerfileText ?? '';
  for (const { name } of findImages(parseDockerfile(text), build.request.args ?? {})) {
    const { registry } = parseReference(name);
    const { credentials } = await build.credentials.find(registry);
    if (credentials) found.set(registry, credentials);
  }
  return found;
}
