import type { Address } from './address.ts';
import type { Wire } from './wire.ts';

/** AMQP 0-9-1: the server starts, the client says who it is, and is either tuned or closed. */
export async function greetAmqp(wire: Wire, { user, password }: Address): Promise<string> {
  wire.write(Buffer.from([...Buffer.from('AMQP'), 0, 0, 9, 1]));
  await expectMethod(wire, 10, 10);
  const response = Buffer.from(`\0${user}\0${password}`);
  const body = Buffer.concat([
    Buffer.from([0, 10, 0, 11, 0, 0, 0, 0, 5]),
    Buffer.from('PLAIN'),
    uint32(response.length),
    response,
    Buffer.from([5]),
    Buffer.from('en_US'),
  ]);
  wire.write(Buffer.concat([Buffer.from([1, 0, 0]), uint32(body.length), body, Buffer.from([0xce])]));
  await expectMethod(wire, 10, 30);
  return `logged in as ${user}`;
}

async function expectMethod(wire: Wire, classId: number, methodId: number): Promise<void> {
  const head = await wire.read(7);
  if (head[0] !== 1) throw new Error('it does not speak AMQP 0-9-1');
  const body = await wire.read(head.readUInt32BE(3) + 1);
  const [isClass, isMethod] = [body.readUInt16BE(0), body.readUInt16BE(2)];
  if (isClass === classId && isMethod === methodId) return;
  if (isClass === 10 && isMethod === 50)
    throw new Error(`it refuses: ${body.subarray(7, 7 + (body[6] ?? 0)).toString()}`);
  throw new Error(`it answers with method ${isClass}.${isMethod}`);
}

/** MongoDB's `hello`, as a message with one document. */
export async function greetMongo(wire: Wire): Promise<string> {
  const fields = Buffer.concat([
    Buffer.from('\x10hello\0'),
    int32(1),
    Buffer.from('\x02$db\0'),
    int32(6),
    Buffer.from('admin\0'),
  ]);
  const document = Buffer.concat([int32(fields.length + 5), fields, Buffer.from([0])]);
  const body = Buffer.concat([int32(0), Buffer.from([0]), document]);
  wire.write(Buffer.concat([int32(body.length + 16), int32(1), int32(0), int32(2013), body]));
  const length = (await wire.read(4)).readInt32LE(0);
  const answer = await wire.read(Math.min(length - 4, 1 << 20));
  if (!answer.includes('isWritablePrimary')) throw new Error('it does not say hello as MongoDB does');
  return 'answers; the login was not tried';
}

/** Kafka is asked which requests it understands. */
export async function greetKafka(wire: Wire): Promise<string> {
  const name = Buffer.from('blockyard');
  const body = Buffer.concat([Buffer.from([0, 18, 0, 0, 0, 0, 0, 1, 0, name.length]), name]);
  wire.write(Buffer.concat([uint32(body.length), body]));
  const length = (await wire.read(4)).readUInt32BE(0);
  const answer = await wire.read(Math.min(length, 1 << 16));
  if (answer.readUInt32BE(0) !== 1 || answer.readUInt16BE(4) !== 0)
    throw new Error('it does not speak Kafka');
  return 'answers';
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}
