import type { Mark } from '../metrics/index.ts';
import type { Activity, ActivityKind } from './activity.ts';

const markKinds: Partial<Record<ActivityKind, Mark['kind']>> = {
  oom: 'oom',
  restarted: 'restart',
  started: 'start',
  stopped: 'stop',
  exited: 'die',
  'health-lost': 'health-lost',
  'health-back': 'health-back',
};

/** What happened, as marks in a chart. */
export function marksOf(activity: Activity): (stack: string, since: number, until: number) => Mark[] {
  return (stack, since, until) =>
    activity.between(stack, since, until).flatMap(({ kind, time, service = '', container = '', text }) => {
      const mark = markKinds[kind];
      return mark === undefined ? [] : [{ time, service, container, kind: mark, text }];
    });
}
