import { describe, expect, it } from 'vitest';
import { ManyErrors } from '../../shared/index.ts';
import { ProjectFixture } from './project-fixture.ts';

describe('a project that is wrong', () => {
  it('tells everything at once, each at its place', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': `services:
  web:
    image: "\${MUST:?ask the team}"
    prots: ["80"]
    ports: ["99999"]
    networks: [front]
    depends_on: [api]
  api:
    image: y
    scale: many
    depends_on: [web]
`,
    });
    const errors = await folder.errors();
    expect(errors.map((error) => error.split(' ')[0])).toEqual([
      'compose.yaml:3:13',
      'compose.yaml:4:5',
      'compose.yaml:10:12',
      'compose.yaml:5:13',
      'compose.yaml:6:16',
      'compose.yaml:11:18',
    ]);
    expect(errors.at(-1)).toContain('web → api → web');
    const thrown = await folder.load().catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ManyErrors);
    expect((thrown as ManyErrors).code).toBe('interpolation-failed');
  });

  it('points at the variable itself, in whatever way the value is written', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': `services:
  web:
    image: nginx:\${TAG?}
    command: >
      run this
      and \${THAT?}
    labels: { a: 'x \${A!}' }
`,
    });
    expect((await folder.errors()).map((error) => error.split(' ')[0])).toEqual([
      'compose.yaml:3:18',
      'compose.yaml:6:11',
      'compose.yaml:7:21',
    ]);
  });

  it('tells what must be there once all files are merged', async () => {
    using folder = new ProjectFixture({
      'compose.yaml':
        'services: {web: {image: x, depends_on: {api: {restart: true}}}, api: {image: x}}\nmodels: {m: {}}\n',
      'more.yaml':
        'services: {web: {depends_on: {api: {condition: service_healthy}}}}\nmodels: {m: {model: x}}\n',
    });
    expect(await folder.errors()).toEqual([
      'compose.yaml:1:46 services.web.depends_on.api must have "condition".',
      'compose.yaml:2:13 models.m must have "model".',
    ]);
    expect(await folder.errors({ files: ['compose.yaml', 'more.yaml'] })).toEqual([]);
  });

  it('does not blame what refers to a file that could not be read', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': 'services: {web: {image: x, networks: [front]}}\n',
      'compose.override.yaml': 'networks: {front: {}\n',
    });
    const errors = await folder.errors();
    expect(errors.every((error) => error.startsWith('compose.override.yaml'))).toBe(true);
  });

  it('is not read from devices, folders and endless files', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': `include: [/dev/zero, folder]
services:
  web: {image: x, extends: {file: large.yaml, service: web}}
`,
      'folder/x': '',
      'large.yaml': `x-large: ${'x'.repeat(1024 * 1024)}`,
      'env.yaml': 'services: {web: {image: x, env_file: [/dev/zero, /dev/null], label_file: large.yaml}}\n',
    });
    expect(await folder.errors()).toEqual([
      'compose.yaml:3:35 The file large.yaml is larger than 1024 KiB.',
      'compose.yaml:1:11 The file /dev/zero is not a regular file.',
      `compose.yaml:1:22 The file ${folder.path('folder')} is a directory.`.replace(
        `${folder.directory}/`,
        '',
      ),
    ]);
    expect(await folder.errors({ files: ['env.yaml'] })).toEqual([
      'env.yaml:1:39 The env file /dev/zero is not a regular file.',
      'env.yaml:1:74 The label file large.yaml is larger than 1024 KiB.',
    ]);
    expect(await folder.errors({ files: ['/dev/zero'] })).toEqual([
      '/dev/zero The file /dev/zero is larger than 1024 KiB.',
    ]);
  });

  it('tells the first hundred of countless faults', async () => {
    const keys = Array.from({ length: 500 }, (_, index) => `    wrong${index}: 1\n`);
    using folder = new ProjectFixture({ 'compose.yaml': `services:\n  web:\n${keys.join('')}` });
    expect(await folder.errors()).toHaveLength(100);
  });

  it('may be empty, or no mapping', async () => {
    using folder = new ProjectFixture({ 'compose.yaml': '# nothing\n', 'list.yaml': '- a\n' });
    expect(await folder.errors()).toEqual(['compose.yaml The Compose file is empty.']);
    expect(await folder.errors({ files: ['list.yaml'] })).toEqual([
      'list.yaml:1:1 A Compose file is a mapping with keys such as "services".',
    ]);
  });
});

describe('a loaded project', () => {
  it('knows where a value stands, or the nearest above it', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': 'services:\n  web:\n    image: x\n    ports:\n      - "80:80"\n',
      'compose.override.yaml': 'services:\n  web:\n    user: "1"\n',
    });
    const { where } = await folder.load();
    const place = (file: string, line: number, column: number) => ({ file: folder.path(file), line, column });
    expect(where(['services', 'web', 'ports', 0])).toEqual(place('compose.yaml', 5, 9));
    expect(where(['services', 'web', 'user'])).toEqual(place('compose.override.yaml', 3, 11));
    expect(where(['services', 'web', 'ports', 0, 'protocol'])).toEqual(place('compose.yaml', 5, 9));
    expect(where(['services', 'web', 'nothing'])).toEqual(place('compose.override.yaml', 3, 5));
  });

  it('may take in paths outside its folder: trust decides about them', async () => {
    using folder = new ProjectFixture({
      'project/compose.yaml':
        'services: {web: {image: x, build: ../.., volumes: ["../outside:/data", "/etc:/etc"]}}\n',
    });
    const project = await folder.load({ files: ['project/compose.yaml'] });
    expect(project.config.services['web']?.volumes?.map(({ source }) => source)).toEqual([
      folder.path('outside'),
      '/etc',
    ]);
  });

  it('is merged from documents and files in order', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': 'services: {web: {image: a, ports: ["80:80"]}}\n---\nservices: {web: {image: b}}\n',
      'compose.override.yaml': 'services: {web: {ports: !override ["81:81"]}}\n',
    });
    const { config } = await folder.load();
    expect(config.services['web']).toMatchObject({ image: 'b', ports: [{ target: 81, published: '81' }] });
  });
});
