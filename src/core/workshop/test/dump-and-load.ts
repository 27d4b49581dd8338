import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { DataCommand } from '../../blocks/index.ts';
import type { ExecRequest } from '../../engine/index.ts';
import { execInService, type Stack } from '../../stack/index.ts';
import { DoesNotHold } from './report.ts';

/** Dumps what a block holds, loads it again, and answers how much it was. */
export async function dumpAndLoad(
  stack: Stack,
  { dump, load }: { dump: DataCommand; load: DataCommand },
  signal: AbortSignal,
): Promise<string> {
  const dumped = await run(stack, dump, undefined, signal);
  if (dumped.length === 0) throw new DoesNotHold('The dump is empty.', 'It is read from standard output.');
  await run(stack, load, dumped, signal);
  return `${dumped.length} bytes`;
}

async function run(
  stack: Stack,
  { service, command, user }: DataCommand,
  input: Buffer | undefined,
  signal: AbortSignal,
): Promise<Buffer> {
  const request: ExecRequest = { command, stdin: input !== undefined, ...(user !== undefined && { user }) };
  const process = await execInService(stack.parts, { service }, request, signal);
  try {
    const reading = Promise.all([bytes(process.stdout), text(process.stderr)]);
    if (input && process.stdin)
      await pipeline(Readable.from([input]), process.stdin).catch(() => {
        // It ended before it has read all: its exit code tells why.
      });
    const [output, said] = await reading;
    const exitCode = await process.exitCode;
    if (exitCode === 0) return output;
    const lines = `${said}${input === undefined ? '' : output.toString()}`
      .trim()
      .split('\n')
      .slice(-3)
      .join(' · ');
    throw new DoesNotHold(`\`${command[0]}\` in ${service} ended with code ${exitCode}: ${lines}`);
  } finally {
    process.close();
  }
}

async function bytes(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
