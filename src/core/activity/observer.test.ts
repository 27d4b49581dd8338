import { expect, test } from 'vitest';
import type { EngineEvent } from '../engine/index.ts';
import { Observer } from './observer.ts';

const labels = {
  name: 'shop-web-1',
  'com.docker.compose.project': 'shop',
  'com.docker.compose.service': 'web',
  'com.docker.compose.container-number': '1',
};

function event(action: string, attributes: Record<string, string> = {}): EngineEvent {
  return {
    type: 'container',
    action,
    id: 'one',
    attributes: { ...labels, ...attributes },
    timeNano: 5_000_000n,
  };
}

/** What is told of these events, in their order. */
function told(...events: EngineEvent[]): string[] {
  const observer = new Observer();
  return events.flatMap((it) => {
    const happening = observer.observe(it)?.happening;
    return happening ? [`${happening.kind} ${happening.level}: ${happening.text}`] : [];
  });
}

test('a life, as the engine tells it when somebody stops it', () => {
  expect(
    told(
      event('create'),
      event('start'),
      event('exec_create: true'),
      event('health_status: healthy'),
      event('health_status: healthy'),
      event('health_status: unhealthy'),
      event('health_status: healthy'),
      event('kill', { signal: '15' }),
      event('die', { exitCode: '143' }),
      event('stop'),
      event('destroy'),
    ),
  ).toEqual([
    'created note: web was created',
    'started good: web started',
    'health-back good: web is healthy',
    'health-lost bad: web is not healthy',
    'health-back good: web is healthy again',
    'stopped note: web stopped (143)',
    'removed note: web was removed',
  ]);
});

test('ends that nobody wished say why', () => {
  const start = event('start');
  const die = (exitCode: number) => event('die', { exitCode: String(exitCode) });
  expect(told(start, die(1), start, die(0))).toEqual([
    'started good: web started',
    'exited bad: web exited with 1',
    'restarted warning: web was started again',
    'exited note: web ended with 0',
  ]);
  expect(told(event('kill', { signal: '9' }), die(137))).toEqual([
    'exited bad: web was killed, exited with 137',
  ]);
  expect(told(event('oom'), die(137))).toEqual([
    'oom bad: web ran out of memory',
    'exited bad: web exited with 137, out of memory',
  ]);
  expect(told(event('kill', { signal: '15' }), event('kill', { signal: '9' }), die(137))).toEqual([
    'killed warning: web did not end in time and was killed',
    'stopped note: web stopped (137)',
  ]);
});

test('an OOM kill that is told for each of its processes is one; one of the next life is another', () => {
  const oom = (seconds: number) => ({ ...event('oom'), timeNano: BigInt(seconds * 1e9) });
  const words = 'oom bad: web ran out of memory';
  expect(told(oom(1), oom(1.2), oom(2.1), oom(9))).toEqual([words, words]);
  expect(told(oom(1), event('start'), oom(1.5))).toEqual([words, 'started good: web started', words]);
});

test('a signal to read files anew is no stop: who dies after it has crashed', () => {
  for (const signal of ['1', 'SIGHUP', '10', '12'])
    expect(told(event('kill', { signal }), event('die', { exitCode: '139' }))).toEqual([
      'exited bad: web exited with 139',
    ]);
});

test('replicas and runs are named, what is of no stack is left out', () => {
  expect(
    told(
      event('start', { 'com.docker.compose.container-number': '2' }),
      event('die', { 'com.docker.compose.oneoff': 'True', exitCode: '2' }),
    ),
  ).toEqual(['started good: web 2 started', 'exited bad: A run of web exited with 2']);
  const observer = new Observer();
  expect(observer.observe({ ...event('start'), attributes: { name: 'other' } })).toBeUndefined();
  expect(observer.observe({ ...event('start'), type: 'network' })).toBeUndefined();
});
