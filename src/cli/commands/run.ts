import type { Command } from 'commander';
import { action, collect, verb } from '../command.ts';
import { withShellValues } from '../environment.ts';
import { UsageError } from '../errors.ts';
import type { HostRun } from '../run-on-host.ts';

interface RunFlags {
  onHost?: boolean;
  build?: boolean;
  capAdd?: string[];
  capDrop?: string[];
  detach?: boolean;
  entrypoint?: string;
  env?: string[];
  interactive?: boolean;
  label?: string[];
  name?: string;
  deps: boolean;
  publish?: string[];
  rm?: boolean;
  servicePorts?: boolean;
  tty: boolean;
  useAliases?: boolean;
  user?: string;
  volume?: string[];
  workdir?: string;
  detachKeys: string;
}

export function runCommand(): Command {
  return verb('run', 'run a command in a new container of a service, or with -- on this machine')
    .argument('<service>')
    .argument('[command...]', "the command and its arguments; default: the service's own")
    .option('--build', 'build the image first')
    .option('--rm', 'remove the container at its end')
    .option('-e, --env <name=value>', 'set a variable; several times', collect)
    .option('-u, --user <user>', 'as this user')
    .option('-w, --workdir <path>', 'in this folder')
    .option('-v, --volume <mount>', 'mount SOURCE:TARGET[:ro]; several times', collect)
    .option('-p, --publish <port>', 'publish [HOST:]PORT; several times', collect)
    .option('-P, --service-ports', 'publish the ports of the service')
    .option('--use-aliases', "answer to the service's names in its networks")
    .option('--entrypoint <command>', 'in place of the entrypoint')
    .option('--name <name>', 'name of the container')
    .option('-l, --label <name=value>', 'set a label; several times', collect)
    .option('--cap-add <name>', 'add a kernel capability; several times', collect)
    .option('--cap-drop <name>', 'take a kernel capability away; several times', collect)
    .option('--no-deps', 'leave out what the service needs')
    .option('-T, --no-tty', 'no terminal, although there is one')
    .option('-i, --interactive', 'accepted: standard input is always connected')
    .option('--no-interactive', 'do not connect standard input')
    .option('--detach-keys <keys>', 'what to press to leave it running', 'ctrl-p,ctrl-q')
    .option('-d, --detach', 'leave it running in the background and print its name')
    .option(
      '--on-host',
      'on this machine, with the bindings that lead from here: as `run SERVICE -- COMMAND`',
    )
    .passThroughOptions()
    .action(
      action<RunFlags>(async (session, flags, service: string, command: string[]) => {
        // A `--` after the service means this machine: in a container there is nothing to keep options from.
        const isOnHost = flags.onHost === true || command[0] === '--';
        if (isOnHost) {
          const { runOnHost } = await import('../run-on-host.ts');
          const words = command[0] === '--' ? command.slice(1) : command;
          return runOnHost(session, { service, command: words, ...hostOptions(flags) });
        }
        const { prepareRun, startRun } = await import('../../core/stack/index.ts');
        const { connectTerminal, hasTerminal } = await import('../terminal/interactive.ts');
        const stack = await session.readyStack([service]);
        const interactive = flags.interactive ?? true;
        const tty = flags.tty && hasTerminal() && !flags.detach;
        const container = await session.runTask(`run ${service}`, (task) =>
          prepareRun(
            stack,
            {
              service,
              command,
              tty,
              stdin: interactive && !flags.detach,
              build: flags.build ?? false,
              dependencies: flags.deps,
              environment: withShellValues(flags.env ?? []),
              user: flags.user,
              workingDirectory: flags.workdir,
              entrypoint: flags.entrypoint,
              name: flags.name,
              labels: flags.label ?? [],
              capAdd: flags.capAdd ?? [],
              capDrop: flags.capDrop ?? [],
              volumes: flags.volume ?? [],
              publish: flags.publish ?? [],
              servicePorts: flags.servicePorts ?? false,
              useAliases: flags.useAliases ?? false,
              remove: flags.rm ?? false,
            },
            task,
          ),
        );
        if (flags.detach) {
          await stack.parts.engine.containers.start(container.id, { signal: session.signal });
          if (session.output.json) session.output.document(container);
          else session.output.text(`${container.name}\n`);
          return;
        }
        const { process: live, removed } = await startRun(stack.parts, container, {
          stdin: interactive,
          remove: flags.rm ?? false,
          detachKeys: flags.detachKeys,
          signal: session.signal,
        });
        try {
          const code = await connectTerminal(live, {
            tty,
            detachKeys: flags.detachKeys,
            signal: session.signal,
          });
          if (code !== undefined) await removed;
          return code;
        } finally {
          // A container of `run` belongs to whoever typed the command: it must not outlive an interrupt.
          if (session.signal.aborted)
            await stack.parts.engine.containers.stop(container.id, { graceSeconds: 10 });
        }
      }),
    );
}

/** Options of a run that mean something on this machine; the others are refused. */
function hostOptions(flags: RunFlags): Pick<HostRun, 'dependencies' | 'environment' | 'folder'> {
  const { env = [], workdir, deps, onHost: _, ...others } = flags;
  const ofContainers = ['build', 'capAdd', 'capDrop', 'detach', 'entrypoint', 'label', 'name', 'publish'];
  ofContainers.push('rm', 'servicePorts', 'useAliases', 'user', 'volume');
  const given = ofContainers.find((name) => (others as Record<string, unknown>)[name] !== undefined);
  if (given !== undefined) {
    const option = `--${given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    throw new UsageError(`${option} is about a container, and this runs on this machine.`, 'Leave it out.');
  }
  const pairs = withShellValues(env).map((word) => word.split(/=(.*)/s).slice(0, 2));
  return { dependencies: deps, environment: Object.fromEntries(pairs), folder: workdir };
}
