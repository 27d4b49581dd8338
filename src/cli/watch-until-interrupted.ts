import type { Stack, WatchEvent } from '../core/stack/index.ts';
import type { Session } from './session.ts';

/** Carries out `develop.watch` and tells what it does. Ctrl-C is how it ends. */
export async function watchUntilInterrupted(
  session: Session,
  stack: Stack,
  services: string[],
): Promise<void> {
  const { watchStack } = await import('../core/stack/index.ts');
  const goesOn = 'The stack goes on running; `blockyard watch` goes on watching.';
  session.interruptedRemedy = goesOn;
  const onEvent = (event: WatchEvent) => {
    if (session.output.json) session.output.line(event);
    else if (event.kind === 'failed') session.output.error(event.error);
    else session.output.text(`${describe(event)}\n`);
  };
  await session.runTask(
    `watch ${stack.parts.project.name}`,
    (task) => watchStack(stack, { services, onEvent }, task),
    {
      silent: true,
    },
  );
  session.output.note(goesOn);
}

function describe(event: Exclude<WatchEvent, { kind: 'failed' }>): string {
  switch (event.kind) {
    case 'watching':
      return `Watching ${event.roots.join(', ')} for ${event.services.join(', ')}. Ctrl-C ends it.`;
    case 'synced':
      return `${event.service}: synced (${event.milliseconds} ms)`;
    case 'rebuilding':
      return `${event.service}: rebuilding because of ${event.because.slice(0, 3).join(', ')}${event.because.length > 3 ? ', …' : ''}`;
    case 'rebuilt':
      return `${event.service}: rebuilt (${event.milliseconds} ms)`;
    case 'restarted':
      return `${event.service}: restarted (${event.milliseconds} ms)`;
    case 'executed':
      return `${event.service}: \`${event.command.join(' ')}\` ended with ${event.exitCode} (${event.milliseconds} ms)${event.output.trim() ? `\n${event.output.trimEnd()}` : ''}`;
  }
}
