import { describe, expect, it } from 'vitest';
import { gateState, graphOf, neighbour } from './graph.ts';
import { container, service } from './stand-ins.ts';

describe('a stack as a graph', () => {
  it('has a node for each service and an edge to each that it needs', () => {
    const services = [
      service('web', {
        state: 'waiting',
        text: 'waits for api: probe says connection refused',
        build: 'web',
        dependsOn: [{ service: 'api', condition: 'service_healthy', required: true }],
      }),
      service('api', {
        state: 'starting',
        text: 'starting',
        image: 'node:24',
        scale: 3,
        containers: [container('api', 1, { health: 'healthy' }), container('api', 2, { health: 'starting' })],
        dependsOn: [
          { service: 'migrate', condition: 'service_completed_successfully', required: true },
          { service: 'left-out', condition: 'service_started', required: false },
        ],
      }),
      service('migrate', { state: 'done', text: 'completed in 1.2 s', image: 'postgres:17' }),
      service('db', {
        state: 'ready',
        image: 'postgres:17',
        block: { instance: 'db', name: 'postgres', version: '1.0.0' },
        urls: ['http://localhost:8080'],
        containers: [
          container('db', 1, {
            ports: [{ hostIp: '127.0.0.1', published: 15432, target: 5432, protocol: 'tcp' }],
          }),
        ],
      }),
      service('tools', {
        state: 'absent',
        text: 'only with the profile debug',
        image: 'tools',
        active: false,
      }),
    ];

    const calm = { urgent: false, studs: 1, inactive: false, url: undefined, ofBlock: false };
    expect(graphOf(services)).toEqual({
      nodes: [
        {
          ...calm,
          id: 'web',
          state: 'waiting',
          aside: '',
          text: 'waits for api: probe says connection refused',
          urgent: true,
        },
        { ...calm, id: 'api', state: 'starting', aside: '1/3', text: 'starting', urgent: true, studs: 3 },
        { ...calm, id: 'migrate', state: 'done', aside: 'done', text: 'postgres:17' },
        {
          ...calm,
          id: 'db',
          state: 'ready',
          aside: ':15432',
          text: 'postgres:17',
          url: 'http://localhost:8080',
          ofBlock: true,
        },
        {
          ...calm,
          id: 'tools',
          state: 'absent',
          aside: '',
          text: 'only with the profile debug',
          inactive: true,
        },
      ],
      edges: [
        { id: 'web→api', from: 'web', to: 'api', condition: 'healthy', gate: 'waiting', required: true },
        {
          id: 'api→migrate',
          from: 'api',
          to: 'migrate',
          condition: 'completed',
          gate: 'passed',
          required: true,
        },
      ],
    });
  });

  it.each([
    ['started', 'starting', 'waiting', 'passed'],
    ['healthy', 'starting', 'waiting', 'waiting'],
    ['healthy', 'ready', 'ready', 'passed'],
    ['healthy', 'unhealthy', 'ready', 'failed'],
    ['completed', 'ready', 'waiting', 'waiting'],
    ['completed', 'failed', 'absent', 'failed'],
    ['healthy', 'absent', 'absent', 'idle'],
    ['healthy', 'stopped', 'waiting', 'waiting'],
  ] as const)(
    'a gate for "%s" on one that is %s, before one that is %s, is %s',
    (condition, needed, waiter, gate) => {
      expect(gateState(condition, needed, waiter)).toBe(gate);
    },
  );

  it('is walked with the arrow keys: along edges first, else to the nearest that way', () => {
    const places = new Map([
      ['web', { x: 0, y: 0 }],
      ['api', { x: 300, y: 0 }],
      ['worker', { x: 300, y: 100 }],
      ['db', { x: 600, y: 300 }],
    ]);
    const edges = [
      { from: 'web', to: 'worker' },
      { from: 'worker', to: 'db' },
    ];
    const from = (name: string) =>
      (['left', 'right', 'up', 'down'] as const).map((way) => neighbour(name, way, edges, places));

    expect(from('web')).toEqual([undefined, 'worker', undefined, 'worker']);
    expect(from('worker')).toEqual(['web', 'db', 'api', 'db']);
    expect(from('api')).toEqual(['web', 'db', undefined, 'worker']);
    expect(from('nobody')).toEqual([undefined, undefined, undefined, undefined]);
  });
});
