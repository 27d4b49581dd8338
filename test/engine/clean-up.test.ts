import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import {
  type CleanUpKind,
  type CleanUpParts,
  type CleanUpPlan,
  cleanUp,
  planCleanUp,
  readDisk,
} from '../../src/core/clean-up/index.ts';
import type { Engine } from '../../src/core/engine/index.ts';
import { openLive } from '../../src/core/live/index.ts';
import { openProjects } from '../../src/core/projects/index.ts';
import { openSecrets } from '../../src/core/secrets/index.ts';
import { openStore } from '../../src/core/store/index.ts';
import { createTasks, type Tasks } from '../../src/core/tasks/index.ts';
import {
  connectTo,
  describeOnEachEngine,
  describeOnPrivateEngines,
  fixtureImage,
  type TestEngine,
  temporaryFolder,
  uniqueName,
} from '../support/index.ts';

const busybox = fixtureImage('busybox');

describeOnPrivateEngines('clean-up', { images: [busybox] }, (engine) => {
  it('plans what nothing uses, and removes exactly what was chosen', async () => {
    await using bench = await cleaning(engine());
    const { parts } = bench;
    const [used, unused] = [uniqueName('used'), uniqueName('unused')];
    const { docker } = engine();
    for (const Name of [used, unused]) await docker.createVolume({ Name });
    const ended = await docker.createContainer({ name: uniqueName('ended'), Image: busybox, Cmd: ['true'] });
    const running = await docker.createContainer({
      name: uniqueName('running'),
      Image: busybox,
      Cmd: ['sleep', '1000'],
      HostConfig: { Binds: [`${used}:/data`], Init: true, NetworkMode: 'none' },
    });
    await running.start();
    const old = await loadOldImage(engine(), uniqueName('old'), 2);
    const nameless = await loadOldImage(engine(), undefined, 3);

    const plan = await planCleanUp(parts);
    expect(idsOf(plan, 'stopped-containers')).toEqual([ended.id]);
    expect(idsOf(plan, 'unused-images')).toEqual([old]);
    expect(idsOf(plan, 'dangling-images')).toEqual([nameless]);
    expect(idsOf(plan, 'unused-volumes').map((id) => id.split('@')[0])).toEqual([unused]);

    const items = (['stopped-containers', 'unused-images', 'dangling-images'] as const).flatMap((kind) =>
      idsOf(plan, kind).map((id) => ({ kind, id })),
    );
    expect(await cleanUp(parts, items).result).toEqual({ removed: 3, freed: expect.any(Number), left: [] });
    expect((await planCleanUp(parts)).groups.map(({ kind }) => kind)).toEqual(['unused-volumes']);
    await running.remove({ force: true });
    for (const name of [used, unused]) await docker.getVolume(name).remove();
  });

  it('leaves what was taken into use meanwhile, or made anew, and says so', async () => {
    await using bench = await cleaning(engine());
    const { docker } = engine();
    const [used, anew, gone] = [uniqueName('used'), uniqueName('anew'), uniqueName('gone')];
    for (const Name of [used, anew, gone]) await docker.createVolume({ Name });
    const image = await loadOldImage(engine(), uniqueName('old'), 1);
    const ended = await docker.createContainer({
      name: uniqueName('again'),
      Image: busybox,
      Cmd: ['sleep', '1000'],
    });
    const plan = await planCleanUp(bench.parts);

    const user = await docker.createContainer({
      name: uniqueName('user'),
      Image: image,
      Cmd: ['x'],
      HostConfig: { Binds: [`${used}:/data`] },
    });
    await docker.getVolume(anew).remove();
    await docker.getVolume(gone).remove();
    // Engines tell the time of a volume's making in whole seconds.
    await delay(1_100);
    await docker.createVolume({ Name: anew });
    await ended.start();

    const wishes = plan.groups.flatMap(({ kind, items }) => items.map(({ id }) => ({ kind, id })));
    const task = cleanUp(bench.parts, wishes);
    const result = await task.result;
    expect(result.removed).toBe(0);
    const userName = (await user.inspect()).Name.slice(1);
    const reasons = result.left.map(({ kind, id, reason }) => `${kind} ${id.split('@')[0]} ${reason}`);
    expect(reasons.sort()).toEqual(
      [
        `stopped-containers ${ended.id} runs again`,
        `unused-images ${image} ${userName} uses it now`,
        `unused-volumes ${anew} was made anew`,
        `unused-volumes ${gone} is gone already`,
        `unused-volumes ${used} ${userName} uses it now`,
      ].sort(),
    );
    const told = bench.tasks.get(task.id)?.progress.filter(({ state }) => state === 'skipped');
    expect(told?.map(({ text }) => text).sort()).toEqual(result.left.map(({ reason }) => reason).sort());
    expect((await docker.listVolumes()).Volumes.map(({ Name }) => Name).sort()).toEqual([anew, used].sort());
    for (const container of [user, ended]) await container.remove({ force: true });
    for (const name of [used, anew]) await docker.getVolume(name).remove();
    await docker.getImage(image).remove({ force: true });
  });

  it('removes the records of the build cache that were chosen, no others', async () => {
    await using bench = await cleaning(engine());
    await using folder = await temporaryFolder({
      Dockerfile: `FROM ${busybox}\nRUN echo a > /a\nRUN echo b > /b\n`,
    });
    await bench.engine.images.build({ context: folder.path, tags: [uniqueName('cached')] });
    // The image holds what it is made of; the contexts of the build are held by nothing.
    const plan = await planCleanUp(bench.parts);
    const [first, ...others] = idsOf(plan, 'build-cache');
    expect(first).toBeDefined();
    const wish = [{ kind: 'build-cache', id: first ?? '' } as const];
    expect(await cleanUp(bench.parts, wish).result).toMatchObject({ removed: 1, left: [] });
    expect(idsOf(await planCleanUp(bench.parts), 'build-cache').sort()).toEqual(others.sort());
    expect(
      await cleanUp(
        bench.parts,
        others.map((id) => ({ kind: 'build-cache', id })),
      ).result,
    ).toMatchObject({
      removed: others.length,
    });
  });

  it('never plans what an opened project names, whether it runs or not', async () => {
    await using bench = await cleaning(engine());
    const { docker } = engine();
    const [named, other, external] = [uniqueName('named'), uniqueName('other'), uniqueName('external')];
    const needed = await loadOldImage(engine(), named, 4);
    const unneeded = await loadOldImage(engine(), other, 5);
    const name = uniqueName('project');
    await docker.createVolume({ Name: `${name}_data`, Labels: { 'com.docker.compose.project': name } });
    await docker.createVolume({ Name: external });
    const compose = [
      `name: ${name}`,
      `services: { db: { image: "${named}", volumes: [external:/data] } }`,
      `volumes: { external: { external: true, name: ${external} } }`,
    ];
    await using folder = await temporaryFolder({ 'compose.yaml': compose.join('\n') });
    await bench.projects.add(folder.path);
    const plan = await planCleanUp(bench.parts);
    expect(idsOf(plan, 'unused-images')).toEqual([unneeded]);
    expect(idsOf(plan, 'unused-volumes')).toEqual([]);
    // Not even when it is wished for: it may have been opened after the plan was made.
    expect(await cleanUp(bench.parts, [{ kind: 'unused-images', id: needed }]).result).toMatchObject({
      removed: 0,
      left: [{ id: needed }],
    });
    for (const image of [needed, unneeded]) await docker.getImage(image).remove({ force: true });
    for (const volume of [`${name}_data`, external]) await docker.getVolume(volume).remove();
  });

  it('can be cancelled, and is told as a task', async () => {
    await using bench = await cleaning(engine());
    const task = cleanUp(bench.parts, [{ kind: 'unused-volumes', id: 'none@1' }]);
    task.cancel();
    await expect(task.result).rejects.toMatchObject({ code: 'interrupted' });
    expect(bench.tasks.get(task.id)).toMatchObject({
      kind: 'clean-up',
      state: 'cancelled',
      cancellable: true,
    });
  });
});

describeOnEachEngine('the disk of the engine', (testEngine) => {
  it('is reported by kinds, with what uses what', async () => {
    await using bench = await cleaning(testEngine);
    const { docker } = testEngine;
    const [volume, name] = [uniqueName('volume'), uniqueName('container')];
    await docker.createVolume({ Name: volume, Labels: { 'com.docker.compose.project': name } });
    const container = await docker.createContainer({
      name,
      Image: busybox,
      Cmd: ['true'],
      HostConfig: { Binds: [`${volume}:/data`] },
    });
    try {
      // Two at once: Engine 20.10 measures for one at a time.
      const [{ kinds, measuredAt }] = await Promise.all([
        readDisk(bench.parts.live),
        readDisk(bench.parts.live),
      ]);
      expect(measuredAt).toBeGreaterThan(Date.now() - 60_000);
      expect(kinds.map(({ kind }) => kind)).toEqual(['images', 'containers', 'volumes', 'build-cache']);
      for (const { size, reclaimable, count, items } of kinds) {
        expect(reclaimable).toBeLessThanOrEqual(size);
        expect(items.length).toBe(Math.min(200, count));
        expect(items.map((item) => item.size)).toEqual(items.map((item) => item.size).sort((a, b) => b - a));
      }
      const images = kinds.find(({ kind }) => kind === 'images');
      expect(images?.items.find((item) => item.usedBy.includes(name))?.name).toContain(busybox);
    } finally {
      await container.remove();
      await docker.getVolume(volume).remove();
    }
  });
});

interface Cleaning extends AsyncDisposable {
  parts: CleanUpParts;
  tasks: Tasks;
  engine: Engine;
  projects: ReturnType<typeof openProjects>;
}

/** What a core has for it. */
async function cleaning(testEngine: TestEngine): Promise<Cleaning> {
  const folder = await temporaryFolder();
  // The engine's own names only: a private engine does not have all that the image map names.
  const { BLOCKYARD_IMAGE_MAP: _, ...inherited } = process.env;
  const environment = { ...inherited, ...testEngine.environment };
  const store = openStore({ folder: `${folder.path}/store` });
  const engine = await connectTo(testEngine);
  const live = openLive({ store, environment });
  const projects = openProjects({
    store,
    secrets: openSecrets({ folder: store.folder, environment }),
    live,
    environment,
  });
  const tasks = createTasks(store, 'app');
  return {
    parts: { live, projects, tasks },
    tasks,
    engine,
    projects,
    [Symbol.asyncDispose]: async () => {
      projects[Symbol.dispose]();
      await live[Symbol.asyncDispose]();
      await engine.close();
      await tasks.end();
      store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function idsOf(plan: CleanUpPlan, kind: CleanUpKind): string[] {
  return plan.groups.find((group) => group.kind === kind)?.items.map(({ id }) => id) ?? [];
}

/** An image of one file, made in the year 2020; its size tells it from others. Answers its id. */
async function loadOldImage({ docker }: TestEngine, name: string | undefined, size: number): Promise<string> {
  const layer = await tarOf({ file: Buffer.alloc(size, 'x') });
  const config = JSON.stringify({
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    created: '2020-01-01T00:00:00Z',
    config: { Labels: { size: `${name} ${size}` } },
    rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(layer).digest('hex')}`] },
  });
  const id = createHash('sha256').update(config).digest('hex');
  const manifest = [
    { Config: `${id}.json`, RepoTags: name ? [`${name}:latest`] : null, Layers: ['layer.tar'] },
  ];
  const archive = await tarOf({
    [`${id}.json`]: Buffer.from(config),
    'layer.tar': layer,
    'manifest.json': Buffer.from(JSON.stringify(manifest)),
  });
  const answer = await docker.loadImage(Readable.from([archive]));
  for await (const _ of answer as unknown as AsyncIterable<Buffer>);
  return `sha256:${id}`;
}

async function tarOf(files: Record<string, Buffer>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name, mtime: new Date(0) }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
