import { describe, expect, it } from 'vitest';
import { ProjectFixture } from './project-fixture.ts';

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
