import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCatalogues } from '../../catalogues/index.ts';
import { lintBlock } from './lint.ts';
import { whyItCannotFail } from './probes.ts';
import { whyUnpinned } from './services.ts';

/** What lint says: `deny code line:column message remedy`. */
async function lint(files: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bytest-lint-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const { findings } = await lintBlock(folder, openCatalogues({ folder, environment: {} }));
  return findings.map(
    ({ severity, code, where, message, remedy }) =>
      `${severity} ${code} ${where?.line ?? ''}:${where?.column ?? ''} ${message} ${remedy}`,
  );
}

const head = `block: mine
version: 1.0.0
title: Mine
description: For tests.
icon: icon.svg
owner: { name: Platform }
licence: { name: MIT }
provenance: { publisher: Us, notes: Built here. }
`;
const papers = { 'icon.svg': '<svg/>', 'README.md': '# Mine' };

describe('linting a block', () => {
  it('finds nothing in one that is as it should be', async () => {
    const block = `${head}
parameters:
  password: { type: string, title: Password, secret: true, generate: { length: 24 } }
services:
  main:
    image: redis:8.2
    command: [redis-server, --requirepass, "\${password}"]
    mem_limit: 64m
    probe: { tcp: { port: 6379 } }
files:
  conf: { from: conf/mine.conf, mount: { main: /etc/mine.conf } }
endpoints:
  main: { port: 6379, scheme: redis }
bindings:
  MINE_URL: { value: "redis://:\${url(password)}@\${endpoint.main.address}", secret: true }
`;
    expect(await lint({ ...papers, 'block.yaml': block, 'conf/mine.conf': '' })).toEqual([]);
  });

  it('holds the rules that a block brings against the tests beside them', async () => {
    const block = `${head}
services:
  main: { image: "redis:8.2", mem_limit: 64m, probe: { tcp: { port: 6379 } } }
guardrails:
  - { code: sized, severity: warn, for: service, when: "service.mem_limit != '1'", message: Odd., explanation: It is., remedy: Do. }
  - { code: untested, severity: warn, for: service, when: "false", message: Odd., explanation: It is., remedy: Do. }
`;
    const tests = `passes: [{ title: the usual, stack: { blocks: { m: { block: mine@1 } } } }]
breaks: [{ title: the other, stack: { blocks: { m: { block: mine@1 } } } }]
`;
    const found = await lint({ ...papers, 'block.yaml': block, 'guardrails/sized.test.yaml': tests });
    expect(found.filter((it) => it.includes('guardrail'))).toEqual([
      expect.stringContaining('warn guardrail-untested : The guardrail untested has no tests.'),
      expect.stringContaining(
        'deny guardrail-test-fails 1:10 The guardrail sized, passes: the usual: The rule is broken: Odd.',
      ),
    ]);
  });

  it('tells what would bite, each at its place', async () => {
    const block = `block: mine
version: 1.0.0
title: Mine
description: For tests.
icon: ../icon.svg
owner: { name: Platform }
licence: { name: unknown }
provenance: { publisher: Us }
parameters:
  version: { type: string, title: Version, enum: ["1", "2"], default: "3" }
  size: { type: integer, title: Size, default: big }
  token: { type: string, title: Token, secret: true, default: abc }
  never: { type: string }
services:
  main:
    image: mine:latest
    container_name: mine
    privileged: true
    bind: [db]
    probe: { exec: "curl http://localhost/ || true" }
  web:
    image: "web:\${verson}"
    environment:
      A: \${endpoint.man.port}
      B: \${1 +}
      C: \${[1, 2].map(n, n * 2)[0]} \${token}
jobs:
  seed: { image: mine:1, mem_limit: 64m, after: [mian] }
files:
  conf: { from: nowhere.conf, mount: { man: /etc/conf } }
volumes:
  data: { mount: { main: /data } }
endpoints:
  main: { port: 80 }
bindings:
  A_URL: http://:\${token}@\${endpoint.main.address}
  A_TOKEN: { value: "\${token}", secret: false }
  B_URL: http://localhost:\${endpoint.main.port}
  C_URL: { inside: a }
upgrades:
  - { to: 2.0.0, notes: Later., data: kept }
`;
    expect(await lint({ 'block.yaml': block })).toMatchInlineSnapshot(`
      [
        "warn readme-missing : The block has no README.md. Write one screen: what it is for, how to bind it, what to know of it.",
        "deny file-missing 5:7 ../icon.svg leads out of the block. Paths start from the block's folder and stay in it.",
        "warn licence-missing 7:18 The licence of what the block runs is not said. Write its name as its makers do: \`Apache-2.0\`.",
        "note provenance-untold 8:1 Where the images come from is said by a name alone. Say in \`notes\` who builds them, and what they are pinned by.",
        "warn upgrade-untold 10:3 The block keeps data, and does not say what another version does to it. Add an entry with \`parameter: version\` to \`upgrades\`.",
        "warn parameter-unused 10:3 Nothing in the block uses the parameter version. Use it as \${version}, or remove it.",
        "deny default-does-not-fit 10:71 The default "3" of version is not in its enum (1, 2). Change the default, or what it must fit.",
        "warn parameter-unused 11:3 Nothing in the block uses the parameter size. Use it as \${size}, or remove it.",
        "deny default-does-not-fit 11:48 The default "big" of size is not a whole number. Change the default, or what it must fit.",
        "deny secret-in-plain-text 12:63 token is a secret with a default that everybody can read. Write \`generate: { length: 24 }\` in its place: each project gets its own.",
        "note parameter-untold 13:3 never has neither title nor description: the form shows its bare name. Say in \`description\` what it changes.",
        "warn parameter-unused 13:3 Nothing in the block uses the parameter never. Use it as \${never}, or remove it.",
        "warn memory-limit-missing 15:3 main has no limit on its memory: it can bring the whole machine to a halt. Add \`mem_limit: 512m\`, by a parameter where users differ.",
        "deny image-not-pinned 16:12 The image mine:latest has the tag latest, which moves: what it holds differs from day to day. Write the tag of a release, or a digest.",
        "deny key-misplaced 17:5 main: with a fixed container name there can be only one on the engine. Remove it: consumers reach the service by its name in the stack.",
        "warn asks-for-power 18:5 main asks for all powers over the machine: everybody who uses the block is asked to trust it with that. Do without it, or say in the README why it is needed.",
        "deny name-unknown 19:12 There is no entry of \`uses\` "db" in this block. There is none.",
        "deny probe-cannot-fail 20:20 This probe passes whether the service lives or not: it ends with || \`true\`. Let the exit code of the command that asks the service be the last one.",
        "warn memory-limit-missing 21:3 web has no limit on its memory: it can bring the whole machine to a halt. Add \`mem_limit: 512m\`, by a parameter where users differ.",
        "warn probe-missing 21:3 web has no probe: whoever is bound to it starts before it is ready. Add \`probe: { exec | http | tcp: … }\`. Images without a shell take http or tcp.",
        "deny name-unknown 22:19 \${verson}: there is no parameter "verson". Did you mean "version"?",
        "deny name-unknown 24:12 \${endpoint.man.port}: there is no endpoint "man". Did you mean "main"?",
        "deny expression-invalid 25:12 \${1 +}: Unexpected token: EOF. See docs/blocks.md for what an expression may say.",
        "deny name-unknown 28:50 There is no service or job "mian" in this block. Did you mean "main"?",
        "deny file-missing 30:17 nowhere.conf does not exist. Paths start from the block's folder and stay in it.",
        "deny name-unknown 30:40 There is no service or job "man" in this block. Did you mean "main"?",
        "note data-not-saved 31:1 The block keeps data and does not say how it is dumped and loaded. Add \`data\` with \`dump\` and \`load\`: snapshots and upgrades use them.",
        "note secret-in-plain-binding 36:10 A_URL holds the secret token and does not say so. It is hidden all the same; for readers write { value: …, secret: true }.",
        "deny secret-in-plain-binding 37:21 A_TOKEN holds the secret token and says that it is none: it would be shown. Write \`secret: true\`.",
        "deny binding-of-one-machine 38:10 B_URL leads a container to itself. Write \${endpoint.NAME.host} or \${endpoint.NAME.address}: it is right inside and outside.",
        "deny binding-incomplete 39:3 C_URL has no value for the developer's machine. Write \`value\`, or both \`inside\` and \`host\`.",
        "warn upgrade-untold 41:11 This is about version 2.0.0, and the block is 1.0.0. Raise \`version\`, or correct \`to\`.",
      ]
    `);
  });

  it('tells what Compose cannot read, and expressions that fail for one of the values', async () => {
    const block = `${head}
parameters:
  version: { type: string, title: Version, enum: ["7.2", "8"], default: "8" }
  replicas: { type: integer, title: Replicas }
services:
  main:
    image: "mine:\${int(version)}"
    mem_limt: 64m
    mem_limit: 64m
    scale: \${replicas}
    probe: { tcp: { port: 80 } }
`;
    expect(await lint({ ...papers, 'block.yaml': block })).toMatchInlineSnapshot(`
      [
        "deny block-invalid 15:20 services.main.image: \${int(version)}: int() type error: cannot convert to int. (with version: 7.2) undefined",
        "deny compose-invalid 16:5 services.mine.mem_limt is not a key that a Compose file has here. Did you mean "mem_limit"?",
      ]
    `);
  });

  it('tells the mistakes of the format in the same way', async () => {
    expect(await lint({ 'block.yaml': `${head}servces: {}\n` })).toMatchInlineSnapshot(`
      [
        "deny block-invalid 1:1 A block must have "services". Add "services": a mapping.",
        "deny block-invalid 9:1 servces is not a key that a block has here. Did you mean "services"?",
      ]
    `);
  });
});

describe('a probe that cannot fail', () => {
  it.each([
    ['redis-cli ping || true', 'it ends with || `true`'],
    ['pg_isready; exit 0', 'it ends with ; `exit 0`'],
    ['mysqladmin ping; [ $? -le 8 ]', '`[ $? -le 8 ]` holds for the exit codes of failures too'],
    ['curl -f http://localhost/ | cat', 'it ends with | `cat`'],
    ['echo "fine; really"', '`echo "fine; really"` asks nobody'],
    ['false || true && echo ok', 'it ends with || `true`'],
    ['', 'it is empty'],
  ])('%s', (command, why) => expect(whyItCannotFail(command)).toBe(why));

  it.each([
    'pg_isready -h 127.0.0.1',
    'redis-cli ping | grep -qx PONG',
    'test -f /tmp/ready && echo ready',
    'curl -f http://localhost/ || exit 1',
    'ping; [ $? -le 0 ]',
    "sh -c 'true; false'",
  ])('can: %s', (command) => expect(whyItCannotFail(command)).toBe(undefined));
});

it.each([
  ['postgres', 'has no tag'],
  ['postgres:latest', 'has the tag latest, which moves'],
  ['host:5000/postgres', 'has no tag'],
  ['postgres:17', undefined],
  ['postgres:${version}', undefined],
  ["${flag ? 'a:1' : 'b:2'}", undefined],
  [`postgres@sha256:${'0'.repeat(64)}`, undefined],
])('%s %s', (image, why) => expect(whyUnpinned(image)).toBe(why));
