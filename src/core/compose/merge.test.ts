import { describe, expect, it } from 'vitest';
import { Issues } from './issues.ts';
import { forget, mergeProjects } from './merge.ts';
import { placeOf, setPlace, type TreeMap } from './positions.ts';
import { uniqueLists } from './unique.ts';

function merged(earlier: TreeMap, later: TreeMap): TreeMap {
  const issues = new Issues();
  const whole = mergeProjects({ services: { web: earlier } }, { services: { web: later } }, issues);
  issues.throwIfAny();
  return uniqueLists((whole['services'] as TreeMap)['web'] as TreeMap);
}

describe('merging files', () => {
  it('merges mappings, appends lists, and lets the later single value win', () => {
    expect(
      merged(
        {
          image: 'a',
          user: 'u',
          volumes_from: ['x'],
          deploy: { replicas: 1, resources: { limits: { cpus: 1 } } },
        },
        { image: 'b', volumes_from: ['y'], deploy: { resources: { limits: { memory: '1g' } } } },
      ),
    ).toEqual({
      image: 'b',
      user: 'u',
      volumes_from: ['x', 'y'],
      deploy: { replicas: 1, resources: { limits: { cpus: 1, memory: '1g' } } },
    });
  });

  it('replaces commands and tests', () => {
    expect(
      merged(
        { command: ['a', 'b'], entrypoint: ['e'], healthcheck: { test: ['CMD', 'x'], interval: '1s' } },
        { command: ['c'], entrypoint: null, healthcheck: { test: ['CMD', 'y'] } },
      ),
    ).toEqual({ command: ['c'], entrypoint: null, healthcheck: { test: ['CMD', 'y'], interval: '1s' } });
  });

  it('lets a variable without a value win, but not an empty mapping', () => {
    expect(
      merged(
        { environment: { A: '1', B: '2' }, networks: { n: { aliases: ['x'] } } },
        { environment: { A: null }, networks: { n: null, m: null } },
      ),
    ).toEqual({ environment: { A: null, B: '2' }, networks: { n: { aliases: ['x'] }, m: null } });
  });

  it('keeps logging options only for the same driver', () => {
    const base = { logging: { driver: 'json-file', options: { a: '1' } } };
    expect(merged(base, { logging: { options: { b: '2' } } })).toEqual({
      logging: { driver: 'json-file', options: { a: '1', b: '2' } },
    });
    expect(merged(base, { logging: { driver: 'syslog', options: { b: '2' } } })).toEqual({
      logging: { driver: 'syslog', options: { b: '2' } },
    });
  });

  it('replaces limits as a whole, and own extensions', () => {
    expect(
      merged(
        { ulimits: { nofile: { soft: 1, hard: 2 }, nproc: 3 }, 'x-own': { a: 1 } },
        { ulimits: { nofile: 5 }, 'x-own': { b: 2 } },
      ),
    ).toEqual({ ulimits: { nofile: 5, nproc: 3 }, 'x-own': { b: 2 } });
  });

  it('lets later entries of unique lists take the place of the same earlier ones', () => {
    expect(
      merged(
        {
          ports: [
            { target: 80, published: '80', protocol: 'tcp', mode: 'ingress' },
            { target: 81, published: '81' },
          ],
          volumes: [
            { type: 'volume', source: 'a', target: '/x' },
            { type: 'bind', source: '/b', target: '/y' },
          ],
          secrets: [{ source: 's' }],
          dns: ['1.1.1.1'],
          tmpfs: ['/run', '/tmp'],
          networks: { n: { aliases: ['a', 'b'] } },
          build: { tags: ['t'] },
          extra_hosts: ['h=1'],
        },
        {
          ports: [{ target: 80, published: '80', mode: 'host' }],
          volumes: [{ type: 'tmpfs', target: '/x' }],
          secrets: [{ source: 't', target: '/run/secrets/s' }],
          dns: ['8.8.8.8', '1.1.1.1'],
          tmpfs: ['/run'],
          networks: { n: { aliases: ['b', 'c'] } },
          build: { tags: ['t', 'u'] },
          extra_hosts: ['h=2'],
        },
      ),
    ).toEqual({
      ports: [
        { target: 80, published: '80', mode: 'host' },
        { target: 81, published: '81' },
      ],
      volumes: [
        { type: 'tmpfs', target: '/x' },
        { type: 'bind', source: '/b', target: '/y' },
      ],
      secrets: [{ source: 't', target: '/run/secrets/s' }],
      dns: ['1.1.1.1', '8.8.8.8'],
      tmpfs: ['/run', '/tmp'],
      networks: { n: { aliases: ['a', 'b', 'c'] } },
      build: { tags: ['t', 'u'] },
      extra_hosts: ['h=1', 'h=2'],
    });
  });

  it('merges address pools by subnet', () => {
    const pools = (...config: TreeMap[]): TreeMap => ({ networks: { n: { ipam: { config } } } });
    const earlier = pools({ subnet: '10.0.0.0/24', gateway: '10.0.0.1' }, { subnet: '10.1.0.0/24' });
    const later = pools({ subnet: '10.0.0.0/24', ip_range: '10.0.0.0/28' }, { subnet: '10.2.0.0/24' });
    expect(mergeProjects(earlier, later, new Issues())).toEqual(
      pools(
        { subnet: '10.0.0.0/24', gateway: '10.0.0.1', ip_range: '10.0.0.0/28' },
        { subnet: '10.2.0.0/24' },
      ),
    );
  });

  it('reports a mapping that meets a list, at the later one', () => {
    const issues = new Issues();
    const later: TreeMap = { links: { a: 'b' } };
    setPlace(later, 'links', { file: 'o.yaml', line: 3, column: 7 });
    mergeProjects({ links: ['a'] }, later, issues);
    expect(issues.errors.map(({ message, where }) => ({ message, where }))).toEqual([
      {
        message: 'links is a mapping here and a list in a file before: they cannot be merged.',
        where: { file: 'o.yaml', line: 3, column: 7 },
      },
    ]);
  });

  it('changes neither side and hands the places on', () => {
    const earlier: TreeMap = { a: { b: 1 }, list: [1] };
    const later: TreeMap = { a: { c: 2 }, list: [2] };
    setPlace(earlier['list'] as object, 0, { file: 'one' });
    setPlace(later['list'] as object, 0, { file: 'two' });
    const result = mergeProjects(earlier, later, new Issues());
    expect(result).toEqual({ a: { b: 1, c: 2 }, list: [1, 2] });
    expect([earlier, later]).toEqual([
      { a: { b: 1 }, list: [1] },
      { a: { c: 2 }, list: [2] },
    ]);
    expect([0, 1].map((index) => placeOf(result['list'] as object, index)?.file)).toEqual(['one', 'two']);
  });

  it('forgets what is at a path, and nothing else', () => {
    const tree: TreeMap = { services: { a: { ports: [1], image: 'x' }, b: { ports: [2] } } };
    expect(forget(tree, [['services', 'a', 'ports'], ['services', 'c', 'image'], ['volumes']])).toEqual({
      services: { a: { image: 'x' }, b: { ports: [2] } },
    });
    expect(tree['services']).toEqual({ a: { ports: [1], image: 'x' }, b: { ports: [2] } });
  });
});
