import type { Mark } from '../../../shared/contract/index.ts';

/** How a mark looks: what ends something badly stands out, what comes and goes stays quiet. */
export interface MarkKind {
  title: string;
  tone: 'bad' | 'wait' | 'ok' | 'idle';
  /** Drawn at the head of its line, so that it reads without colour. */
  shape: 'diamond' | 'ring' | 'dot';
  /** Whether it is written beside its line. */
  labelled: boolean;
}

export const markKinds: Record<Mark['kind'], MarkKind> = {
  oom: { title: 'out of memory', tone: 'bad', shape: 'diamond', labelled: true },
  die: { title: 'ended', tone: 'bad', shape: 'diamond', labelled: false },
  restart: { title: 'restarted', tone: 'wait', shape: 'ring', labelled: true },
  'health-lost': { title: 'unhealthy', tone: 'bad', shape: 'ring', labelled: true },
  'health-back': { title: 'healthy again', tone: 'ok', shape: 'dot', labelled: false },
  start: { title: 'started', tone: 'ok', shape: 'dot', labelled: false },
  stop: { title: 'stopped', tone: 'idle', shape: 'dot', labelled: false },
};
