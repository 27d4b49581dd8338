import { BlockyardError, type ErrorDetails, formatWhere, type Step } from '../../shared/index.ts';
import type { ComposeProject } from '../compose/index.ts';
import type { PortConflict } from './stack.ts';

/** The file asks for something that we or this engine cannot do. */
export class ComposeUnsupported extends BlockyardError {
  constructor(message: string, details: ErrorDetails) {
    super('compose-unsupported', message, details);
  }
}

/** A file that a secret, config or build needs is not there. */
export class FileMissing extends BlockyardError {
  constructor(message: string, details: ErrorDetails) {
    super('file-not-found', message, details);
  }
}

export class NoSuchService extends BlockyardError {
  constructor(name: string, project: ComposeProject, known = Object.keys(project.config.services)) {
    super('service-not-found', `The project ${project.name} has no service ${name}.`, {
      remedy: known.length > 0 ? `It has: ${known.join(', ')}.` : 'It has no services at all.',
    });
  }
}

/** Another folder's stack runs under this project's name. */
export class ProjectNameTaken extends BlockyardError {
  constructor(project: string, owner: string) {
    super('project-name-taken', `The project name ${project} belongs to the stack of ${owner}.`, {
      remedy:
        `Give this one another name (\`name:\` in the Compose file, or -p), or take the other down first: ` +
        `\`cd ${owner} && blockyard down\`.`,
    });
  }
}

/** Host ports that the stack wants are held by others; all of them at once. */
export class PortsTaken extends BlockyardError {
  readonly conflicts: readonly PortConflict[];

  constructor(conflicts: readonly PortConflict[]) {
    const sentences = conflicts.map(
      ({ service, port, protocol, holder, where }) =>
        `${service} wants port ${port}/${protocol}, held by ${holder}${where ? ` (${formatWhere(where)})` : ''}`,
    );
    super('port-taken', `${sentences.join('; ')}.`, {
      where: conflicts[0]?.where,
      remedy:
        'Stop what holds the port, publish another one, or let Blockyard use free ports (`blockyard up --free-ports`).',
    });
    this.conflicts = conflicts;
  }

  override toJSON() {
    return { ...super.toJSON(), conflicts: this.conflicts };
  }
}

/** A container ended although it should run, or ended with a failure although it should succeed. */
export class ContainerExited extends BlockyardError {
  constructor(
    container: string,
    exitCode: number,
    lastLines: readonly string[],
    details: { service: string; neededBy?: readonly string[]; where?: ErrorDetails['where'] },
  ) {
    const neededBy = details.neededBy?.length ? ` ${details.neededBy.join(', ')} waited for it.` : '';
    const output = lastLines.length > 0 ? ` It last said:\n${indented(lastLines)}` : ' It said nothing.';
    super('container-exited', `${container} exited with code ${exitCode}.${neededBy}${output}`, {
      where: details.where,
      remedy: `See \`blockyard logs ${details.service}\` for all of its output, and check its command.`,
    });
  }
}

/** A service did not become ready in time. */
export class NotReady extends BlockyardError {
  constructor(report: {
    service: string;
    container: string;
    probe: string;
    output: string;
    milliseconds: number;
    neededBy: readonly string[];
    where: ErrorDetails['where'];
  }) {
    const seconds = Math.round(report.milliseconds / 1000);
    const neededBy = report.neededBy.length > 0 ? ` ${report.neededBy.join(', ')} waited for it.` : '';
    const output = report.output.trim()
      ? ` It last said:\n${indented(report.output.trim().split('\n').slice(-10))}`
      : ' It said nothing.';
    super(
      'not-ready',
      `${report.service} (${report.container}) was not ready after ${seconds} s: its probe \`${report.probe}\` never passed.${neededBy}${output}`,
      {
        where: report.where,
        remedy: `See \`blockyard logs ${report.service}\`; if it only needs longer, raise start_period or --wait-timeout.`,
      },
    );
  }
}

/** Steps would lose something and nobody agreed. */
export class LossNotConfirmed extends BlockyardError {
  constructor(losses: readonly Step[]) {
    super(
      'confirmation-required',
      `This would lose data: ${losses.map(({ target, loses }) => `${target.kind} ${target.name} (${loses})`).join(', ')}.`,
      { remedy: 'Save what you need, then confirm with --yes; or undo the change in the Compose file.' },
    );
  }
}

/** The engine keeps a network because something is still attached. */
export class NetworkInUse extends BlockyardError {
  constructor(network: string, users: readonly string[], cause: unknown) {
    super(
      'resource-in-use',
      `The network ${network} is still in use${users.length > 0 ? ` by ${users.join(', ')}` : ''}.`,
      {
        cause,
        remedy:
          users.length > 0
            ? `Remove or disconnect them (\`docker network disconnect ${network} ${users[0]}\`; orphans of this project go with \`blockyard down --remove-orphans\`), then run the command again.`
            : 'Run the command again in a moment.',
      },
    );
  }
}

/** Something that the project calls external, or that has the name it needs, is not what it needs. */
export class ResourceMismatch extends BlockyardError {
  constructor(message: string, details: ErrorDetails) {
    super('name-conflict', message, details);
  }
}

/**
 * The error of a step as people know it: its container by name, with the place in the Compose file that it came from,
 * and what to do where nothing better is known.
 */
export function withPlace(
  error: BlockyardError,
  where: ErrorDetails['where'],
  container?: { id: string; name: string },
): BlockyardError {
  if (error.code === 'interrupted' || error.code === 'internal') return error;
  const message = container
    ? error.message.replaceAll(container.id.slice(0, 12), container.name)
    : error.message;
  // No file is to blame for an engine that is gone.
  const place = error.where ?? (error.code === 'engine-unreachable' ? undefined : where);
  const remedy = error.remedy ?? (place ? correctTheFile : lookAtTheEngine);
  if (message === error.message && place === error.where && remedy === error.remedy) return error;
  return new BlockyardError(error.code, message, { where: place, remedy, cause: error.cause });
}

const correctTheFile =
  'Correct what the engine refuses in the Compose file (`blockyard config` shows it in full), then run the command again.';
const lookAtTheEngine = 'See `blockyard doctor` and the log of the engine, then run the command again.';

/** A lifecycle hook's command failed. */
export class HookFailed extends BlockyardError {
  constructor(
    hook: string,
    container: string,
    exitCode: number,
    output: string,
    where: ErrorDetails['where'],
  ) {
    const said = output.trim() ? ` It said:\n${indented(output.trim().split('\n').slice(-10))}` : '';
    super('container-exited', `The ${hook} hook of ${container} exited with code ${exitCode}.${said}`, {
      where,
      remedy: 'Correct the command of the hook, or what it needs in the container.',
    });
  }
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}
