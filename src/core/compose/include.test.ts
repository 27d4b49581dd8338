import { describe, expect, it } from 'vitest';
import { ProjectFixture } from './project-fixture.ts';

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

  it('lets !reset and !override forget what is included', async () => {
    using folder = new ProjectFixture({
      'compose.yaml':
        'include: [sub.yaml]\nservices: {web: {ports: !override ["81:81"], user: !reset null}}\n',
      'sub.yaml': 'services: {web: {image: x, user: "1", ports: ["80:80"]}}\n',
    });
    const { config } = await folder.load();
    expect(config.services['web']?.ports?.map(({ published }) => published)).toEqual(['81']);
    expect(config.services['web']?.user).toBeUndefined();
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
