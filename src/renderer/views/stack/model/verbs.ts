import type { ServiceView, StackView } from '../../../../shared/contract/index.ts';
import type { Plan } from '../../../../shared/index.ts';
import { changeCount, planKind } from './plan.ts';

/** What the main button of the stack says and whether it calls for attention. */
export interface MainButton {
  text: 'Up' | 'Apply changes' | 'Up to date';
  /** How many pieces would change; 0 where that says nothing. */
  count: number;
  primary: boolean;
}

/** Without a plan (it is not known yet, or can't be made) the button says what it does: Up. */
export function mainButton(view: StackView, plan: Plan | undefined): MainButton {
  if (!plan || view.problem) return { text: 'Up', count: 0, primary: view.state !== 'running' };
  switch (planKind(plan)) {
    case 'nothing':
      return { text: 'Up to date', count: 0, primary: false };
    case 'adds':
      return { text: 'Up', count: view.state === 'absent' ? 0 : changeCount(plan), primary: true };
    case 'changes':
      return { text: 'Apply changes', count: changeCount(plan), primary: true };
  }
}

/** What can be done to a stack or some of its services, as they are. */
export interface Can {
  up: boolean;
  down: boolean;
  start: boolean;
  stop: boolean;
  restart: boolean;
  rebuild: boolean;
  pull: boolean;
}

export function whatCanBeDone(
  view: Pick<StackView, 'problem' | 'engineProblem' | 'task'>,
  services: readonly ServiceView[],
): Can {
  const containers = services.flatMap((service) => service.containers);
  const alive = containers.some(({ state }) => ['running', 'paused', 'restarting'].includes(state));
  const resting = containers.some(({ state }) => ['created', 'exited', 'dead'].includes(state));
  const engine = !view.engineProblem;
  const free = engine && !view.task;
  const files = free && !view.problem && services.some(({ state }) => state !== 'orphan');
  return {
    up: files,
    down: free && containers.length > 0,
    start: free && resting,
    stop: engine && alive,
    restart: free && containers.length > 0,
    rebuild: files && services.some(({ build }) => build !== undefined),
    pull: files && services.some(({ image, build }) => image !== undefined && build === undefined),
  };
}

export interface Tally {
  total: number;
  ready: number;
  waiting: number;
  failed: number;
  /** Neither of these: stopped, absent, paused. */
  idle: number;
  orphans: number;
}

/** How the services of the files are, without those whose profile is not active. */
export function tallyOf(services: readonly ServiceView[]): Tally {
  const tally: Tally = { total: 0, ready: 0, waiting: 0, failed: 0, idle: 0, orphans: 0 };
  for (const { state, active } of services) {
    if (state === 'orphan') tally.orphans++;
    else if (active || state !== 'absent') {
      tally.total++;
      if (state === 'ready' || state === 'done') tally.ready++;
      else if (state === 'waiting' || state === 'starting') tally.waiting++;
      else if (state === 'failed' || state === 'unhealthy') tally.failed++;
      else tally.idle++;
    }
  }
  return tally;
}

/** `7 of 8 ready`, `all 8 ready`, `not running`. */
export function tallyText({ total, ready, waiting, failed, idle }: Tally): string {
  if (total === 0) return 'no services';
  if (ready === total) return total === 1 ? 'ready' : `all ${total} ready`;
  if (idle === total) return 'not running';
  const parts = [`${ready} of ${total} ready`];
  if (waiting > 0) parts.push(`${waiting} waiting`);
  if (failed > 0) parts.push(`${failed} failed`);
  return parts.join(' · ');
}
