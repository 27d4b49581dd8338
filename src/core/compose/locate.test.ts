import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ProjectFixture } from './project-fixture.ts';

const web = 'services: {web: {image: nginx}}\n';

describe('finding the files of a project', () => {
  it.each(['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'])(
    'finds %s',
    async (name) => {
      using folder = new ProjectFixture({ [name]: web });
      expect((await folder.load()).files).toEqual([folder.path(name)]);
    },
  );

  it('adds the override file, prefers the first name, and says so', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': web,
      'docker-compose.yml': web,
      'compose.override.yml': 'services: {web: {user: "1"}}\n',
    });
    const project = await folder.load();
    expect(project.files).toEqual([folder.path('compose.yaml'), folder.path('compose.override.yml')]);
    expect(project.config.services['web']?.user).toBe('1');
    expect(project.warnings.map(({ message }) => message)).toEqual([
      'There are several files of this kind here: compose.yaml is used, docker-compose.yml not.',
    ]);
  });

  it('looks in the folders above', async () => {
    using folder = new ProjectFixture({ 'compose.yaml': web });
    mkdirSync(folder.path('deep/er'), { recursive: true });
    const project = await folder.load({ workingDirectory: folder.path('deep/er') });
    expect(project.workingDirectory).toBe(folder.directory);
  });

  it('tells when there is none', async () => {
    using folder = new ProjectFixture({});
    expect(await folder.errors()).toEqual([`There is no Compose file in ${folder.directory} or above it.`]);
  });

  it('tells when a named file does not exist', async () => {
    using folder = new ProjectFixture({ 'compose.yaml': web });
    expect(await folder.errors({ files: ['other.yaml'] })).toEqual([
      'other.yaml The file other.yaml does not exist.',
    ]);
  });

  it('takes the folder of the first file as the project’s, whatever the folder of the others', async () => {
    using folder = new ProjectFixture({
      'one/a.yaml': 'services: {web: {image: x, volumes: ["./data:/data"]}}\n',
      'two/b.yaml': 'services: {web: {volumes: ["./more:/more"]}}\n',
    });
    const project = await folder.load({ files: ['one/a.yaml', 'two/b.yaml'] });
    expect(project.workingDirectory).toBe(folder.path('one'));
    expect(project.config.services['web']?.volumes?.map(({ source }) => source)).toEqual([
      folder.path('one/data'),
      folder.path('one/more'),
    ]);
  });

  it('takes another folder as the project’s when asked', async () => {
    using folder = new ProjectFixture({ 'one/a.yaml': 'services: {web: {build: .}}\n', '.env': 'A=1\n' });
    const project = await folder.load({ files: ['one/a.yaml'], projectDirectory: '.' });
    expect(project.config.services['web']?.build?.context).toBe(folder.directory);
    expect(project.sources).toEqual([folder.path('.env'), folder.path('one/a.yaml')]);
  });
});

describe('the variables of a project', () => {
  it('come from the shell first, then from .env, and are told apart', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': `
services:
  web:
    image: nginx:$TAG
    env_file: web.env
    environment:
      FIXED: "1"
      SHELL_TEXT: "x-\${FROM_SHELL}"
      DOT_TEXT: "\${FROM_DOT}"
      FROM_SHELL:
      FROM_DOT:
      NOWHERE:
`,
      '.env': 'TAG=dot\nFROM_DOT=dot\n',
      'web.env': 'FILE=file\nFIXED=overridden\n',
    });
    const project = await folder.load({ environment: { TAG: 'shell', FROM_SHELL: 'shell' } });
    expect(project.config.services['web']?.image).toBe('nginx:shell');
    expect(project.config.services['web']?.environment).toEqual({
      FILE: 'file',
      FIXED: '1',
      SHELL_TEXT: 'x-shell',
      DOT_TEXT: 'dot',
      FROM_SHELL: 'shell',
      FROM_DOT: 'dot',
      NOWHERE: null,
    });
    expect(project.environmentSources).toEqual({
      web: {
        FILE: 'env_file',
        FIXED: 'file',
        SHELL_TEXT: 'shell',
        DOT_TEXT: 'dotenv',
        FROM_SHELL: 'shell',
        FROM_DOT: 'dotenv',
        NOWHERE: 'file',
      },
    });
    expect(project.shellVariables.map(({ name, services, where }) => [name, services, where?.line])).toEqual([
      ['TAG', ['web'], 4],
      ['FROM_SHELL', ['web'], 8],
    ]);
    expect(project.sources).toEqual([
      folder.path('.env'),
      folder.path('compose.yaml'),
      folder.path('web.env'),
    ]);
  });

  it('are told of all services that have them, by whatever way', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': `
x-logging: &logging { options: { tag: "$ONE" } }
services:
  web: { image: x, logging: *logging }
  job: { image: x, logging: *logging, extends: { file: base.yaml, service: base } }
  lone: { image: x }
`,
      'base.yaml': 'services: {base: {volumes: ["$TWO:/x"]}, other: {user: "$THREE"}}\n',
    });
    const { shellVariables } = await folder.load({ environment: { ONE: '1', TWO: '/two', THREE: '3' } });
    expect(shellVariables.map(({ name, services }) => [name, services])).toEqual([
      ['ONE', ['web', 'job']],
      ['TWO', ['job']],
      ['THREE', []],
    ]);
  });

  it('warns once for each variable that is not set, at its first place in the text', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': 'services:\n  web:\n    image: "a:$TAG"\n    user: "$TAG$WHO"\n',
    });
    const { warnings } = await folder.load();
    expect(warnings.map((warning) => folder.describe(warning as never))).toEqual([
      'compose.yaml:3:15 The variable TAG is not set: it is empty here.',
      'compose.yaml:4:16 The variable WHO is not set: it is empty here.',
    ]);
  });

  it('are read from the env files that were named, later ones winning, and not from .env then', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': 'services: {web: {image: "$A-$B-${C-none}"}}\n',
      '.env': 'C=dot\n',
      'one.env': 'A=1\nB=1\n',
      'two.env': 'B=2$A\n',
    });
    const named = await folder.load({ envFiles: ['one.env', 'two.env'] });
    expect(named.config.services['web']?.image).toBe('1-21-none');
    const listed = await folder.load({ environment: { COMPOSE_ENV_FILES: 'one.env,two.env' } });
    expect(listed.config.services['web']?.image).toBe('1-21-none');
    expect(await folder.errors({ envFiles: ['three.env'] })).toEqual([
      'The env file three.env does not exist.',
    ]);
  });

  it('may turn .env off', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': 'services: {web: {image: "x${A-}"}}\n',
      '.env': 'A=1\n',
    });
    const project = await folder.load({ environment: { COMPOSE_DISABLE_ENV_FILE: '1' } });
    expect(project.config.services['web']?.image).toBe('x');
  });

  it('may name the files, the profiles and the project', async () => {
    using folder = new ProjectFixture({
      'a.yaml': 'services: {web: {image: x}, extra: {image: y, profiles: [p]}}\n',
      'b.yaml': 'services: {web: {user: "1"}}\n',
      '.env':
        'COMPOSE_FILE=a.yaml;b.yaml\nCOMPOSE_PATH_SEPARATOR=;\nCOMPOSE_PROFILES=p\nCOMPOSE_PROJECT_NAME=named\n',
    });
    const project = await folder.load();
    expect(project.name).toBe('named');
    expect(project.files).toEqual([folder.path('a.yaml'), folder.path('b.yaml')]);
    expect(project.profiles).toEqual(['p']);
    expect(Object.keys(project.config.services).sort()).toEqual(['extra', 'web']);
  });
});
