import { describe, expect, it } from 'vitest';
import { ProjectFixture } from './project-fixture.ts';

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
    const [error] = await folder.errors({ profiles: ['debug'] });
    expect(error).toMatch(/^compose\.yaml:4:53 services\.debug.*"tools".* profiles \(tools\) is active/);
  });
});
