import { describe, expect, it } from 'vitest';
import { ProjectFixture } from './project-fixture.ts';

const web = 'services: {web: {image: nginx}}\n';

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

  it('must be valid when somebody gives it, and is adjusted with a warning in a file', async () => {
    using folder = new ProjectFixture({ 'compose.yaml': 'name: My App\nservices: {web: {image: x}}\n' });
    const rule =
      'it may hold lower case letters, digits, hyphens and underscores, and starts with a letter or digit.';
    expect(await folder.errors({ projectName: '-x' })).toEqual([
      `The project name "-x" given with --project-name is not valid: ${rule}`,
    ]);
    const project = await folder.load();
    expect(project.name).toBe('myapp');
    expect(project.warnings.map((warning) => folder.describe(warning as never))).toEqual([
      'compose.yaml:1:7 The project name "My App" is read as "myapp": lower case letters, digits, hyphens and underscores.',
    ]);
  });
});
