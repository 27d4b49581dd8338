import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ManyErrors } from '../../shared/index.ts';
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

  it('warns once for each variable that is not set, at its first place', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': 'services:\n  web:\n    image: "a:$TAG"\n    user: "$TAG$WHO"\n',
    });
    const { warnings } = await folder.load();
    expect(warnings.map((warning) => folder.describe(warning as never))).toEqual([
      'compose.yaml:3:12 The variable TAG is not set: it is empty here.',
      'compose.yaml:4:11 The variable WHO is not set: it is empty here.',
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

describe('the name of a project', () => {
  const named = 'name: from-file-$N\nservices: {web: {image: "x:$COMPOSE_PROJECT_NAME"}}\n';

  it('is the one that is given, else COMPOSE_PROJECT_NAME, else of the file, else of the folder', async () => {
    using folder = new ProjectFixture({ 'My.App_1/compose.yaml': web, 'compose.yaml': named });
    const environment = { N: '1' };
    const inFile = await folder.load({ environment });
    expect([inFile.name, inFile.config.name, inFile.config.services['web']?.image]).toEqual([
      'from-file-1',
      'from-file-1',
      'x:from-file-1',
    ]);
    expect((await folder.load({ environment: { ...environment, COMPOSE_PROJECT_NAME: 'env' } })).name).toBe(
      'env',
    );
    expect(
      (
        await folder.load({
          environment: { ...environment, COMPOSE_PROJECT_NAME: 'env' },
          projectName: 'given',
        })
      ).name,
    ).toBe('given');
    expect((await folder.load({ files: ['My.App_1/compose.yaml'] })).name).toBe('myapp_1');
  });

  it('must be valid when somebody chose it', async () => {
    using folder = new ProjectFixture({ 'compose.yaml': 'name: My App\nservices: {web: {image: x}}\n' });
    const rule =
      'it may hold lower case letters, digits, hyphens and underscores, and starts with a letter or digit.';
    expect(await folder.errors()).toEqual([
      `compose.yaml:1:7 The project name "My App" of the file is not valid: ${rule}`,
    ]);
    expect(await folder.errors({ projectName: '-x' })).toEqual([
      `The project name "-x" given with --project-name is not valid: ${rule}`,
    ]);
  });
});

describe('extends', () => {
  it('takes over a service of the same file, of another, and of one further away, with their paths', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': `
services:
  base: {image: base, environment: {A: "1", B: "1"}, command: [a]}
  web: {extends: base, environment: {B: "2"}, command: [b]}
  api: {extends: {file: common/app.yaml, service: app}, env_file: api.env}
  worker: {extends: {file: common/app.yaml, service: app}}
`,
      'common/app.yaml':
        'services: {app: {extends: {file: deep/deep.yaml, service: deep}, volumes: ["./app:/app"], environment: {C: "3"}}}\n',
      'common/deep/deep.yaml': 'services: {deep: {build: ./ctx, volumes: ["./deep:/deep"]}}\n',
      'api.env': 'ONLY_API=1\n',
    });
    const { config, sources } = await folder.load();
    expect(config.services['web']).toMatchObject({
      image: 'base',
      environment: { A: '1', B: '2' },
      command: ['b'],
    });
    expect(config.services['api']?.build?.context).toBe(folder.path('common/deep/ctx'));
    expect(config.services['api']?.volumes?.map(({ source }) => source)).toEqual([
      folder.path('common/deep/deep'),
      folder.path('common/app'),
    ]);
    // What is extended twice is not shared.
    expect(config.services['api']?.environment).toEqual({ C: '3', ONLY_API: '1' });
    expect(config.services['worker']?.environment).toEqual({ C: '3' });
    expect(sources).toContain(folder.path('common/deep/deep.yaml'));
  });

  it('lets !reset and !override forget what is extended', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': `
services:
  base: {image: base, ports: ["80:80"], environment: {A: "1", B: "1"}}
  web: {extends: base, ports: !override ["81:81"], environment: {A: !reset null}}
`,
    });
    const { config } = await folder.load();
    expect(config.services['web']?.ports?.map(({ published }) => published)).toEqual(['81']);
    expect(config.services['web']?.environment).toEqual({ B: '1' });
  });

  it('names a circle with the places on it', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': 'services:\n  a: {image: x, extends: {file: other.yaml, service: b}}\n',
      'other.yaml': 'services:\n  b: {extends: {file: compose.yaml, service: a}}\n',
    });
    expect(await folder.errors()).toEqual([
      'compose.yaml:2:26 These services extend each other in a circle: ' +
        'a (compose.yaml:2:26) → b (other.yaml:2:16) → a (compose.yaml:2:26).',
    ]);
  });

  it('tells of files and services that are not there', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': `services:
  a: {image: x, extends: worker}
  b: {image: x, extends: {file: none.yaml, service: b}}
  c: {image: x, extends: {file: https://example.com/c.yaml, service: c}}
  works: {image: x}
`,
    });
    expect(await folder.errors()).toEqual([
      'compose.yaml:2:26 The service "a" extends "worker", which is not in compose.yaml.',
      'compose.yaml:3:33 The file none.yaml does not exist.',
      'compose.yaml:4:33 extends cannot read https://example.com/c.yaml: only files on this machine.',
    ]);
  });
});

describe('include', () => {
  it('brings in projects with their own folder and variables', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': `
include:
  - sub/compose.yaml
  - path: [other/base.yaml, other/more.yaml]
    project_directory: .
    env_file: other.env
services:
  web: {image: web, depends_on: [api], networks: [inner]}
`,
      'sub/compose.yaml': `
services:
  api: {build: ., image: "api:$TAG-$OUTER", environment: [TAG], networks: [inner]}
networks: {inner: {}}
`,
      'sub/.env': 'TAG=sub\nOUTER=sub\n',
      '.env': 'OUTER=outer\n',
      'other/base.yaml': 'services: {job: {image: "job:$JOB", build: ./job}}\n',
      'other/more.yaml': 'services: {job: {user: "1"}}\n',
      'other.env': 'JOB=7\n',
    });
    const { config, environmentSources, sources } = await folder.load();
    expect(config.services['api']).toMatchObject({
      image: 'api:sub-outer',
      environment: { TAG: 'sub' },
      build: { context: folder.path('sub') },
    });
    expect(environmentSources['api']).toEqual({ TAG: 'dotenv' });
    expect(config.services['job']).toMatchObject({
      image: 'job:7',
      user: '1',
      build: { context: folder.path('job') },
    });
    expect(Object.keys(config.networks ?? {}).sort()).toEqual(['default', 'inner']);
    expect(sources).toContain(folder.path('sub/.env'));
  });

  it('merges what both define, its own winning, with a warning', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': 'include: [sub.yaml]\nservices:\n  web: {image: own}\n',
      'sub.yaml': 'services: {web: {image: theirs, user: "1"}}\n',
    });
    const project = await folder.load();
    expect(project.config.services['web']).toMatchObject({ image: 'own', user: '1' });
    expect(project.warnings.map((warning) => folder.describe(warning as never))).toEqual([
      'compose.yaml:3:8 services.web is defined here and in an included file (sub.yaml:1:17): the two are merged.',
    ]);
  });

  it('takes the same project twice for once', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': 'include: [a.yaml, b.yaml]\n',
      'a.yaml': 'include: [c.yaml]\n',
      'b.yaml': 'include: [c.yaml]\n',
      'c.yaml': 'services: {web: {image: x, ports: ["80:80"]}}\n',
    });
    const project = await folder.load();
    expect(project.warnings).toEqual([]);
    expect(project.config.services['web']?.ports).toHaveLength(1);
  });

  it('names a circle of files, a missing one and a remote one', async () => {
    using folder = new ProjectFixture({
      'compose.yaml': 'include: [a.yaml, none.yaml, "git@example.com:x/y.git"]\n',
      'a.yaml': 'include: [compose.yaml]\n',
    });
    expect(await folder.errors()).toEqual([
      'a.yaml:1:11 These files include each other in a circle: compose.yaml → a.yaml → compose.yaml.',
      'compose.yaml:1:19 The file none.yaml does not exist.',
      'compose.yaml:1:30 include cannot read git@example.com:x/y.git: only files on this machine.',
    ]);
  });
});

describe('profiles', () => {
  const files = {
    'compose.yaml': `
services:
  web: {image: x}
  debug: {image: x, profiles: [debug], depends_on: [tools]}
  tools: {image: x, profiles: [tools], volumes: ["data:/data"]}
volumes: {data: {}}
`,
  };
  const active = (project: { config: { services: object } }) => Object.keys(project.config.services).sort();

  it('leave a service out until one of its profiles is asked for', async () => {
    using folder = new ProjectFixture(files);
    const none = await folder.load();
    expect(active(none)).toEqual(['web']);
    expect(Object.keys(none.disabledServices).sort()).toEqual(['debug', 'tools']);
    expect(none.config.volumes).toBeUndefined();
    expect(active(await folder.load({ profiles: ['tools'] }))).toEqual(['tools', 'web']);
    expect(active(await folder.load({ profiles: ['*'] }))).toEqual(['debug', 'tools', 'web']);
    expect(active(await folder.load({ environment: { COMPOSE_PROFILES: ' debug , tools' } }))).toEqual([
      'debug',
      'tools',
      'web',
    ]);
  });

  it('bring in a service that is named, with what it needs', async () => {
    using folder = new ProjectFixture(files);
    expect(active(await folder.load({ services: ['debug'] }))).toEqual(['debug', 'tools', 'web']);
    expect(await folder.errors({ services: ['wbe'] })).toEqual([
      'There is no service "wbe" in this project.',
    ]);
  });

  it('tell when what is needed is not active', async () => {
    using folder = new ProjectFixture(files);
    expect(await folder.errors({ profiles: ['debug'] })).toEqual([
      expect.stringContaining(
        'compose.yaml:4:53 services.debug.depends_on.tools: the service "tools" is needed',
      ),
    ]);
  });
});

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
      'compose.yaml:3:12',
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
