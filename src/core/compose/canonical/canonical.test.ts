import { describe, expect, it } from 'vitest';
import type { CanonicalContext } from '../context.ts';
import { Issues } from '../issues.ts';
import { placeOf, setPlace, type Tree, type TreeMap } from '../positions.ts';
import { canonicalService, canonicalTopLevel } from './index.ts';

const home = '/home/someone';

function context(): CanonicalContext {
  const variables = new Map([['HOME', home]]);
  return {
    workingDirectory: '/project',
    baseDirectory: '/project/sub',
    file: '/project/sub/compose.yaml',
    projectName: 'project',
    environment: {
      get: (name) => variables.get(name),
      sourceOf: (name) => (variables.has(name) ? 'shell' : undefined),
      entries: () => variables,
    },
    issues: new Issues(),
    recordSource: () => undefined,
    recordVariable: () => undefined,
  };
}

/** The canonical form of one field, which is expected to be read without a complaint. */
function canonical(field: string, value: Tree): Tree | undefined {
  const given = context();
  const result = canonicalService({ [field]: value }, given)[field];
  expect([given.issues.errors, given.issues.warnings]).toEqual([[], []]);
  return result;
}

/** What is said about one field. */
function complaints(field: string, value: Tree): { errors: string[]; warnings: string[]; result: TreeMap } {
  const given = context();
  const result = canonicalService({ [field]: value }, given);
  const { errors, warnings } = given.issues;
  return { errors: errors.map((one) => one.message), warnings: warnings.map((one) => one.message), result };
}

describe('ports', () => {
  it('are written out with the defaults of the short form', () => {
    expect(canonical('ports', [3000, '127.0.0.1:8080:80/udp'])).toEqual([
      { mode: 'ingress', target: 3000, protocol: 'tcp' },
      { mode: 'ingress', host_ip: '127.0.0.1', target: 80, published: '8080', protocol: 'udp' },
    ]);
  });

  it('of two ranges become one entry each; a range for one port stays a range', () => {
    expect(canonical('ports', ['8000-8001:80-81', '9000-9005:90'])).toMatchObject([
      { target: 80, published: '8000' },
      { target: 81, published: '8001' },
      { target: 90, published: '9000-9005' },
    ]);
  });

  it('stand where the text stood, each port of a range', () => {
    const ports: Tree[] = ['80-81'];
    const where = { file: 'compose.yaml', line: 4, column: 7 };
    setPlace(ports, 0, where);
    const result = canonicalService({ ports }, context())['ports'];
    const second = (result as TreeMap[])[1] as TreeMap;
    expect([placeOf(result as Tree[], 1), placeOf(second, 'target')]).toEqual([where, where]);
  });
});

describe('volumes', () => {
  it('are bind mounts when the source is a path, which is made absolute', () => {
    expect(canonical('volumes', ['./data:/data/:ro,Z', '~/x:/x', 'C:\\data:/c'])).toEqual([
      {
        type: 'bind',
        source: '/project/sub/data',
        target: '/data',
        read_only: true,
        bind: { selinux: 'Z', create_host_path: true },
      },
      { type: 'bind', source: `${home}/x`, target: '/x', bind: { create_host_path: true } },
      { type: 'bind', source: 'C:\\data', target: '/c', bind: { create_host_path: true } },
    ]);
  });

  it('are named or anonymous volumes otherwise', () => {
    expect(canonical('volumes', ['data:/data:nocopy', '/anonymous'])).toEqual([
      { type: 'volume', source: 'data', target: '/data', volume: { nocopy: true } },
      { type: 'volume', target: '/anonymous', volume: {} },
    ]);
  });

  it('with an option that nobody knows are taken with a warning', () => {
    expect(complaints('volumes', ['./data:/data:rx'])).toMatchObject({
      errors: [],
      warnings: ['volumes[0]: the option "rx" of the volume "./data:/data:rx" is unknown and has no effect.'],
    });
  });
});

describe('commands', () => {
  it.each([
    ['a  "b c" \'d e\' f\\ g', ['a', 'b c', 'd e', 'f g']],
    ['""', ['']],
    ['', []],
    ["sh -c 'one | two'", ['sh', '-c', 'one | two']],
    ['echo `date +%s` $(date | cat)', ['echo', '`date +%s`', '$(date | cat)']],
    [
      ['kept', 'as it is'],
      ['kept', 'as it is'],
    ],
  ])('%j is %j', (command, words) => {
    expect(canonical('command', command)).toEqual(words);
  });

  it('are cut at an operator that no shell will see, with a warning', () => {
    expect(complaints('command', 'one && two')).toMatchObject({
      errors: [],
      warnings: ['command: no shell runs this command: "&& two" is left out.'],
      result: { command: ['one'] },
    });
  });

  it('that are null stay so: they take back what an earlier file says', () => {
    expect(canonical('command', null)).toBeNull();
  });
});

it('lists of variables become mappings, in which null is passed in from outside', () => {
  expect(canonical('environment', ['A=1=2', 'B=', 'C'])).toEqual({ A: '1=2', B: '', C: null });
  expect(canonical('environment', { A: 1, B: true, C: null })).toEqual({ A: '1', B: 'true', C: null });
  expect(canonical('labels', ['a', 'b=1'])).toEqual({ a: '', b: '1' });
});

it('hosts in all forms become a list with one address each', () => {
  const listed = ['a=1.1.1.1', 'b:2.2.2.2', 'c=[::1]', 'd=1.1.1.1,2.2.2.2'];
  expect(canonical('extra_hosts', listed)).toEqual([
    'a=1.1.1.1',
    'b=2.2.2.2',
    'c=::1',
    'd=1.1.1.1',
    'd=2.2.2.2',
  ]);
  expect(canonical('extra_hosts', { a: ['1.1.1.1', '[::1]'] })).toEqual(['a=1.1.1.1', 'a=::1']);
});

it('what a long form leaves out is left out: another file may say it', () => {
  expect(canonical('build', { args: ['A=1'] })).toEqual({ args: { A: '1' } });
  expect(canonical('depends_on', { db: { restart: true } })).toEqual({ db: { restart: true } });
});

it('a value that cannot be read is told and left out, the others stay', () => {
  expect(complaints('devices', ['/dev/a', '/dev/b:/dev/c:rwm:x'])).toEqual({
    errors: ['devices[1]: the device "/dev/b:/dev/c:rwm:x" has too many colons.'],
    warnings: [],
    result: { devices: [{ source: '/dev/a', target: '/dev/a', permissions: 'rwm' }] },
  });
});

it('resources get absolute paths, and old external names their new form', () => {
  expect(canonicalTopLevel('secrets', { file: './token' }, context())).toEqual({
    file: '/project/sub/token',
  });
  expect(canonicalTopLevel('networks', { external: { name: 'net' } }, context())).toEqual({
    external: true,
    name: 'net',
  });
  const bind = { driver: 'local', driver_opts: { o: 'bind', device: './data' } };
  expect(canonicalTopLevel('volumes', bind, context())).toEqual({
    driver: 'local',
    driver_opts: { o: 'bind', device: '/project/sub/data' },
  });
});
