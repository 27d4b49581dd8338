import type { Command } from 'commander';
import { action, verb, wholeNumber } from '../command.ts';
import { UsageError } from '../errors.ts';

interface CpFlags {
  archive?: boolean;
  followLink?: boolean;
  index?: number;
}

type Place = { kind: 'container'; service: string; path: string } | { kind: 'local'; path: string };

export function cpCommand(): Command {
  return verb('cp', 'copy files between a container and this machine, as `docker cp` does')
    .argument('<source>', 'SERVICE:PATH, a local path, or - for a tar stream on standard input')
    .argument('<destination>', 'SERVICE:PATH, a local path, or - for a tar stream on standard output')
    .option('-a, --archive', 'keep the owners of files')
    .option('-L, --follow-link', 'copy what a link leads to')
    .option('--index <number>', 'which container of the service', wholeNumber('--index'))
    .action(
      action<CpFlags>(async (session, flags, from: string, to: string) => {
        const [source, destination] = [parsePlace(from), parsePlace(to)];
        const options = {
          archive: flags.archive ?? false,
          followLinks: flags.followLink ?? false,
          signal: session.signal,
        };
        const operations = await import('../../core/stack/index.ts');
        const parts = await session.operationParts();
        const containersOf = async (service: string) => {
          const all = await operations.findContainers(parts, { services: [service], signal: session.signal });
          const chosen = all.filter((it) => flags.index === undefined || it.number === flags.index);
          if (chosen.length === 0) throw new operations.ServiceNotRunning(service, flags.index);
          return chosen;
        };
        const copied: string[] = [];

        if (source.kind === 'container' && destination.kind === 'local') {
          const [container] = await containersOf(source.service);
          if (!container) return;
          if (destination.path === '-') {
            const { pipeline } = await import('node:stream/promises');
            const archive = await operations.readTar(parts.engine, container, source.path, options);
            await pipeline(archive, process.stdout, { signal: session.signal, end: false });
            return;
          }
          await operations.copyFromContainer(parts.engine, container, source.path, destination.path, options);
          copied.push(container.name);
        } else if (source.kind === 'local' && destination.kind === 'container') {
          const containers = await containersOf(destination.service);
          if (source.path === '-') {
            // Standard input can be read once only.
            const [container] = containers;
            if (!container) return;
            await operations.writeTar(parts.engine, container, process.stdin, destination.path, options);
            copied.push(container.name);
          } else {
            for (const container of containers) {
              await operations.copyToContainer(
                parts.engine,
                container,
                source.path,
                destination.path,
                options,
              );
              copied.push(container.name);
            }
          }
        } else {
          throw new UsageError(
            'One side of a copy is a container, the other this machine.',
            'Write SERVICE:PATH for the container: blockyard cp web:/var/log/app.log .',
          );
        }
        if (session.output.json)
          session.output.document({ source: from, destination: to, containers: copied });
      }),
    );
}

/** A colon makes a container's path, unless the word begins like a path or with a drive's letter. */
function parsePlace(word: string): Place {
  const [, service, path] = /^([^:/\\.~][^:/\\]+):(.*)$/s.exec(word) ?? [];
  if (service === undefined || path === undefined) return { kind: 'local', path: word };
  return { kind: 'container', service, path: path === '' ? '/' : path };
}
