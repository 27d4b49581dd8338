import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { Address } from './address.ts';
import type { Wire } from './wire.ts';

/** Logs in as a client does; the server may ask for the password in any of its ways. */
export async function greetPostgres(wire: Wire, { user, password, path }: Address): Promise<string> {
  const settings = ['user', user, 'database', path || user, 'application_name', 'blockyard', ''];
  const body = Buffer.concat([uint32(196_608), Buffer.from(`${settings.join('\0')}\0`)]);
  wire.write(Buffer.concat([uint32(body.length + 4), body]));
  let scram: Scram | undefined;
  for (;;) {
    const [kind, message] = await nextMessage(wire);
    if (kind === 'E') throw new Error(errorIn(message));
    if (kind !== 'R') continue;
    const asked = message.readUInt32BE(0);
    const rest = message.subarray(4);
    switch (asked) {
      case 0:
        wire.write(packet('X', Buffer.alloc(0)));
        return `logged in as ${user}`;
      case 3:
        wire.write(packet('p', Buffer.from(`${password}\0`)));
        break;
      case 5:
        wire.write(
          packet(
            'p',
            Buffer.from(`md5${md5(Buffer.concat([Buffer.from(md5(`${password}${user}`)), rest]))}\0`),
          ),
        );
        break;
      case 10: {
        scram = new Scram(password);
        const first = Buffer.from(scram.first());
        wire.write(packet('p', Buffer.concat([Buffer.from('SCRAM-SHA-256\0'), uint32(first.length), first])));
        break;
      }
      case 11:
        wire.write(packet('p', Buffer.from(scram?.final(rest.toString()) ?? '')));
        break;
      case 12:
        break;
      default:
        throw new Error(`the server asks for a way to log in that is not known here (${asked})`);
    }
  }
}

/** RFC 5802 with SHA-256 and no channel binding. */
class Scram {
  readonly #password: string;
  readonly #nonce = randomBytes(18).toString('base64');

  constructor(password: string) {
    this.#password = password;
  }

  first(): string {
    return `n,,${this.#bare}`;
  }

  final(server: string): string {
    const fields = Object.fromEntries(server.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
    const { r: nonce = '', s: salt = '', i: rounds = '' } = fields;
    const salted = pbkdf2Sync(
      this.#password.normalize('NFKC'),
      Buffer.from(salt, 'base64'),
      Number(rounds),
      32,
      'sha256',
    );
    const key = hmac(salted, 'Client Key');
    const without = `c=biws,r=${nonce}`;
    const signature = hmac(createHash('sha256').update(key).digest(), `${this.#bare},${server},${without}`);
    const proof = Buffer.from(key.map((byte, index) => byte ^ (signature[index] ?? 0)));
    return `${without},p=${proof.toString('base64')}`;
  }

  get #bare(): string {
    return `n=,r=${this.#nonce}`;
  }
}

async function nextMessage(wire: Wire): Promise<[kind: string, message: Buffer]> {
  const head = await wire.read(5);
  return [String.fromCharCode(head[0] ?? 0), await wire.read(head.readUInt32BE(1) - 4)];
}

/** The fields of an error are letters with text: `M` is what it says. */
function errorIn(message: Buffer): string {
  const fields = message.toString().split('\0');
  return fields.find((field) => field.startsWith('M'))?.slice(1) ?? 'the server refuses';
}

function packet(kind: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(kind), uint32(body.length + 4), body]);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

function md5(data: Buffer | string): string {
  return createHash('md5').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
