import { describe, expect, it } from 'vitest';
import { relationsOf, whyOf } from './needs.ts';
import { service } from './stand-ins.ts';

describe('why a service is as it is', () => {
  it('says on what it waits, since when, and the last words of the probe', () => {
    const worker = service('worker', {
      state: 'waiting',
      text: 'waits for queue: tcp 5672 says connection refused',
      waitsFor: {
        services: ['queue'],
        text: 'waits for queue: tcp 5672 says connection refused',
        since: 1_000,
      },
    });
    expect(whyOf(worker)).toEqual({
      tone: 'wait',
      on: ['queue'],
      text: '',
      detail: 'tcp 5672 says connection refused',
      since: 1_000,
    });
  });

  it('tells a trouble as such, also while something still waits for it', () => {
    const slow = service('slow', {
      state: 'unhealthy',
      text: 'unhealthy',
      waitsFor: { services: [], text: 'waits: false does not pass yet', since: 5 },
    });
    expect(whyOf(slow)).toEqual({
      tone: 'bad',
      on: [],
      text: 'unhealthy',
      detail: 'false does not pass yet',
      since: 5,
    });
    expect(whyOf(service('db', { state: 'failed', text: 'out of memory, exited with 137' }))).toMatchObject({
      tone: 'bad',
      text: 'out of memory, exited with 137',
    });
  });

  it('has nothing to say of one that is as it should be', () => {
    expect(
      ['ready', 'done', 'absent'].map((state) => whyOf(service('x', { state: state as 'ready' }))),
    ).toEqual([undefined, undefined, undefined]);
    const left = service('tools', { state: 'absent', active: false, profiles: ['debug'] });
    expect(whyOf(left)?.text).toBe('Left out of Up: its profile debug is not active.');
  });
});

it('knows what a service needs, and who needs it', () => {
  const services = [
    service('web', { dependsOn: [{ service: 'api', condition: 'service_healthy', required: true }] }),
    service('api', {
      state: 'starting',
      dependsOn: [{ service: 'db', condition: 'service_started', required: false }],
    }),
    service('db'),
  ];
  expect(relationsOf(services, 'api')).toEqual({
    needs: [{ service: 'db', state: 'ready', gate: 'passed', text: 'has started, if it is there' }],
    neededBy: [{ service: 'web', state: 'ready', gate: 'waiting', text: 'is healthy' }],
  });
});
