import type { ServiceState, StackState } from '../../shared/contract/index.ts';
import { classNames } from './class-names.ts';
import styles from './state-dot.module.css';

/** How well something is: ready a full dot, waiting a ring, failed a diamond, idle a grey dot. */
export type Tone = 'ok' | 'wait' | 'bad' | 'idle';

interface StateDotProps {
  tone: Tone;
  /** For readers of the page; leave out where the text beside it says the same. */
  label?: string;
  /** Something is going on: it breathes, unless motion is reduced. */
  busy?: boolean | undefined;
}

export function StateDot({ tone, label, busy }: StateDotProps) {
  const className = classNames(styles['dot'], styles[tone], busy && styles['busy']);
  return label ? (
    <span className={className} role="img" aria-label={label} />
  ) : (
    <span className={className} aria-hidden />
  );
}

const serviceTones: Record<ServiceState, Tone> = {
  ready: 'ok',
  done: 'ok',
  starting: 'wait',
  waiting: 'wait',
  failed: 'bad',
  unhealthy: 'bad',
  absent: 'idle',
  stopped: 'idle',
  paused: 'idle',
  orphan: 'idle',
};

export function toneOfService(state: ServiceState): Tone {
  return serviceTones[state];
}

/** Of a stack: what failed comes first, then what waits, then whether anything runs. */
export function toneOfStack(stack: {
  state: StackState;
  services: { waiting: number; failed: number };
  task?: string | undefined;
}): Tone {
  if (stack.services.failed > 0) return 'bad';
  if (stack.services.waiting > 0 || stack.task !== undefined) return 'wait';
  return stack.state === 'running' || stack.state === 'partial' ? 'ok' : 'idle';
}
