import { describe, expect, it } from 'vitest';
import type { ErrorData, TaskSnapshot } from '../../../../shared/index.ts';
import { failureOf, troubled } from './failure.ts';
import { progressOf } from './progress.ts';
import { container, service } from './stand-ins.ts';

function task(about: Partial<TaskSnapshot>) {
  return {
    id: 't',
    kind: 'up',
    title: 'up shop',
    state: 'failed' as const,
    owner: { pid: 1, startedAt: 0, via: 'web' as const },
    cancellable: true,
    startedAt: 1_000,
    progress: [],
    retryable: true,
    ...about,
  };
}

const portTaken = { code: 'port-taken', message: 'web wants port 80, held by nginx.' } as const;

describe('the failure that is shown', () => {
  it('is that of the last task, with what we can do about it', () => {
    expect(failureOf([task({ error: portTaken })])).toEqual({
      task: 't',
      title: 'up shop',
      error: portTaken,
      retryable: true,
      remedies: ['free-ports'],
    });
    const several: ErrorData = { code: 'not-ready', message: 'two things', errors: [portTaken, portTaken] };
    expect(failureOf([task({ error: several })])?.remedies).toEqual(['free-ports']);
  });

  it('is none once something was done after it, or is under way', () => {
    const failed = task({ error: portTaken });
    expect(failureOf([])).toBeUndefined();
    expect(failureOf([failed, task({ id: 'u', state: 'done', startedAt: 2_000 })])).toBeUndefined();
    expect(failureOf([task({ id: 'u', state: 'running', startedAt: 2_000 }), failed])).toBeUndefined();
    expect(failureOf([task({ state: 'cancelled' })])).toBeUndefined();
  });

  it('is not hidden by a watch that goes on', () => {
    const watching = task({ id: 'w', kind: 'watch', state: 'running', startedAt: 2_000 });
    expect(failureOf([watching, task({ error: portTaken })])?.task).toBe('t');
  });

  it('of a process that died has words as well', () => {
    expect(failureOf([task({ state: 'lost' })])?.error).toEqual({
      code: 'interrupted',
      message: 'up shop was cut short: the process that did it is gone.',
      remedy: 'Up goes on from whatever is there.',
    });
  });
});

it('names the services whose logs help', () => {
  const services = [
    service('a', { state: 'failed', containers: [container('a', 1)] }),
    service('b', { state: 'failed' }),
    service('c'),
  ];
  expect(troubled({ services })).toEqual(['a']);
});

it('says how far a task is, over what has nothing below it, and what it is at', () => {
  const progress = progressOf({
    project: 'shop',
    progress: [
      { id: 'images', title: 'images', state: 'running' },
      {
        id: 'pull',
        parent: 'images',
        title: 'postgres:17',
        state: 'running',
        current: 50,
        total: 100,
        startedAt: 5,
      },
      { id: 'db', title: 'shop-db-1', service: 'db', state: 'running', text: 'starts', startedAt: 2 },
      { id: 'net', title: 'network', state: 'done' },
      { id: 'web', title: 'shop-web-1', state: 'waiting' },
      { id: 'api', title: 'shop-api-1', state: 'running', startedAt: 9 },
    ],
  });
  expect(progress).toEqual({ value: 1.5 / 5, done: 1, total: 5, now: ['db: starts', 'postgres:17', 'api'] });
  expect(progressOf({ progress: [] })).toEqual({ value: undefined, done: 0, total: 0, now: [] });
});
