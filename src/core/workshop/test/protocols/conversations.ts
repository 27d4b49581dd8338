import type { Address } from './address.ts';
import type { Wire } from './wire.ts';

/** One exchange of lines: what is said (if anything) and how the answer must be; lines before it may be passed over. */
interface Exchange {
  say?: (address: Address) => string | undefined;
  expect: RegExp;
  skip?: RegExp;
}

interface Conversation {
  exchanges: Exchange[];
  /** What has been proven when all of it went well. */
  proves: (address: Address) => string;
}

const answers = () => 'answers';
const loggedIn = ({ user, password }: Address) => (user || password ? 'logged in' : 'answers');

/** Services that speak in lines. */
export const conversations: Readonly<Record<string, Conversation>> = {
  redis: {
    exchanges: [
      { say: authOfRedis, expect: /^\+OK/ },
      { say: ({ path }) => (/^\d+$/.test(path) ? `SELECT ${path}\r\n` : undefined), expect: /^\+OK/ },
      { say: () => 'PING\r\n', expect: /^\+PONG/ },
    ],
    proves: loggedIn,
  },
  nats: {
    exchanges: [
      { expect: /^INFO / },
      {
        say: ({ user, password }) =>
          `CONNECT ${JSON.stringify({ verbose: false, pedantic: false, ...(password ? { user, pass: password } : user ? { auth_token: user } : {}) })}\r\nPING\r\n`,
        expect: /^PONG/,
        skip: /^INFO /,
      },
    ],
    proves: loggedIn,
  },
  smtp: {
    exchanges: [
      { expect: /^220 / },
      { say: () => 'EHLO blockyard.local\r\n', expect: /^250 /, skip: /^250-/ },
    ],
    proves: answers,
  },
  memcached: { exchanges: [{ say: () => 'version\r\n', expect: /^VERSION / }], proves: answers },
};

export async function converse(
  { exchanges, proves }: Conversation,
  wire: Wire,
  address: Address,
): Promise<string> {
  for (const { say, expect, skip } of exchanges) {
    const words = say?.(address);
    if (say && words === undefined) continue;
    if (words !== undefined) wire.write(words);
    let line = await wire.line();
    while (skip?.test(line)) line = await wire.line();
    if (!expect.test(line)) throw new Error(`it says: ${line.slice(0, 200)}`);
  }
  return proves(address);
}

/** Words may hold any character: they are sent with their lengths. */
function authOfRedis({ user, password }: Address): string | undefined {
  if (password === '') return undefined;
  const words = ['AUTH', ...(user ? [user] : []), password];
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
