import { expect, it } from 'vitest';
import type { BlockyardError, Plan } from '../../src/shared/index.ts';
import { describeOnEachEngine } from '../support/index.ts';
import { testStack } from '../support/stack.ts';

const compose = (version: string): string => `
services:
  web:
    build:
      dockerfile_inline: |
        FROM debian:12-slim
        LABEL version=${version}
        CMD ["sleep", "infinity"]
    init: true
    stop_grace_period: 1s
`;

const brief = (plan: Plan, name: string): string[] =>
  plan.steps.map(
    ({ id, causes }) => `${id.replaceAll(`${name}-`, '')}: ${causes.map(({ text }) => text).join('; ')}`,
  );

describeOnEachEngine('images of a stack', (engine) => {
  it('are built when missing, and again only when asked to', async () => {
    await using stack = await testStack(engine, compose('1'));
    const first = await stack.open();
    const { plan } = await stack.run((task) => first.up({}, task));
    expect(brief(plan, stack.name)).toEqual([
      'image:web:build: missing',
      `network:${stack.name}_default:create: missing`,
      'container:web-1:create: missing',
      'container:web-1:start: missing',
    ]);
    expect((await first.plan()).steps).toEqual([]);
    const same = await stack.run((task) => first.up({ build: true }, task));
    expect(brief(same.plan, stack.name)).toEqual(['image:web:build: asked to build']);

    await stack.write({ 'compose.yaml': compose('2') });
    const second = await stack.open();
    expect((await second.plan()).steps).toEqual([]);
    const changed = await stack.run((task) => second.up({ build: true }, task));
    expect(brief(changed.plan, stack.name)).toEqual([
      'image:web:build: asked to build',
      `container:web-1:recreate: image ${stack.name}-web is a newer one`,
      `container:web-1:start: image ${stack.name}-web is a newer one`,
    ]);
  });

  it('are noticed when their name means another image by now, without being asked for', async () => {
    await using stack = await testStack(engine, compose('1'));
    const opened = await stack.open();
    await stack.run((task) => opened.up({}, task));
    await stack.write({ 'compose.yaml': compose('2') });
    const changed = await stack.open();
    await stack.run((task) => changed.build({}, task));
    expect(brief(await changed.plan(), stack.name)).toEqual([
      `container:web-1:recreate: image ${stack.name}-web is a newer one`,
      `container:web-1:start: image ${stack.name}-web is a newer one`,
    ]);
    await stack.run((task) => changed.up({}, task));
    expect((await changed.plan()).steps).toEqual([]);
  });

  it('that cannot be had stop what needs them, with the place, before anything is made', async () => {
    await using stack = await testStack(
      engine,
      'services:\n  web:\n    image: 127.0.0.1:9/nobody/nothing:1\n',
    );
    const opened = await stack.open();
    const error = await stack
      .run((task) => opened.up({}, task))
      .catch((thrown: BlockyardError) => thrown.toJSON());
    expect(error).toMatchObject({
      message: expect.stringContaining('127.0.0.1:9/nobody/nothing:1'),
      where: { file: `${stack.folder}/compose.yaml`, line: 3 },
      remedy: expect.any(String),
    });
    expect((await opened.status()).state).toBe('absent');
  });

  it('go with the stack when asked to', async () => {
    await using stack = await testStack(engine, compose('1'));
    const opened = await stack.open();
    await stack.run((task) => opened.up({}, task));
    await stack.run((task) => opened.down({ images: 'local' }, task));
    expect(await stack.engine.images.inspect(`${stack.name}-web`)).toBeUndefined();
  });
});
