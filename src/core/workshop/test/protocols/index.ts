import type { Address } from './address.ts';
import { greetAmqp, greetKafka, greetMongo } from './binary.ts';
import { conversations, converse } from './conversations.ts';
import { greetHttp } from './http.ts';
import { greetMysql } from './mysql.ts';
import { greetPostgres } from './postgresql.ts';
import { Wire } from './wire.ts';

export { type Address, addressOf } from './address.ts';

/** Speaks with what listens, in its protocol; answers what that has proven. */
type Greeting = (wire: Wire, address: Address) => Promise<string>;

const greetings: Readonly<Record<string, Greeting>> = {
  postgresql: greetPostgres,
  postgres: greetPostgres,
  mysql: greetMysql,
  mariadb: greetMysql,
  amqp: greetAmqp,
  mongodb: greetMongo,
  kafka: greetKafka,
};

/**
 * Connects with what an address leads to, and greets it in its own protocol.
 * @returns what was proven: `logged in as app`
 */
export async function greet(address: Address, signal: AbortSignal): Promise<string> {
  const { scheme, host, port } = address;
  if (scheme === 'http' || scheme === 'https') return await greetHttp(address, signal);
  using wire = await Wire.open(host, port, signal);
  const conversation = conversations[scheme];
  if (conversation) return await converse(conversation, wire, address);
  const greeting = greetings[scheme];
  if (greeting) return await greeting(wire, address);
  await wire.holds();
  return 'accepts a connection; its protocol is not spoken here';
}
