import { parseDuration } from '../../compose/index.ts';
import { findRunning, OutsideProber, outsideProbeOf, type Stack } from '../../stack/index.ts';
import type { TaskContext } from '../../tasks/index.ts';
import { execWithin, openIdleContainer } from './idle-container.ts';
import { DoesNotHold, LeftOut } from './report.ts';

/** The longest that a probe may take to fail, in milliseconds; Compose's own default is 30 s. */
const patience = 15_000;

/**
 * Proves that a service's exec probe fails when the service is dead: it is run in a container of the same image,
 * settings and volumes in which only `sleep` runs. Where the image has no `sleep`, the service itself is halted, and
 * goes on afterwards.
 */
export async function proveExecProbe(stack: Stack, service: string, task: TaskContext): Promise<string> {
  const { engine, project } = stack.parts;
  const { test, timeout } = project.config.services[service]?.healthcheck ?? {};
  const command = commandOf(test);
  const milliseconds = Math.min(parseDuration(String(timeout ?? '')) ?? patience, patience);
  const idle = await openIdleContainer(stack, { service, inItsPlace: true }, task).catch(() => undefined);
  task.signal.throwIfAborted();
  if (idle) {
    await using container = idle;
    return judge(
      await execWithin(engine, container.id, command, milliseconds, task.signal),
      'where only `sleep` runs',
    );
  }
  const { id } = await findRunning(stack.parts, service, { signal: task.signal });
  await engine.containers.kill(id, { signalName: 'SIGSTOP', signal: task.signal });
  try {
    return judge(
      await execWithin(engine, id, command, milliseconds, task.signal),
      'while its process is halted',
    );
  } finally {
    await engine.containers.kill(id, { signalName: 'SIGCONT' });
  }
}

/** A probe by http or tcp asks from outside: it is made to ask a container of the service in which only `sleep` runs. */
export async function proveOutsideProbe(stack: Stack, service: string, task: TaskContext): Promise<string> {
  const { engine, project } = stack.parts;
  const probe = outsideProbeOf(project.config.services[service]);
  if (!probe) throw new LeftOut('the probe cannot be read');
  const publish = [`127.0.0.1::${probe.port}`];
  const idle = await openIdleContainer(stack, { service, publish, inItsPlace: true }, task).catch(
    () => undefined,
  );
  task.signal.throwIfAborted();
  // A port that nobody has published cannot answer either: nothing would be proven.
  if (!idle) throw new LeftOut('the image has no `sleep` to take the place of the service');
  await using container = idle;
  const details = await engine.containers.inspect(container.id, { signal: task.signal });
  if (!details) throw new LeftOut('its container is gone');
  await using prober = new OutsideProber(engine, probe);
  const { passed, words } = await prober.ask(details, task.signal);
  if (!passed) return `fails where only \`sleep\` runs: ${words}`;
  throw new DoesNotHold(
    'The probe passes where only `sleep` runs: it does not ask the service.',
    'Ask for a port that the service itself opens; with http for a path and a status that only it gives.',
  );
}

function judge(result: { exitCode: number; output: string } | undefined, where: string): string {
  if (result === undefined) return `gives no answer ${where}`;
  if (result.exitCode !== 0)
    return `fails ${where}: ${lastLine(result.output) || `exit code ${result.exitCode}`}`;
  throw new DoesNotHold(
    `The probe passes ${where}: it does not ask the service.`,
    'Let it ask the service in its own container (127.0.0.1), and fail when there is no answer.',
  );
}

function commandOf(test: string | readonly string[] | undefined): string[] {
  if (typeof test === 'string') return ['/bin/sh', '-c', test];
  const [form, ...rest] = test ?? [];
  if (form === 'CMD') return [...rest];
  if (form === 'CMD-SHELL') return ['/bin/sh', '-c', ...rest];
  throw new LeftOut('has no command');
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.trim() ?? '';
}
