import { createHash } from 'node:crypto';
import type { Address } from './address.ts';
import type { Wire } from './wire.ts';

/** Long passwords, protocol 4.1, a database, secure connection, plug-ins for logging in. */
const capabilities = 0x0000_0001 | 0x0000_0008 | 0x0000_0200 | 0x0000_8000 | 0x0008_0000;
const native = 'mysql_native_password';

/**
 * MySQL and MariaDB greet first. Where the account logs in by `mysql_native_password` (MariaDB's usual way), it is
 * logged in to; MySQL's newer ways want TLS or the server's key, so its greeting has to do.
 */
export async function greetMysql(wire: Wire, { user, password, path }: Address): Promise<string> {
  const greeting = await packet(wire);
  requireNoError(greeting);
  if (greeting[0] !== 10) throw new Error('it does not speak MySQL');
  const { version, salt, plugin } = parseGreeting(greeting);
  const notTried = `greets as ${version}; the login was not tried`;
  if (user === '') return notTried;
  const text = (...words: string[]) => Buffer.from(words.map((word) => `${word}\0`).join(''));
  const proof = plugin === native ? scrambled(password, salt) : Buffer.alloc(0);
  const head = Buffer.alloc(32);
  head.writeUInt32LE(capabilities, 0);
  head.writeUInt32LE(1 << 24, 4);
  head[8] = 45;
  send(wire, 1, Buffer.concat([head, text(user), Buffer.from([proof.length]), proof, text(path, native)]));

  let answer = await packet(wire);
  if (answer[0] === 0xfe) {
    const end = answer.indexOf(0, 1);
    if (answer.subarray(1, end).toString() !== native) return notTried;
    send(wire, 3, scrambled(password, answer.subarray(end + 1, end + 21)));
    answer = await packet(wire);
  }
  requireNoError(answer);
  if (answer[0] !== 0) return notTried;
  return `logged in as ${user}`;
}

function parseGreeting(greeting: Buffer): { version: string; salt: Buffer; plugin: string } {
  const end = greeting.indexOf(0, 1);
  const version = greeting
    .subarray(1, end)
    .toString()
    .replace(/^5\.5\.5-/, '');
  const first = greeting.subarray(end + 5, end + 13);
  const second = greeting.subarray(end + 32, end + 44);
  const plugin = greeting
    .subarray(end + 45)
    .toString()
    .replace(/\0.*$/s, '');
  return { version, salt: Buffer.concat([first, second]), plugin };
}

/** What proves the password without saying it: SHA1(p) xor SHA1(salt + SHA1(SHA1(p))). */
function scrambled(password: string, salt: Buffer): Buffer {
  if (password === '') return Buffer.alloc(0);
  const once = sha1(Buffer.from(password));
  const mask = sha1(Buffer.concat([salt, sha1(once)]));
  return Buffer.from(once.map((byte, index) => byte ^ (mask[index] ?? 0)));
}

function requireNoError(body: Buffer): void {
  // 0xff, a number, and after protocol 4.1's greeting a state of six characters.
  if (body[0] === 0xff)
    throw new Error(
      `it refuses: ${body
        .subarray(3)
        .toString()
        .replace(/^#.{5}/, '')}`,
    );
}

async function packet(wire: Wire): Promise<Buffer> {
  const head = await wire.read(4);
  return await wire.read(head.readUIntLE(0, 3));
}

function send(wire: Wire, sequence: number, body: Buffer): void {
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head[3] = sequence;
  wire.write(Buffer.concat([head, body]));
}

function sha1(data: Buffer): Buffer {
  return createHash('sha1').update(data).digest();
}
