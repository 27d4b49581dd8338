import { BlockyardError } from '../../shared/index.ts';

/** One piece of output in the engine's multiplexed stream. */
export interface Frame {
  stream: 'stdout' | 'stderr';
  data: Buffer;
}

const headerLength = 8;
/** The engine's frames are some KiB; more than this means that the stream is not multiplexed. */
const longestFrame = 64 * 1024 * 1024;

/**
 * Takes the engine's multiplexed stream apart: each frame has a header of 8 bytes (stream, three zeros, length as
 * a big-endian 32-bit number) and its payload. Pieces may be cut anywhere. Payloads that arrive whole are not copied.
 */
export class FrameDecoder {
  /** What came of a frame that is not whole yet, how long that is, and how long it must be to look again. */
  #pieces: Buffer[] = [];
  #length = 0;
  #needed = headerLength;

  decode(chunk: Buffer): Frame[] {
    const bytes = this.#join(chunk);
    if (bytes === undefined) return [];
    const frames: Frame[] = [];
    let offset = 0;
    let needed = headerLength;
    while (bytes.length - offset >= headerLength) {
      const length = bytes.readUInt32BE(offset + 4);
      needed = headerLength + length;
      if (length > longestFrame || bytes[offset + 1] !== 0) throw notMultiplexed();
      if (bytes.length - offset < needed) break;
      const data = bytes.subarray(offset + headerLength, offset + needed);
      if (length > 0) frames.push({ stream: streamOf(bytes[offset], data), data });
      offset += needed;
      needed = headerLength;
    }
    this.#keep(bytes.subarray(offset), needed);
    return frames;
  }

  #keep(rest: Buffer, needed: number): void {
    this.#pieces = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    this.#needed = needed;
  }

  #join(chunk: Buffer): Buffer | undefined {
    if (this.#length === 0) return chunk;
    this.#pieces.push(chunk);
    this.#length += chunk.length;
    return this.#length < this.#needed ? undefined : Buffer.concat(this.#pieces, this.#length);
  }
}

function streamOf(type: number | undefined, data: Buffer): Frame['stream'] {
  switch (type) {
    case 0: // What is written to stdin, echoed.
    case 1:
      return 'stdout';
    case 2:
      return 'stderr';
    case 3:
      throw new BlockyardError('engine-refused', `The engine broke the output off: ${data.toString()}`);
    default:
      throw notMultiplexed();
  }
}

function notMultiplexed(): BlockyardError {
  return new BlockyardError('internal', 'The engine sent output without frames where frames were expected.');
}
