import { describe, expect, it } from 'vitest';
import type { StackView } from '../../../../shared/contract/index.ts';
import type { Plan } from '../../../../shared/index.ts';
import { container, service } from './stand-ins.ts';
import { mainButton, tallyOf, tallyText, whatCanBeDone } from './verbs.ts';

function view(about: Partial<StackView> = {}): StackView {
  return {
    project: { id: 'p', name: 'shop', files: [] },
    state: 'running',
    revision: 1,
    services: [],
    warnings: [],
    ...about,
  };
}

function plan(...actions: ('create' | 'recreate')[]): Plan {
  return {
    project: 'shop',
    unchanged: [],
    steps: actions.map((action, index) => ({
      id: String(index),
      action,
      target: { kind: 'container', name: `c${index}` },
      causes: [],
      after: [],
    })),
  };
}

const problem = { code: 'compose-invalid', message: 'no' } as const;

it('has a main button that says what an Up would do', () => {
  expect(mainButton(view({ state: 'absent' }), plan('create'))).toEqual({
    text: 'Up',
    count: 0,
    primary: true,
  });
  expect(mainButton(view(), plan('create'))).toEqual({ text: 'Up', count: 1, primary: true });
  expect(mainButton(view(), plan('create', 'recreate'))).toEqual({
    text: 'Apply changes',
    count: 2,
    primary: true,
  });
  expect(mainButton(view(), plan())).toEqual({ text: 'Up to date', count: 0, primary: false });
  expect(mainButton(view(), undefined)).toEqual({ text: 'Up', count: 0, primary: false });
  expect(mainButton(view({ problem }), plan('recreate'))).toEqual({ text: 'Up', count: 0, primary: false });
});

describe('what can be done', () => {
  const running = service('web', { build: 'web', containers: [container('web', 1)] });
  const ended = service('db', {
    image: 'postgres',
    containers: [container('db', 1, { state: 'exited', exitCode: 1 })],
  });

  it('to a stack that runs in part', () => {
    expect(whatCanBeDone(view(), [running, ended])).toEqual({
      up: true,
      down: true,
      start: true,
      stop: true,
      restart: true,
      rebuild: true,
      pull: true,
    });
  });

  it('is only to stop while a task works on it, and nothing while the engine is away', () => {
    expect(Object.entries(whatCanBeDone(view({ task: 't' }), [running])).filter(([, can]) => can)).toEqual([
      ['stop', true],
    ]);
    const away = view({ engineProblem: { code: 'engine-unreachable', message: 'no' } });
    expect(Object.values(whatCanBeDone(away, [running])).some(Boolean)).toBe(false);
  });

  it('is what needs no files, while they do not load', () => {
    expect(whatCanBeDone(view({ problem }), [running])).toEqual({
      up: false,
      down: true,
      start: false,
      stop: true,
      restart: true,
      rebuild: false,
      pull: false,
    });
  });
});

it('counts services in words; one whose profile is not active does not count', () => {
  const services = [
    service('a'),
    service('b', { state: 'done' }),
    service('c', { state: 'starting' }),
    service('d', { state: 'unhealthy' }),
    service('e', { state: 'absent', active: false }),
    service('f', { state: 'orphan' }),
  ];
  expect(tallyOf(services)).toEqual({ total: 4, ready: 2, waiting: 1, failed: 1, idle: 0, orphans: 1 });
  expect(tallyText(tallyOf(services))).toBe('2 of 4 ready · 1 waiting · 1 failed');
  expect(tallyText(tallyOf([service('a'), service('b')]))).toBe('all 2 ready');
  expect(tallyText(tallyOf([service('a', { state: 'absent' })]))).toBe('not running');
  expect(tallyText(tallyOf([]))).toBe('no services');
});
