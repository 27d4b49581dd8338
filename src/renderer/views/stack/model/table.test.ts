import { expect, it } from 'vitest';
import { container, service } from './stand-ins.ts';
import { type Column, rowsOf } from './table.ts';

const services = [
  service('web-10', {
    build: 'web',
    scale: 2,
    containers: [
      container('web-10', 1, {
        createdAt: 5_000,
        status: 'Up 2 minutes (healthy)',
        health: 'healthy',
        ports: [{ hostIp: '0.0.0.0', published: 8080, target: 80, protocol: 'tcp' }],
      }),
    ],
  }),
  service('web-2', { image: 'nginx:1', state: 'waiting', text: 'waits for db', containers: [] }),
  service('db', {
    image: 'postgres:17',
    state: 'failed',
    text: 'exited with 1',
    containers: [container('db', 1, { state: 'exited', exitCode: 1, status: 'Exited (1) 3 seconds ago' })],
  }),
  service('migrate', {
    image: 'postgres:17',
    state: 'done',
    text: 'completed',
    containers: [container('migrate', 1, { state: 'exited', exitCode: 0 })],
  }),
  service('tools', {
    image: 'tools',
    state: 'absent',
    text: 'not created',
    active: false,
    profiles: ['debug'],
  }),
];

const moments = { seenAt: 0, now: 30_000 };

const names = (by: Column, filter = '', descending = false) =>
  rowsOf(services, filter, { by, descending }, moments).map((row) => row.service.name);

it('shows what a service is made of, how many containers are ready, and what is the matter', () => {
  const rows = rowsOf(services, '', { by: 'name', descending: false }, moments);
  expect(rows.map(({ service: { name }, ...row }) => ({ name, ...row }))).toEqual([
    {
      name: 'db',
      source: 'postgres:17',
      containers: '0/1',
      ports: [],
      uptime: undefined,
      note: 'exited with 1',
    },
    { name: 'migrate', source: 'postgres:17', containers: '1/1', ports: [], uptime: undefined, note: '' },
    {
      name: 'tools',
      source: 'tools',
      containers: '0/1',
      ports: [],
      uptime: undefined,
      note: 'only with the profile debug',
    },
    {
      name: 'web-2',
      source: 'nginx:1',
      containers: '0/1',
      ports: [],
      uptime: undefined,
      note: 'waits for db',
    },
    {
      name: 'web-10',
      source: 'built from ./web',
      containers: '1/2',
      ports: ['8080→80'],
      uptime: 150_000,
      note: '',
    },
  ]);
});

it('sorts by state with trouble first, by port and uptime with those that have none last', () => {
  expect(names('state')).toEqual(['db', 'web-2', 'web-10', 'migrate', 'tools']);
  expect(names('state', '', true)).toEqual(['tools', 'migrate', 'web-10', 'web-2', 'db']);
  expect(names('ports')[0]).toBe('web-10');
  expect(names('uptime')[0]).toBe('web-10');
  expect(names('containers', '', true)[0]).toBe('web-10');
  expect(names('source')).toEqual(['web-10', 'web-2', 'db', 'migrate', 'tools']);
});

it('filters by words in name, image, state, trouble, port and profile', () => {
  expect(names('name', 'postgres')).toEqual(['db', 'migrate']);
  expect(names('name', 'POSTGRES failed')).toEqual(['db']);
  expect(names('name', '8080')).toEqual(['web-10']);
  expect(names('name', 'debug')).toEqual(['tools']);
  expect(names('name', 'nothing of it')).toEqual([]);
});
