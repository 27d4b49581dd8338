import { expect, test } from 'vitest';
import type { EngineEvent } from '../engine/index.ts';
import type { ContainerStatus, SeenProject } from '../stack/index.ts';
import { Expectations } from './expectations.ts';

const running: ContainerStatus = {
  service: 'web',
  number: 1,
  name: 'shop-web-1',
  id: 'one',
  image: 'web',
  state: 'running',
  health: 'healthy',
  status: 'Up 2 minutes (healthy)',
  createdAt: 0,
  ports: [],
  orphan: false,
  oneOff: false,
};

function seen(...containers: ContainerStatus[]): SeenProject[] {
  return [{ name: 'shop', files: [], containers, dependencies: {} }];
}

function event(action: string, attributes: Record<string, string> = {}): EngineEvent {
  return { type: 'container', action, id: 'one', attributes, timeNano: 0n };
}

test('a death that the list does not show yet is shown, and looked for again', () => {
  const expectations = new Expectations();
  expectations.note(event('die', { exitCode: '137' }));
  const list = seen(running, { ...running, id: 'other' });
  expect(expectations.settle(list)).toBe(60);
  expect(expectations.applyTo(list)[0]?.containers).toMatchObject([
    { state: 'exited', exitCode: 137, health: 'none' },
    { state: 'running' },
  ]);
  expect(list[0]?.containers[0]?.state).toBe('running');
  expect(expectations.settle(list)).toBe(120);
  expect(expectations.settle(seen({ ...running, state: 'exited', exitCode: 137 }))).toBeUndefined();
  expect(expectations.applyTo(list)).toBe(list);
});

test('a list that says otherwise for long is believed', () => {
  const expectations = new Expectations();
  expectations.note(event('die'));
  const pauses = [];
  for (let pause = expectations.settle(seen(running)); pause; pause = expectations.settle(seen(running)))
    pauses.push(pause);
  expect(pauses).toEqual([60, 120, 240, 480, 960, 1920]);
});

test('a new start and a removal end what was expected', () => {
  for (const action of ['start', 'destroy']) {
    const expectations = new Expectations();
    expectations.note(event('die'));
    expectations.note(event(action));
    const list = seen(running);
    expect(expectations.applyTo(list)).toBe(list);
  }
});

test('pauses and health are shown as told', () => {
  const expectations = new Expectations();
  expectations.note(event('pause'));
  expect(expectations.applyTo(seen(running))[0]?.containers[0]?.state).toBe('paused');
  expectations.note(event('unpause'));
  expect(expectations.applyTo(seen({ ...running, state: 'paused' }))[0]?.containers[0]?.state).toBe(
    'running',
  );
  expectations.note(event('health_status: unhealthy'));
  expect(expectations.applyTo(seen(running))[0]?.containers[0]?.health).toBe('unhealthy');
});
