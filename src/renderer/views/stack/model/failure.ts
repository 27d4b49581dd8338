import type { StackView } from '../../../../shared/contract/index.ts';
import type { ErrorCode, ErrorData, TaskSnapshot } from '../../../../shared/index.ts';

export interface Failure {
  task: string;
  title: string;
  error: ErrorData;
  retryable: boolean;
  /** What we can do about it ourselves. */
  remedies: Remedy[];
}

export type Remedy = 'free-ports' | 'trust' | 'plan';

type Listed = TaskSnapshot & { retryable: boolean };

/** Kinds that run beside the stack's own work and end by being cancelled. */
const aside = new Set(['watch']);

/** The last thing that was done to the stack, if it failed and nothing has been done since. */
export function failureOf(tasks: readonly Listed[]): Failure | undefined {
  const [last] = tasks
    .filter(({ kind, state }) => state !== 'running' || !aside.has(kind))
    .toSorted((a, b) => b.startedAt - a.startedAt);
  if (!last || (last.state !== 'failed' && last.state !== 'lost')) return undefined;
  const error: ErrorData = last.error ?? {
    code: 'interrupted',
    message: `${last.title} was cut short: the process that did it is gone.`,
    remedy: 'Up goes on from whatever is there.',
  };
  return { task: last.id, title: last.title, error, retryable: last.retryable, remedies: remediesOf(error) };
}

function remediesOf(error: ErrorData): Remedy[] {
  const codes = new Set<ErrorCode>([error.code, ...(error.errors ?? []).map(({ code }) => code)]);
  const remedies: Remedy[] = [];
  if (codes.has('port-taken')) remedies.push('free-ports');
  if (codes.has('trust-required')) remedies.push('trust');
  if (codes.has('confirmation-required')) remedies.push('plan');
  return remedies;
}

/** Services that are in trouble and have something to say in their logs. */
export function troubled({ services }: Pick<StackView, 'services'>): string[] {
  return services
    .filter(({ state, containers }) => (state === 'failed' || state === 'unhealthy') && containers.length > 0)
    .map(({ name }) => name);
}
