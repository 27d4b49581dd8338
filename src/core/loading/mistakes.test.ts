import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StackFixture } from './stack-fixture.ts';

const plain = 'services:\n  main: { image: plain }\n';

describe('mistakes in a stack', () => {
  it('are told all at once, with their place and what was meant', async () => {
    using stack = new StackFixture({
      'blockyard.yaml': `nmae: shop
blocks:
  db: { block: ./blocks/store, with: { sise: 3, flavour: ritch, count: many, password: hunter2, tags: [one, 2.5] } }
  other: { block: ./blocks/store, publish: { man: 5 }, uses: { db: x }, production: true }
  cache: { block: ./blocks/store, at: "http//nowhere" }
  gone: { block: ./blocks/gone }
services:
  api: { image: api, bind: [dbb, { block: db, prefix: A_ }] }
  web: { bind: [db] }
`,
      'blocks/store/block.yaml': `
parameters:
  size: { type: integer, default: 1 }
  flavour: { type: string, enum: [plain, rich], default: plain }
  count: { type: integer, default: 1 }
  tags: { type: array, items: { type: string }, default: [] }
  password: { type: string, secret: true, generate: { length: 16 } }
services:
  main: { image: store }
endpoints:
  main: { port: 80 }
attach: { schemes: [store] }
`,
    });
    expect(await stack.mistakes()).toMatchInlineSnapshot(`
      [
        "blockyard.yaml:1:1 nmae is not a key that a stack file has here. Did you mean "name"?",
        "blockyard.yaml:4:64 store uses nothing that it calls "db". There is none.",
        "blockyard.yaml:6:18 There is no block in ./blocks/gone. Make one with \`blockyard block new ./blocks/gone\`, or correct the path: it starts from ..",
        "blockyard.yaml:3:40 blocks.db (store 1.0.0) has no parameter "sise". Did you mean "size"?",
        "blockyard.yaml:3:58 blocks.db (store 1.0.0): "flavour" is "ritch", which it cannot be. Did you mean "rich"?",
        "blockyard.yaml:3:72 blocks.db (store 1.0.0): "count" must be a whole number, but is the text "many".",
        "blockyard.yaml:3:103 blocks.db (store 1.0.0): each entry of "tags" must be text, but one is the number 2.5.",
        "blockyard.yaml:3:88 blocks.db (store 1.0.0): "password" is a secret, and stands here in plain text. Write \`password: "\${secret:NAME}"\`, and give it with \`blockyard secrets set NAME\`.",
        "blockyard.yaml:4:85 blocks.other (store 1.0.0): \`production\` is about one that runs already. Add \`at:\` with its URL, or take it out.",
        "blockyard.yaml:5:39 blocks.cache (store 1.0.0): \`at\` is not a URL. Write \`store://USER:PASSWORD@HOST:PORT/NAME\`, or \`\${secret:NAME}\` for one that is a secret.",
        "blockyard.yaml:4:46 store has no endpoint "man". Did you mean "main"?",
        "blockyard.yaml:8:29 services.api.bind: there is no block "dbb". Did you mean "db"?",
        "blockyard.yaml:9:3 There is no service "web" to bind. Give it an \`image\` or a \`build\`, or bind a service that there is.",
      ]
    `);
  });

  it('of the whole file keep others from being blamed', async () => {
    using stack = new StackFixture({
      'compose.yaml': 'services:\n  api: { image: api, depends_on: [db] }\n',
      'blockyard.yaml': 'blocks:\n  db: { blok: ./blocks/plain }\n',
      'blocks/plain/block.yaml': plain,
    });
    expect(await stack.mistakes()).toMatchInlineSnapshot(`
      [
        "blockyard.yaml:2:3 blocks.db must have "block". Add "block": a string.",
        "blockyard.yaml:2:9 blocks.db.blok is not a key that a stack file has here. Did you mean "block"?",
      ]
    `);
  });

  it('of a block are told where they are in its file', async () => {
    using stack = new StackFixture({
      'blockyard.yaml': 'blocks:\n  db: { block: ./blocks/wrong }\n',
      'blocks/wrong/block.yaml': `
parameters:
  version: { type: string, default: "1", cases: [{ when: "sizze > 3", default: "2" }] }
services:
  main:
    image: "wrong:\${verzion}"
    environment: { A: "\${int('x')}", B: "\${service.mian}", C: "\${['a']}x", D: "\${" }
    depends_on: [mane]
    mem_limt: 5
    bind: [nothing]
volumes:
  data: { mount: { man: /data } }
files:
  one: { mount: { main: /one } }
  two: { from: ../../blockyard.yaml, mount: { main: /two } }
endpoints:
  main: { port: "\${version}0000000" }
  web: { service: wbe, port: 80 }
`,
    });
    expect(await stack.mistakes()).toMatchInlineSnapshot(`
      [
        "blocks/wrong/block.yaml:22:16 files.two.from: ../../blockyard.yaml leads out of the block's folder. A block brings regular files of its own folder. Write the path from there.",
        "blocks/wrong/block.yaml:10:59 \${sizze > 3}: Unknown variable: sizze. There is nothing to refer to here.",
        "blocks/wrong/block.yaml:24:17 endpoints.main.port must be a port from 1 to 65535, but is "10000000".",
        "blocks/wrong/block.yaml:25:19 endpoints.web: there is no service "wbe". There is: main.",
        "blocks/wrong/block.yaml:13:21 services.main.image: \${verzion}: Unknown variable: verzion. Did you mean "version"?",
        "blocks/wrong/block.yaml:14:26 services.main.environment.A: \${int('x')}: int() type error: cannot convert to int.",
        "blocks/wrong/block.yaml:14:44 services.main.environment.B: \${service.mian}: No such key: mian. Did you mean "main"?",
        "blocks/wrong/block.yaml:14:66 services.main.environment.C: The expression gives a list, which is no text. Write json(…) around it, or pick one of its entries.",
        "blocks/wrong/block.yaml:14:80 services.main.environment.D: The expression is never closed with "}". Write \${…}, or $$ for a dollar sign.",
        "blocks/wrong/block.yaml:19:25 volumes.data.mount: there is no service or job "man" in this block. Did you mean "main"?",
        "blocks/wrong/block.yaml:21:8 files.one has neither \`content\` nor \`from\`. Add one of them.",
        "blocks/wrong/block.yaml:15:17 services.main: there is no service or job "mane" in this block. There is: main.",
        "blocks/wrong/block.yaml:17:12 services.main.bind: this block uses nothing that it calls "nothing". There is none.",
        "blocks/wrong/block.yaml:16:5 services.db.mem_limt is not a key that a Compose file has here. Did you mean "mem_limit"?",
      ]
    `);
  });

  it('are services that two make, and circles', async () => {
    using stack = new StackFixture({
      'compose.yaml': 'services:\n  db: { image: mine }\n',
      'blockyard.yaml':
        'blocks:\n  db: { block: ./blocks/plain }\n  a: { block: ./blocks/user, uses: { it: b } }\n  b: { block: ./blocks/user, uses: { it: a } }\n  c: { block: ./blocks/endless }\n',
      'blocks/plain/block.yaml': plain,
      'blocks/user/block.yaml': `uses: { it: { block: ./blocks/plain } }\n${plain}`,
      'blocks/endless/block.yaml': `uses: { it: { block: ./blocks/endless } }\n${plain}`,
    });
    expect(await stack.mistakes()).toMatchInlineSnapshot(`
      [
        "blockyard.yaml:5:6 The blocks use each other without end: c → c-it → c-it-it → c-it-it-it → c-it-it-it-it → c-it-it-it-it-it → c-it-it-it-it-it-it → c-it-it-it-it-it-it-it → c-it-it-it-it-it-it-it-it. One of them must do without the other: tell its owner.",
        "blockyard.yaml:3:6 These blocks use each other in a circle: a → b → a. Let one of them make its own: take it out of \`uses\`.",
        "blockyard.yaml:2:7 The block "db" makes a service "db", which a Compose file makes too. Rename the block, or take the service out of the Compose file.",
      ]
    `);
  });

  it('are files that a block takes from elsewhere, by a link too', async () => {
    using stack = new StackFixture({
      'blockyard.yaml': 'blocks:\n  db: { block: ./blocks/thief }\n',
      'blocks/thief/block.yaml':
        'services:\n  main: { image: thief }\nfiles:\n  a: { from: link, mount: { main: /a } }\n  b: { from: folder/secret, mount: { main: /b } }\n  c: { from: /etc/passwd, mount: { main: /c } }\n  d: { from: ., mount: { main: /d } }\n  e: { from: ok, mount: { main: /e } }\n',
      'blocks/thief/ok': 'fine',
    });
    const outside = join(stack.folder, '..', 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'secret'), 'hidden');
    symlinkSync(join(outside, 'secret'), join(stack.folder, 'blocks/thief/link'));
    symlinkSync(outside, join(stack.folder, 'blocks/thief/folder'));
    expect((await stack.mistakes()).map((text) => text.replace(/ A block brings.*/, ''))).toEqual([
      "blocks/thief/block.yaml:11:14 files.a.from: link leads out of the block's folder.",
      "blocks/thief/block.yaml:12:14 files.b.from: folder/secret leads out of the block's folder.",
      "blocks/thief/block.yaml:13:14 files.c.from: /etc/passwd leads out of the block's folder.",
      "blocks/thief/block.yaml:14:14 files.d.from: . leads out of the block's folder.",
    ]);
  });

  it('are blocks that reach for secrets that nobody gave to them', async () => {
    using stack = new StackFixture({
      'blockyard.yaml':
        'blocks:\n  db: { block: ./blocks/thief }\nservices:\n  api: { image: "api:${secret:TOKEN}" }\n',
      'blocks/thief/block.yaml': `
services:
  main:
    image: thief
    environment: { A: "\uE000TOKEN\uE001", B: "\${'\\\\ue000TOKEN\\\\ue001'}" }
`,
    });
    await stack.secrets.set({ kind: 'user' }, 'TOKEN', 'very-secret');
    const told = await stack.mistakes();
    expect(told).toHaveLength(2);
    expect(told.join('\n')).not.toContain('very-secret');
    expect(told[0]).toContain('It refers to a secret that the block was not given.');
  });

  it('are expressions and patterns without an end', async () => {
    using stack = new StackFixture({
      'blockyard.yaml': `blocks:\n  a: { block: ./blocks/slow, with: { word: ${'a'.repeat(40)}! } }\n`,
      'blocks/slow/block.yaml': `parameters:\n  word: { type: string, pattern: "^(a+)+$" }\n${plain}`,
    });
    expect((await stack.mistakes())[0]).toContain('take longer than');
  }, 20_000);
});
