import type { Command } from 'commander';
import { action, verb, wholeNumber } from '../command.ts';
import { UsageError } from '../errors.ts';

interface PortFlags {
  index?: number;
  protocol: string;
}

export function portCommand(): Command {
  return verb('port', 'print where a port of a container is published')
    .argument('<service>')
    .argument('[port]', 'the port inside the container, such as 80 or 53/udp; default: all')
    .option('--protocol <name>', 'tcp or udp', 'tcp')
    .option('--index <number>', 'which container of the service', wholeNumber('--index'))
    .action(
      action<PortFlags>(async (session, flags, service: string, word: string | undefined) => {
        const { findPorts } = await import('../../core/stack/index.ts');
        const found = await findPorts(
          await session.operationParts(),
          service,
          word === undefined ? undefined : parsePort(word, flags.protocol),
          { index: flags.index, signal: session.signal },
        );
        if (session.output.json) return session.output.document(found);
        // A script that asks for one port wants one address.
        for (const { hostIp, published, target, protocol } of word === undefined
          ? found
          : found.slice(0, 1)) {
          const address = `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:${published}`;
          session.output.text(word === undefined ? `${target}/${protocol} -> ${address}\n` : `${address}\n`);
        }
      }),
    );
}

function parsePort(word: string, protocol: string) {
  const [, target, own] = /^(\d{1,5})(?:\/(\w+))?$/.exec(word) ?? [];
  if (target === undefined)
    throw new UsageError(`'${word}' is no port.`, 'Write a number, such as 80 or 53/udp.');
  return { target: Number(target), protocol: own ?? protocol };
}
