/*
 * As much of protobuf's wire format as BuildKit's small messages need. A schema library would cost more start-up time
 * than a build with nothing to do takes.
 */

/** Writes fields one after the other; a field with its zero value may be left out by the caller. */
export class MessageWriter {
  readonly #parts: Buffer[] = [];

  number(field: number, value: number | bigint): this {
    this.#parts.push(varint(field * 8), varint(value));
    return this;
  }

  /** Text, bytes or an encoded message. */
  bytes(field: number, value: string | Buffer): this {
    const data = typeof value === 'string' ? Buffer.from(value) : value;
    this.#parts.push(varint(field * 8 + 2), varint(data.length), data);
    return this;
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

export interface Field {
  number: number;
  /** What a varint or a fixed number holds; 0 for bytes. */
  value: number;
  /** Empty for numbers. */
  bytes: Buffer;
}

const none = Buffer.alloc(0);

/** The fields of a message in their order. Throws a RangeError when it is cut off. */
export function* readMessage(message: Buffer): Generator<Field> {
  let offset = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message.readUInt8(offset++);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  const readBytes = (length: number): Buffer => {
    if (offset + length > message.length) throw new RangeError('A protobuf message is cut off.');
    offset += length;
    return message.subarray(offset - length, offset);
  };
  while (offset < message.length) {
    const key = readVarint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        yield { number, value: readVarint(), bytes: none };
        break;
      case 1:
        yield { number, value: Number(readBytes(8).readBigUInt64LE()), bytes: none };
        break;
      case 2:
        yield { number, value: 0, bytes: readBytes(readVarint()) };
        break;
      case 5:
        yield { number, value: readBytes(4).readUInt32LE(), bytes: none };
        break;
      default:
        throw new RangeError(`A protobuf message has a field of the unknown wire type ${key % 8}.`);
    }
  }
}

function varint(value: number | bigint): Buffer {
  if (typeof value === 'number' && value >= 0 && value < 0x80) return Buffer.of(value);
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
