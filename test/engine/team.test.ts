import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { CatalogueFixture } from '../../src/core/catalogues/catalogue-fixture.ts';
import { blockyard, describeOnEachEngine, fixtureImage, testCore, testProject } from '../support/index.ts';

/** A team's repository with one block, made by its platform engineer with the command. */
async function aTeam(more: Record<string, string> = {}) {
  const fixture = await CatalogueFixture.make({ 'home/.keep': '' });
  const url = await fixture.repository('team', { 'team.yaml': 'name: acme\n', ...more });
  const engineer = { cwd: fixture.path('team'), environment: { BLOCKYARD_HOME: fixture.path('home') } };
  expect(await blockyard(['block', 'new', 'widget', '--in', 'blocks'], engineer)).toMatchObject({ code: 0 });
  await fixture.commit('team', {});
  const release = async (version: string, upgrade = '') => {
    const file = 'blocks/widget/block.yaml';
    const text = await readFile(fixture.path('team', file), 'utf8');
    await fixture.commit('team', {
      [file]: `${text.replace(/^version: .*$/m, `version: ${version}`)}${upgrade}`,
    });
  };
  return { fixture, url, release, [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose]() };
}

const stackFile = 'blocks:\n  hello: { block: acme/widget, with: { greeting: Good morning } }\n';
const noEngine = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };

/** Another user, in a project of theirs. */
async function aColleague(files: Record<string, string> = { 'blockyard.yaml': stackFile }) {
  const fixture = await CatalogueFixture.make();
  await fixture.write({ 'home/.keep': '', ...prefixed('app', files) });
  const run = (...words: string[]) =>
    blockyard(words, {
      cwd: fixture.path('app'),
      environment: { ...noEngine, BLOCKYARD_HOME: fixture.path('home'), BLOCKYARD_KEYCHAIN: 'off' },
    });
  const lock = () => readFile(fixture.path('app/blockyard.lock'), 'utf8');
  return { fixture, run, lock, [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose]() };
}

const prefixed = (folder: string, files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [path.join(folder, name), text]));

describeOnEachEngine('a team', (engine) => {
  it('brings a block of its own, and the images that it is made from, to a second user', async () => {
    const image = await fixtureImage('nginx');
    await using team = await aTeam({
      'team.yaml': `name: acme\nimage-map:\n  "nginx:*": ${JSON.stringify(image)}\n`,
    });
    await using project = await testProject(engine, { 'blockyard.yaml': stackFile });
    const environment = { BLOCKYARD_IMAGE_MAP: undefined as unknown as string, BLOCKYARD_KEYCHAIN: 'off' };
    const run = (...words: string[]) => project.blockyard(words, { environment });
    expect(await run('up')).toMatchObject({ code: 2, stderr: expect.stringContaining('no catalogue acme') });
    expect(await run('join', team.url, '--yes')).toMatchObject({ code: 0 });
    expect(await run('up')).toMatchObject({ code: 0 });
    const { stdout } = await run('port', 'hello', '80');
    const page = await fetch(`http://${stdout.trim()}`);
    expect(await page.text()).toContain('Good morning');
    expect(await readFile(path.join(project.folder, 'blockyard.lock'), 'utf8')).toContain(
      'hello: acme/widget@0.1.0',
    );
  });
});

it('nothing of a team holds before its user agreed', async () => {
  await using team = await aTeam({
    'team.yaml':
      'name: acme\nsecret-sources:\n  KEY: { command: [op, read, KEY] }\nguardrails: { severities: { no-limit: deny } }\n',
  });
  await using user = await aColleague();
  const asked = await user.run('join', team.url, '--json');
  expect(asked.code).toBe(4);
  expect(JSON.parse(asked.stdout)).toMatchObject({
    team: 'acme',
    joined: false,
    brings: [
      'Catalogue acme: widget@0.1.0.',
      'Secrets by commands on this machine, each asked about per project before it runs: KEY by `op read KEY`.',
      'Guardrails: no-limit is deny.',
    ],
  });
  expect(JSON.parse((await user.run('team', '--json')).stdout)).toBe(null);
  expect(await user.run('join', team.url, '--yes')).toMatchObject({ code: 0 });
  expect(JSON.parse((await user.run('team', '--json')).stdout)).toMatchObject({
    name: 'acme',
    secretSources: { KEY: { command: ['op', 'read', 'KEY'] } },
  });
  expect((await user.run('catalogue', 'list', 'widget', '--json')).stdout).toContain('"acme/widget@0.1"');
  expect(await user.run('leave')).toMatchObject({ code: 0 });
  expect(await user.run('leave')).toMatchObject({ code: 1, stderr: expect.stringContaining('in no team') });
});

it('a team file that is wrong is refused, all of it at its place', async () => {
  await using team = await aTeam({
    'team.yaml': `name: Acme
catalogs: {}
catalogues: { data: ./nowhere, blockyard: ./blocks, other: "ext::sh -c id", up: { git: "file:///x", folder: ../y } }
templates: ../secrets
minimum-version: 99
`,
  });
  await using user = await aColleague();
  const { code, stderr } = await user.run('join', team.url, '--yes', '--json');
  expect(code).toBe(2);
  const { errors } = JSON.parse(stderr.trim().split('\n').at(-1) ?? '');
  expect(
    errors.map(
      ({ where, message }: { where: { line: number }; message: string }) => `${where.line} ${message}`,
    ),
  ).toEqual([
    '1 name must be small letters, digits and -, a letter first, but is the string "Acme".',
    '2 catalogs is not a key that a team file has here.',
    '5 minimum-version must be a string, but is the number 99.',
  ]);
  await team.fixture.commit('team', {
    'team.yaml': `name: acme
catalogues: { data: ./nowhere, blockyard: ./blocks, other: "ext::sh -c id", up: { git: "file:///x", folder: ../y } }
templates: ../secrets
`,
  });
  const again = JSON.parse(
    (await user.run('join', team.url, '--yes', '--json')).stderr.trim().split('\n').at(-1) ?? '',
  );
  expect(again.errors.map(({ message }: { message: string }) => message)).toEqual([
    'catalogues.data: there is no folder ./nowhere in the repository.',
    'catalogues.blockyard: the shipped blocks are called that.',
    expect.stringContaining('catalogues.other: `ext::sh -c id` is no address'),
    'catalogues.up.folder leads out of the repository.',
    'templates: there is no folder ../secrets in the repository.',
  ]);
});

it('newer blocks are a plan first; data that does not stay is told, and the lock holds until it is agreed to', async () => {
  await using team = await aTeam();
  await using user = await aColleague();
  await user.run('join', team.url, '--yes');
  expect(await user.run('config')).toMatchObject({ code: 0 });
  const before = await user.lock();
  await team.release(
    '0.2.0',
    'upgrades:\n  - { to: 0.2.0, notes: The page is another., data: dump-and-load, steps: [Copy it.] }\n',
  );
  expect(await user.run('config')).toMatchObject({ code: 0 });
  expect(await user.lock()).toBe(before);
  const planned = await user.run('catalogue', 'update', '--json');
  expect(planned.code).toBe(4);
  expect(JSON.parse(planned.stdout)).toMatchObject({
    written: false,
    upgrades: [
      { subject: 'catalogue:acme', notes: ['A change'], data: 'kept' },
      {
        ...{ subject: 'hello', from: 'acme/widget@0.1.0', to: 'acme/widget@0.2.0' },
        ...{ notes: ['The page is another.'], data: 'dump-and-load', steps: ['Copy it.'] },
      },
    ],
    lock: { before, after: expect.stringContaining('hello: acme/widget@0.2.0') },
  });
  expect(await user.lock()).toBe(before);
  expect(await user.run('catalogue', 'update', '--yes')).toMatchObject({ code: 0 });
  expect(await user.lock()).toContain('hello: acme/widget@0.2.0');
  expect(await user.run('catalogue', 'update')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Nothing is newer.'),
  });
});

it('a reference that nothing newer fits moves on with the lock, and comments stay', async () => {
  await using team = await aTeam();
  const text = (version: string) =>
    `blocks:\n  # Says hello\n  hello: { block: acme/widget@${version} } # ours\n`;
  await using user = await aColleague({ 'blockyard.yaml': text('0.1') });
  await user.run('join', team.url, '--yes');
  await user.run('config');
  await team.release('1.0.0');
  const planned = JSON.parse((await user.run('catalogue', 'update', '--json')).stdout);
  expect(planned.upgrades[1]).toMatchObject({
    ...{ subject: 'hello', from: 'acme/widget@0.1.0', to: 'acme/widget@1.0.0' },
    notes: ['blockyard.yaml says acme/widget@1 then: nothing there fits acme/widget@0.1 any more.'],
  });
  expect(planned.stackFile).toMatchObject({ before: text('0.1'), after: text('1') });
  expect(await user.run('config')).toMatchObject({ code: 0 });
  expect(await user.run('catalogue', 'update', '--yes')).toMatchObject({ code: 0 });
  expect(await readFile(user.fixture.path('app/blockyard.yaml'), 'utf8')).toBe(text('1'));
  expect(await user.lock()).toContain('hello: acme/widget@1.0.0');
  expect(await user.run('config')).toMatchObject({ code: 0 });
});

it('a lock whose content is another is refused, and what is there is used without a network', async () => {
  await using team = await aTeam();
  await using user = await aColleague();
  await user.run('join', team.url, '--yes');
  await user.run('config');
  await team.fixture.git('.', 'clone', '--quiet', '--bare', 'team', 'moved.git');
  await team[Symbol.asyncDispose]();
  expect(await user.run('config')).toMatchObject({ code: 0 });
  const locked = await user.lock();
  await user.fixture.write({ 'app/blockyard.lock': locked.replace(/sha256-..../, 'sha256-0000') });
  const refused = await user.run('config', '--json');
  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toContain('"catalogue-changed"');
  await using stranger = await aColleague({ 'blockyard.yaml': stackFile, 'blockyard.lock': locked });
  const gone = await stranger.run('config', '--json');
  expect(gone.stderr).toContain('"catalogue-unreachable"');
});

it('two that are joined at once leave one of them, whole', async () => {
  await using one = await aTeam();
  await using other = await aTeam({ 'team.yaml': 'name: other\n' });
  await using user = await aColleague();
  const both = await Promise.all([one, other].map(({ url }) => user.run('join', url, '--yes')));
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const { name, source } = JSON.parse((await user.run('team', '--json')).stdout);
  expect(source.url).toBe(name === 'acme' ? one.url : other.url);
});

it('a team that needs a newer Blockyard says so, and nothing of it is taken', async () => {
  await using team = await aTeam({ 'team.yaml': 'name: acme\nminimum-version: 99.0.0\n' });
  await using user = await aColleague();
  expect(await user.run('join', team.url, '--yes')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('needs Blockyard 99.0.0 or newer'),
  });
  expect(JSON.parse((await user.run('team', '--json')).stdout)).toBe(null);
});

it('who uses what is read from many repositories', async () => {
  await using team = await aTeam();
  await using user = await aColleague({
    'blockyard.yaml': `name: shop\n${stackFile}guardrails:\n  exceptions:\n    - { code: root-user, in: hello, reason: until the move, until: 2020-01-31 }\n`,
    'deep/er/blockyard.yaml': 'name: inner\nblocks: { cache: { block: redis@1 } }\n',
    'node_modules/x/blockyard.yaml': 'name: not-ours\n',
    'broken/blockyard.yaml': '{',
  });
  await user.run('join', team.url, '--yes');
  await user.run('config');
  const { stdout } = await user.run('catalogue', 'usage', '.', '--json');
  const usage = JSON.parse(stdout);
  expect(usage.blocks).toEqual([
    { block: 'acme/widget', version: '0.1.0', instances: [{ project: 'shop', instance: 'hello' }] },
    { block: 'blockyard/redis', version: 'not locked', instances: [{ project: 'inner', instance: 'cache' }] },
  ]);
  expect(usage.exceptions).toMatchObject([
    { project: 'shop', code: 'root-user', in: 'hello', until: '2020-01-31', state: 'ended' },
  ]);
  expect(usage.unused).toContain('blockyard/postgres');
  expect(usage.unused).not.toContain('acme/widget');
  expect(usage.projects.map(({ name }: { name: string }) => name)).toEqual(['shop', 'broken', 'inner']);
});

it('in the workbench a team is looked at and joined, and its blocks are listed and upgraded by a plan', async () => {
  await using team = await aTeam({
    'team.yaml': 'name: acme\ntemplates: ./starts\n',
    'starts/web/template.yaml': 'title: Our web service\ndescription: With what we all use.\n',
    'starts/web/files/blockyard.yaml': 'blocks: { hello: { block: acme/widget@0.1 } }\n',
  });
  await using user = await aColleague();
  await using opened = await testCore({ ...noEngine, BLOCKYARD_KEYCHAIN: 'off' });
  const { client } = opened;
  expect(await client.team.of({})).toEqual({});
  await expect(client.team.join({ token: 'none' })).rejects.toMatchObject({ code: 'confirmation-required' });
  const plan = await client.team.look({ url: team.url });
  expect(plan).toMatchObject({
    name: 'acme',
    nothing: false,
    brings: ['Catalogue acme: widget@0.1.0.', 'Templates for new projects.'],
  });
  await client.team.join({ token: plan.token });
  expect(await client.team.of({})).toMatchObject({
    team: { name: 'acme', url: team.url, catalogues: [{ name: 'acme', blocks: 1 }] },
  });
  expect(await client.team.look({})).toMatchObject({ nothing: true });

  expect((await client.templates.list({}))[0]).toMatchObject({
    name: 'acme/web',
    title: 'Our web service',
  });
  const folder = user.fixture.path('new');
  const { project: made } = await client.templates.create({ folder, template: 'acme/web' });
  expect(await client.blocks.planUpgrade({ project: made })).toMatchObject({
    upgrades: [],
    preview: { before: expect.stringContaining('hello: acme/widget@0.1.0') },
  });

  const { id: project } = await client.projects.add({ folder: user.fixture.path('app') });
  const blocks = await client.blocks.catalogue({ project });
  expect(blocks.find(({ name }) => name === 'widget')).toMatchObject({
    reference: 'acme/widget@0.1',
    icon: expect.stringMatching(/^data:image\/svg\+xml;base64,/),
    bindings: ['WIDGET_URL'],
  });
  const details = await client.blocks.details({ project, block: 'acme/widget' });
  expect(details.readme).toContain('# Widget');
  expect(details.parameters.map(({ name }) => name)).toEqual(['version', 'greeting', 'memory']);

  await team.release('0.1.1');
  const upgrade = await client.blocks.planUpgrade({ project });
  expect(upgrade.upgrades.map(({ subject, to }) => `${subject} ${to}`)).toEqual([
    expect.stringMatching(/^catalogue:acme [0-9a-f]{12}$/),
    'hello acme/widget@0.1.1',
  ]);
  expect(upgrade.preview.after).toContain('hello: acme/widget@0.1.1');
  await expect(client.blocks.upgrade({ project, token: 'another' })).rejects.toMatchObject({
    code: 'confirmation-required',
  });
  await client.blocks.upgrade({ project, token: upgrade.token });
  expect(await user.lock()).toBe(upgrade.preview.after);
  await client.team.leave({});
  expect(await client.team.of({})).toEqual({});
});
