import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from '../../engine/index.ts';
import { execWithin } from './idle-container.ts';
import { type Address, greet } from './protocols/index.ts';
import { DoesNotHold, LeftOut } from './report.ts';

/** Where a probe passed, a connection does; a published port may take a moment to follow. */
const tries = 5;
const pause = 300;

/** Connects with a place as a process on this machine does. */
export async function reachFromHost(address: Address, signal: AbortSignal): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await greet(address, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      const reason =
        thrown instanceof Error ? thrown.message || (thrown as NodeJS.ErrnoException).code : thrown;
      if (attempt >= tries)
        throw new DoesNotHold(
          `${address.host}:${address.port} cannot be used: ${reason}.`,
          'Compare the binding with what the service is started with, and look at its log with --keep.',
        );
      await delay(pause, undefined, { signal });
    }
  }
}

/** The ways to open a connection that images have, one of them each. */
const connectors = [
  ['bash', `exec 3<>"/dev/tcp/$0/$1"`],
  [
    'python3',
    `python3 -c 'import socket,sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)' "$0" "$1"`,
  ],
  [
    'perl',
    `perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(PeerAddr => "$ARGV[0]:$ARGV[1]", Timeout => 5)' "$0" "$1"`,
  ],
  ['nc', `nc -z -w 5 "$0" "$1"`],
] as const;
const noWay = 97;

/** Opens a connection as a container of the stack does, from one of its containers. */
export async function reachFromInside(
  engine: Engine,
  container: string,
  { host, port }: Address,
  signal: AbortSignal,
): Promise<string> {
  const script = [
    ...connectors.map(([program, command]) =>
      program === 'bash'
        ? `if command -v bash >/dev/null 2>&1; then exec bash -c '${command}' "$0" "$1"; fi`
        : `if command -v ${program} >/dev/null 2>&1; then ${command}; exit $?; fi`,
    ),
    `exit ${noWay}`,
  ].join('\n');
  const result = await execWithin(
    engine,
    container,
    ['/bin/sh', '-c', script, host, String(port)],
    15_000,
    signal,
  );
  if (result?.exitCode === 0) return 'accepts a connection';
  if (result?.exitCode === noWay || result?.exitCode === 126 || result?.exitCode === 127)
    throw new LeftOut('the image has nothing to connect with');
  throw new DoesNotHold(
    `${host}:${port} does not accept a connection from a container of the stack${result ? `: ${result.output.trim().split('\n').at(-1)}` : ''}.`,
    'The service must listen on all addresses of its container (0.0.0.0), at the port of the endpoint.',
  );
}
