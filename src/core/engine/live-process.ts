import { type Duplex, Readable, Writable } from 'node:stream';
import type { LiveProcess } from './engine.ts';
import { FrameDecoder } from './frames.ts';

export interface LiveProcessParts {
  /** The connection that the engine handed over. */
  socket: Duplex;
  tty: boolean;
  stdin: boolean;
  resize(columns: number, rows: number): Promise<void>;
  exitCode: Promise<number>;
  /** Turns what broke the connection into an error for people. */
  failure(thrown: unknown): unknown;
  onClose?(): void;
}

/** The streams of a process over one taken-over connection. A slow reader slows the process down, as a pipe does. */
export function createLiveProcess(parts: LiveProcessParts): LiveProcess {
  const { socket, tty } = parts;
  const resume = () => {
    socket.resume();
  };
  const stdout = new Readable({ read: resume });
  const stderr = new Readable({ read: resume });
  const streams = { stdout, stderr };
  // Whoever does not listen to a stream or wait for the exit code must not be brought down by its failure.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
  parts.exitCode.catch(() => {});
  if (tty) stderr.push(null);

  const decoder = new FrameDecoder();
  socket.on('data', (chunk: Buffer) => {
    try {
      const frames = tty ? [{ stream: 'stdout', data: chunk } as const] : decoder.decode(chunk);
      for (const { stream, data } of frames) if (!streams[stream].push(data)) socket.pause();
    } catch (error) {
      socket.destroy(error as Error);
    }
  });
  socket.once('end', () => {
    stdout.push(null);
    if (!tty) stderr.push(null);
  });
  socket.on('error', (thrown) => {
    const error = parts.failure(thrown) as Error;
    for (const stream of [stdout, stderr]) if (!stream.readableEnded) stream.destroy(error);
  });
  socket.once('close', () => {
    // Nothing more can come. A stream that has ended already does not mind.
    if (!socket.readableEnded) for (const stream of [stdout, stderr]) stream.destroy();
  });
  return {
    stdin: parts.stdin ? stdinOf(socket) : undefined,
    stdout,
    stderr,
    resize: parts.resize,
    exitCode: parts.exitCode,
    close() {
      parts.onClose?.();
      socket.destroy();
    },
  };
}

/** The writing half alone: ending it ends the input, and the output still comes. */
function stdinOf(socket: Duplex): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!socket.writable) done();
      else socket.write(chunk, done);
    },
    final: (done) => {
      if (socket.writable) socket.end(done);
      else done();
    },
  }).on('error', () => {
    // The process has gone away before it read all; that is for its exit code to tell.
  });
}
