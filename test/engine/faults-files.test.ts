import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { describeOnEachEngine, findAllNamed, nothingLeft, testProject } from '../support/index.ts';

/*
 * Files that cannot be brought up: each a clear error at its place with a remedy, an exit code, and nothing on the engine.
 */

interface BadFile {
  what: string;
  file: string;
  code: number;
  says: RegExp[];
}

const badFiles: BadFile[] = [
  {
    what: 'services that wait for each other in a circle',
    file: `services:
  a: { image: busybox, depends_on: [b] }
  b: { image: busybox, depends_on: [c] }
  c: { image: busybox, depends_on: [a] }
`,
    code: 2,
    says: [/a → b → c → a|a -> b -> c -> a/, /compose\.yaml:\d+:\d+/],
  },
  {
    what: 'a key that nobody knows',
    file: 'services:\n  web:\n    image: busybox\n    enviroment: { A: b }\n',
    code: 2,
    says: [/enviroment/, /environment/, /compose\.yaml:4:5/],
  },
  {
    what: 'a value of the wrong type',
    file: 'services:\n  web:\n    image: busybox\n    ports: 8080\n',
    code: 2,
    says: [/ports/, /compose\.yaml:4:\d+/],
  },
  {
    what: 'aliases that multiply without end',
    file: `x-a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]
x-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
x-c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
x-d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
x-e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
x-f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]
x-g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f]
x-h: [*g, *g, *g, *g, *g, *g, *g, *g, *g]
services: { web: { image: busybox } }
`,
    code: 2,
    says: [/alias/i, /compose\.yaml/],
  },
  {
    what: 'YAML that is none',
    file: 'services:\n  web: { image: busybox\n',
    code: 2,
    says: [/compose\.yaml:\d+:\d+/],
  },
  {
    what: 'a variable that must be set and is not',
    file: 'services:\n  web:\n    image: busybox:${BYTEST_TAG:?say which busybox}\n',
    code: 2,
    says: [/BYTEST_TAG/, /say which busybox/, /compose\.yaml:3:\d+/],
  },
];

describeOnEachEngine('a file that cannot be brought up', (engine) => {
  for (const { what, file, code, says } of badFiles)
    it(`is told with its place, and nothing is made: ${what}`, async () => {
      await using project = await testProject(engine, { 'compose.yaml': file }, 'badfile');
      const result = await project.blockyard(['up']);
      expect(result, result.stderr).toMatchObject({ code, stdout: '' });
      for (const pattern of says) expect(result.stderr).toMatch(pattern);
      expect(await findAllNamed(engine, project.name)).toEqual(nothingLeft);
    });

  it('that mounts what lies outside the project is asked about first', async () => {
    await using project = await testProject(
      engine,
      { 'compose.yaml': 'services:\n  web:\n    image: busybox\n    volumes: ["../outside:/outside"]\n' },
      'outside',
    );
    await mkdir(path.join(project.folder, '../outside'));
    const refused = await project.blockyard(['up']);
    expect(refused.code, refused.stderr).toBe(4);
    expect(refused.stderr).toMatch(/outside/);
    expect(refused.stderr).toMatch(/compose\.yaml:4:\d+/);
    expect(refused.stderr).toMatch(/blockyard trust/);
    expect(await findAllNamed(engine, project.name)).toEqual(nothingLeft);
  });

  it('tells everything that is wrong at once, as JSON where asked', async () => {
    await using project = await testProject(
      engine,
      { 'compose.yaml': 'services:\n  web:\n    image: busybox\n    imag: busybox\n    tty: perhaps\n' },
      'badfile',
    );
    const { code, stderr } = await project.blockyard(['up', '--json']);
    expect(code).toBe(2);
    const error = JSON.parse(stderr);
    expect(error.errors.map(({ where }: { where: { line: number } }) => where.line).sort()).toEqual([4, 5]);
  });
});
