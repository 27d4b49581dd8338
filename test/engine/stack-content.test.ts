import { expect, it } from 'vitest';
import type { BlockyardError } from '../../src/shared/index.ts';
import { describeOnEachEngine } from '../support/index.ts';
import { testStack } from '../support/stack.ts';

const sleeping = `
    image: debian:12-slim
    init: true
    command: sleep infinity
    stop_grace_period: 1s`;

describeOnEachEngine('what a container of a stack is', (engine) => {
  it('has its secrets and configs, from files, variables and the Compose file itself', async () => {
    await using stack = await testStack(
      engine,
      `services:
  web:${sleeping}
    secrets:
      - token
      - { source: file, target: given, mode: "0400", uid: "33", gid: "33" }
      - plain
    configs:
      - { source: inline, target: /etc/inline.conf }
secrets:
  token: { environment: TOKEN }
  file: { file: ./secret.txt }
  plain: { file: ./secret.txt }
configs:
  inline: { content: "level = \${LEVEL:-low}\\n" }
`,
      { 'secret.txt': 'from a file', '.env': 'TOKEN=from .env\n' },
    );
    const opened = await stack.open();
    await stack.run((task) => opened.up({}, task));
    const { output } = await stack.engine.containers.exec(`${stack.name}-web-1`, {
      command: [
        'sh',
        '-c',
        'cd /run/secrets; for file in token given plain /etc/inline.conf; do stat -c "%n %a %u" $file; cat $file; echo; done',
      ],
    });
    expect(output).toBe(
      'token 444 0\nfrom .env\ngiven 400 33\nfrom a file\nplain 644 0\nfrom a file\n/etc/inline.conf 444 0\nlevel = low\n\n',
    );
    // Another value is another container.
    const { steps } = await (await stack.open({ TOKEN: 'from the shell' })).plan();
    expect(steps.map(({ action, causes }) => [action, ...causes.map(({ text }) => text)])).toEqual([
      ['recreate', 'secret token changed'],
      ['start', 'secret token changed'],
    ]);
  });

  it('is on two networks under its aliases', async () => {
    await using stack = await testStack(
      engine,
      `services:
  web:${sleeping}
    networks: { front: { aliases: [shop] }, back: {} }
  front-only:${sleeping}
    networks: [front]
  back-only:${sleeping}
    networks: [back]
networks: { front: {}, back: {} }
`,
    );
    const opened = await stack.open();
    await stack.run((task) => opened.up({}, task));
    const resolve = async (from: string, name: string) => {
      const { exitCode } = await stack.engine.containers.exec(`${stack.name}-${from}-1`, {
        command: ['getent', 'hosts', name],
      });
      return exitCode === 0;
    };
    expect({
      service: [await resolve('front-only', 'web'), await resolve('back-only', 'web')],
      alias: [await resolve('front-only', 'shop'), await resolve('back-only', 'shop')],
      apart: await resolve('front-only', 'back-only'),
    }).toEqual({ service: [true, true], alias: [true, false], apart: false });
    expect((await opened.plan()).steps).toEqual([]);
  });

  it('keeps its anonymous volumes when it is recreated', async () => {
    await using stack = await testStack(
      engine,
      `services:\n  web:${sleeping}\n    volumes: ["/kept"]\n    environment: { V: "\${V:-1}" }\n`,
    );
    const first = await stack.open();
    await stack.run((task) => first.up({}, task));
    const name = `${stack.name}-web-1`;
    await stack.engine.containers.exec(name, { command: ['touch', '/kept/file'] });
    const second = await stack.open({ V: '2' });
    const { plan } = await stack.run((task) => second.up({}, task));
    expect(plan.steps[0]?.causes).toEqual([
      { kind: 'environment-changed', text: 'env V changed, from the shell' },
    ]);
    const { output } = await stack.engine.containers.exec(name, { command: ['ls', '/kept'] });
    expect(output).toBe('file\n');
    await stack.run((task) => second.up({ forceRecreate: true, renewAnonymousVolumes: true }, task));
    const renewed = await stack.engine.containers.exec(name, { command: ['ls', '/kept'] });
    expect(renewed.output).toBe('');
    await stack.run((task) => second.down({ volumes: true }, task));
  });

  it('asks before a volume is made anew, and does nothing when nobody agrees', async () => {
    const compose = (size: string): string => `services:
  db:${sleeping}
    volumes: ["data:/data"]
volumes:
  data: { driver_opts: { type: tmpfs, device: tmpfs, o: "size=${size}" } }
`;
    await using stack = await testStack(engine, compose('1m'));
    const first = await stack.open();
    await stack.run((task) => first.up({}, task));
    await stack.write({ 'compose.yaml': compose('2m') });
    const second = await stack.open();
    const error = await stack
      .run((task) => second.up({}, task))
      .catch((thrown: BlockyardError) => thrown.toJSON());
    expect(error).toEqual({
      code: 'confirmation-required',
      message: `This would lose data: volume ${stack.name}_data (all data in it).`,
      remedy: 'Save what you need, then confirm with --yes; or undo the change in the Compose file.',
    });
    expect((await second.status()).state).toBe('running');
    await stack.run((task) => second.up({ confirm: async () => true }, task));
    const volume = await stack.engine.volumes.inspect(`${stack.name}_data`);
    expect(volume?.Options?.['o']).toBe('size=2m');
    expect((await second.plan()).steps).toEqual([]);
  });

  it('is told apart from what cannot be done, with the place and what to do', async () => {
    await using stack = await testStack(
      engine,
      `services:
  ai:
    provider: { type: model }
  api:${sleeping}
    use_api_socket: true
`,
    );
    const opened = await stack.open();
    const error = await opened.plan().catch((thrown: BlockyardError) => thrown.toJSON());
    expect(error).toMatchObject({
      code: 'compose-unsupported',
      errors: [
        { code: 'compose-unsupported', where: { line: 3 }, remedy: expect.any(String) },
        { code: 'compose-unsupported', where: { line: 9 }, remedy: expect.any(String) },
      ],
    });
  });
});
