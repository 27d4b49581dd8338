import { expect, it } from 'vitest';
import { describeOnFirstEngine, testProject } from '../support/index.ts';

const files = {
  'blockyard.yaml': `
services:
  api:
    image: busybox
    environment: { STRIPE_KEY: '\${secret:STRIPE_KEY}', NPM_TOKEN: '\${secret:NPM_TOKEN}', DSN: '\${secret:DSN}' }
secret-sources:
  STRIPE_KEY: { description: The test key., help: Copy it from the dashboard }
  NPM_TOKEN: { command: [cat, token.txt] }
`,
  'some.env': 'DSN="https://key@errors.example/1"\nPORT=80\nEMPTY=\n',
};

describeOnFirstEngine('blockyard secrets', (engine) => {
  it('tells what is missing and how to get it, and takes it in', async () => {
    await using project = await testProject(engine, files, 'secrets');
    const run = async (words: string[], input?: string) => {
      const { code, stdout, stderr } = await project.blockyard(['secrets', ...words], input ? { input } : {});
      return { code, stdout, stderr };
    };
    const overview = async () =>
      (JSON.parse((await run(['--json'])).stdout).secrets as Record<string, unknown>[]).map(
        ({ name, state, scope = '-', origin = '-' }) => `${name} ${state} ${scope} ${origin}`,
      );
    const { stdout } = await run([]);
    expect(stdout.replaceAll(project.folder, '')).toBe(
      `Missing (3):
  DSN, for api  /blockyard.yaml:5:96
    → Type it in with \`blockyard secrets set DSN\`.
  NPM_TOKEN, for api  /blockyard.yaml:5:68
    → \`blockyard secrets refresh\` asks \`cat\` for it; or type it in with \`blockyard secrets set NPM_TOKEN\`.
  STRIPE_KEY, for api  /blockyard.yaml:5:33
    The test key.
    → Copy it from the dashboard. Type it in with \`blockyard secrets set STRIPE_KEY\`.
`,
    );

    expect(await run(['import', 'some.env'])).toMatchObject({
      code: 0,
      stdout: `Kept for ${project.name}: DSN.\n`,
      stderr: expect.stringMatching(/Left out.* PORT\. --all takes them too\.\n.*Take them out of some\.env/),
    });
    expect(await run(['refresh'])).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('cat token.txt'),
    });
    await project.blockyard(['trust', '--yes']);
    expect(await run(['refresh'])).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/`cat` ended with 1: cat: token\.txt: No such file/),
    });
    await project.write({ 'token.txt': 'from-the-source\nmore\n' });
    expect(await run(['refresh'])).toMatchObject({ code: 0, stdout: 'Got NPM_TOKEN.\n' });
    expect((await run(['set', 'STRIPE_KEY', '--user'], 'of-the-user\n')).code).toBe(0);
    expect(await overview()).toEqual([
      'DSN present project set',
      'NPM_TOKEN present project fetched',
      'STRIPE_KEY present user set',
    ]);

    expect((await run(['get', 'NPM_TOKEN'])).stdout).toBe(
      `NPM_TOKEN is there, for ${project.name}: cat token.txt.\n`,
    );
    expect((await run(['get', 'NPM_TOKEN', '--show'])).stdout).toBe('from-the-source\n');
    expect((await run(['get', 'STRIPE_KEY', '--show', '--json'])).stdout).toContain('"value": "of-the-user"');
    expect((await run(['delete', 'DSN'])).code).toBe(0);
    expect(await overview()).toContain('DSN missing - -');
  });

  it('refuses what would give a secret away, or lose one', async () => {
    const blocks = { 'blockyard.yaml': 'blocks: { db: { block: postgres } }\n' };
    await using project = await testProject(engine, blocks, 'secrets');
    const run = (...words: string[]) => project.blockyard(['secrets', ...words]);
    expect(await run('set', 'STRIPE_KEY', 'sk_test_1')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/does not belong on the command line/),
    });
    expect(await run('set', 'STRIPE_KEY')).toMatchObject({ code: 2, stderr: expect.stringMatching(/empty/) });
    expect(await run('set', 'no name')).toMatchObject({ code: 2 });
    const { stdout: before } = await run('get', 'db.password', '--show');
    expect(before).toMatch(/^\w{16,}\n$/);
    expect(await run('delete', 'db.password')).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/stays locked with it.*--yes/s),
    });
    expect((await run('get', 'db.password', '--show')).stdout).toBe(before);
    expect(await run('get', 'db.pasword')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Did you mean "db.password"?'),
    });
    expect((await run('delete', 'db.password', '--yes')).code).toBe(0);
    expect((await run('get', 'db.password', '--show')).stdout).not.toBe(before);
  });
});
