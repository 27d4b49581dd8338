import type { ContextEntry } from './context.ts';
import type { GrpcCall } from './grpc-server.ts';
import { MessageWriter, readMessage } from './protobuf.ts';

/*
 * BuildKit's file transfer: we tell what there is, it asks for the files that it does not have from the last time, we
 * send those. So a build with nothing changed costs a walk over the context, and only files that the Dockerfile uses
 * are sent at all.
 */

/** What the builder asks to see. More than it asks for does no harm, less would. */
export interface SyncRequest {
  /** Patterns as in `.dockerignore`. */
  exclude: string[];
  /** Paths that it will use; none means all. */
  include: string[];
}

/** A folder of the session: gives its entries in the walk's order. */
export type SyncFolder = (request: SyncRequest) => AsyncIterable<ContextEntry>;

/** Kinds of packet on the wire. */
const packet = { stat: 0, request: 1, data: 2, finish: 3, error: 4 } as const;

/** A chunk of a file. gRPC's limit for a message is 4 MiB. */
const chunkBytes = 256 * 1024;

/** Most files are small: what costs is to open them. */
const filesAtOnce = 16;

/** Serves one `moby.filesync.v1.FileSync/DiffCopy`. */
export async function diffCopy(call: GrpcCall, folder: SyncFolder): Promise<void> {
  const entries: ContextEntry[] = [];
  const tellWhatThereIs = async () => {
    for await (const entry of folder(requestOf(call))) {
      entries.push(entry);
      await call.send(packetOf(packet.stat, (message) => message.bytes(2, statOf(entry))));
    }
    await call.send(packetOf(packet.stat));
  };
  const sending = new Set<Promise<void>>();
  let fail: (reason: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const serveRequests = async () => {
    for await (const message of call.messages) {
      const { kind, id, data } = readPacket(message);
      if (kind === packet.finish) return call.send(packetOf(packet.finish));
      if (kind === packet.error) throw new Error(data.toString());
      if (kind !== packet.request) continue;
      const work = sendFile(call, id, entries[id])
        .catch(fail)
        .finally(() => sending.delete(work));
      sending.add(work);
      if (sending.size >= filesAtOnce) await Promise.race(sending);
    }
  };
  try {
    await Promise.race([Promise.all([tellWhatThereIs(), serveRequests()]), failed]);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    await call.send(packetOf(packet.error, (message) => message.bytes(4, reason))).catch(() => {});
    throw thrown;
  }
}

async function sendFile(call: GrpcCall, id: number, entry: ContextEntry | undefined): Promise<void> {
  const send = (data?: Buffer) =>
    call.send(
      packetOf(packet.data, (message) =>
        data ? message.number(3, id).bytes(4, data) : message.number(3, id),
      ),
    );
  const content = (await entry?.open()) ?? Buffer.alloc(0);
  for await (const chunk of Buffer.isBuffer(content) ? [content] : (content as AsyncIterable<Buffer>))
    for (let start = 0; start < chunk.length; start += chunkBytes)
      await send(chunk.subarray(start, start + chunkBytes));
  await send();
}

function requestOf(call: GrpcCall): SyncRequest {
  return {
    exclude: metadataList(call, 'exclude-patterns'),
    include: [...metadataList(call, 'include-patterns'), ...metadataList(call, 'followpaths')],
  };
}

function metadataList(call: GrpcCall, name: string): string[] {
  const values = call.metadata(name);
  return call.metadata(`${name}-encoded`)[0] === '1' ? values.map(decodeURIComponent) : values;
}

function packetOf(kind: number, fill?: (message: MessageWriter) => MessageWriter): Buffer {
  const message = new MessageWriter();
  if (kind !== 0) message.number(1, kind);
  return (fill?.(message) ?? message).finish();
}

function readPacket(message: Buffer): { kind: number; id: number; data: Buffer } {
  const read = { kind: 0, id: 0, data: Buffer.alloc(0) as Buffer };
  for (const field of readMessage(message)) {
    if (field.number === 1) read.kind = field.value;
    if (field.number === 3) read.id = field.value;
    if (field.number === 4) read.data = field.bytes;
  }
  return read;
}

/** Bits of Go's `os.FileMode`, which is not the mode of POSIX. */
const goMode = { folder: 2 ** 31, link: 2 ** 27, setuid: 2 ** 23, setgid: 2 ** 22, sticky: 2 ** 20 } as const;

/** Owners are left out, which makes them root: those of this machine mean nothing in an image. */
function statOf(entry: ContextEntry): Buffer {
  const stat = new MessageWriter()
    .bytes(1, entry.path)
    .number(2, goModeOf(entry))
    .number(5, entry.size)
    .number(6, entry.modified);
  if (entry.linkTarget !== undefined) stat.bytes(7, entry.linkTarget);
  return stat.finish();
}

function goModeOf({ mode, kind }: ContextEntry): number {
  let bits = mode & 0o777;
  if (kind === 'folder') bits += goMode.folder;
  if (kind === 'link') bits += goMode.link;
  if (mode & 0o4000) bits += goMode.setuid;
  if (mode & 0o2000) bits += goMode.setgid;
  if (mode & 0o1000) bits += goMode.sticky;
  return bits;
}
