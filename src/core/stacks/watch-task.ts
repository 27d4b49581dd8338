import { Secrets } from '../masking/index.ts';
import { type Stack, type WatchEvent, watchStack } from '../stack/index.ts';
import type { Progress, TaskContext } from '../tasks/index.ts';

/** `develop.watch` until the task is cancelled; what it does for each service is a line of the task. */
export async function watchInTask(
  stack: Stack,
  services: string[] | undefined,
  task: TaskContext,
): Promise<void> {
  const lines = new Map<string, Progress>();
  const say = (service: string, text: string) => {
    let line = lines.get(service);
    if (!line) {
      line = task.progress(service);
      line.update({ service });
      lines.set(service, line);
    }
    line.update({ text });
  };
  const onEvent = (event: WatchEvent) => {
    const about = event.kind === 'watching' ? event.services : [event.service];
    for (const service of about) say(service, wordsOf(event));
  };
  await watchStack(stack, { ...(services && { services }), onEvent }, task);
}

function wordsOf(event: WatchEvent): string {
  switch (event.kind) {
    case 'watching':
      return 'watches';
    case 'synced':
      return `synced in ${event.milliseconds} ms`;
    case 'rebuilding':
      return `rebuilds, for ${event.because.slice(0, 3).join(', ')} changed`;
    case 'rebuilt':
      return `rebuilt in ${event.milliseconds} ms`;
    case 'restarted':
      return `restarted in ${event.milliseconds} ms`;
    case 'executed':
      return `${new Secrets().maskWords(event.command).join(' ')} ended with ${event.exitCode}`;
    case 'failed':
      return event.error.message;
  }
}
