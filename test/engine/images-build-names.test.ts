import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { buildBench, describeOnEachEngine, temporaryFolder } from '../support/index.ts';

const base = 'debian:12-slim';

describeOnEachEngine('names and contexts of a build', (engine) => {
  const builds = buildBench(engine);
  const { name, connect, build, fileOf } = builds;

  describe('with an image map', () => {
    const mapTo = (target: string) =>
      connect({
        BLOCKYARD_IMAGE_MAP: JSON.stringify({
          'bytest/public:*': target,
          'bytest/syntax:*': 'bytest.invalid/s',
        }),
      });

    it('asks for mapped images in FROM, COPY --from and mounts', async () => {
      const mapped = await mapTo(base);
      await build(
        {
          Dockerfile: [
            'ARG TAG=none',
            'FROM bytest/public:${TAG} AS one',
            'RUN --mount=type=bind,from=bytest/public:3,target=/other cat /other/etc/debian_version > /version',
            'FROM scratch',
            'COPY --from=one /version /version',
            'COPY --from=docker.io/bytest/public:2 /etc/debian_version /again',
          ].join('\n'),
        },
        { args: { TAG: '1' } },
        mapped,
      );
      expect(await fileOf('/version')).toBe(await fileOf('/again'));
    });

    it('names an image that is not there as it was written, and where', async () => {
      const mapped = await mapTo('127.0.0.1:1/absent:1');
      await using folder = await temporaryFolder({ Dockerfile: 'ARG TAG=1\nFROM bytest/public:$TAG\n' });
      await expect(mapped.images.build({ context: folder.path, tags: [name] })).rejects.toMatchObject({
        message: expect.stringContaining(
          'could not reach the registry of bytest/public:1 (127.0.0.1:1/absent:1 by the image map)',
        ),
        where: { file: join(folder.path, 'Dockerfile'), line: 2 },
      });
    });

    it('asks for the mapped frontend', async () => {
      const mapped = await mapTo(base);
      const failed = build({ Dockerfile: '# syntax=bytest/syntax:1\nFROM scratch\n' }, {}, mapped);
      await expect(failed).rejects.toThrow(/bytest\.invalid\/s/);
    });

    it('keeps the name of what was built here and is in no mirror', async () => {
      await build({ Dockerfile: `FROM ${base}\nRUN echo own > /own\n` });
      const mapped = await connect({ BLOCKYARD_IMAGE_MAP: '{"docker.io/*": "bytest.invalid/*"}' });
      expect(await mapped.images.inspect(name)).toBeDefined();
      await build({ Dockerfile: `FROM ${name}\nRUN cat /own > /copy\n` }, { tags: [`${name}:two`] }, mapped);
      const container = await mapped.containers.create(`${name}-own`, {
        Image: `${name}:two`,
        Cmd: ['/none'],
      });
      await mapped.containers.remove(container);
    });
  });

  describe('with additional contexts', () => {
    it('takes images by another name', async () => {
      const mapped = await connect({ BLOCKYARD_IMAGE_MAP: JSON.stringify({ 'bytest/public:*': base }) });
      await build(
        {
          Dockerfile: 'FROM scratch AS own\nFROM scratch\nCOPY --from=other /etc/debian_version /version\n',
        },
        { additionalContexts: { other: 'docker-image://bytest/public:1' } },
        mapped,
      );
      expect(await fileOf('/version')).toMatch(/^12\./);
    });

    it('takes folders, where the BuildKit of the engine does, and says so where not', async () => {
      await using other = await temporaryFolder({
        'sub/file': 'from elsewhere',
        lose: '',
        '.dockerignore': 'lose\n',
      });
      const building = build(
        {
          Dockerfile: 'FROM scratch\nCOPY --from=other . /x/\nCOPY a /x/\nARG WORD\nLABEL word=$WORD\n',
          a: name,
        },
        {
          additionalContexts: { other: other.path },
          args: { WORD: 'said' },
          cacheTo: ['type=inline'],
          cacheFrom: [base],
          tags: [name, `${name}:two`],
        },
      );
      if (!builds.connected.atLeast('1.42')) {
        await expect(building).rejects.toMatchObject({
          code: 'compose-unsupported',
          remedy: expect.stringContaining('# syntax=docker/dockerfile:1'),
        });
        return;
      }
      const { id, progress } = await building;
      const image = await builds.connected.images.inspect(name);
      expect(image?.Id).toBe(id);
      expect(image?.RepoTags?.toSorted()).toEqual([`${name}:latest`, `${name}:two`]);
      expect(image?.Config.Labels).toEqual({ word: 'said' });
      expect(await fileOf('/x/sub/file')).toBe('from elsewhere');
      await expect(fileOf('/x/lose')).rejects.toThrow(/404/);
      expect(progress).toContainEqual(
        expect.objectContaining({
          kind: 'step',
          title: expect.stringMatching(/COPY a \/x\//),
          state: 'done',
        }),
      );
      await expect(
        build(
          { Dockerfile: 'FROM scratch\nCOPY --from=other absent /\n' },
          { additionalContexts: { other: other.path } },
        ),
      ).rejects.toMatchObject({ code: 'build-failed', where: { line: 2 } });
    });
  });

  it('takes a context that the engine fetches, and an inline Dockerfile on top of it', async () => {
    const archive = pack();
    archive.entry({ name: 'Dockerfile' }, 'FROM scratch\nCOPY a /fetched\n');
    archive.entry({ name: 'a' }, name);
    archive.finalize();
    const content = await buffer(archive);
    await using server = createServer((_, response) => response.end(content)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const context = `http://127.0.0.1:${(server.address() as AddressInfo).port}/context.tar`;
    await build({}, { context });
    expect(await fileOf('/fetched')).toBe(name);
    await build({}, { context, dockerfileInline: 'FROM scratch\nCOPY a /inline\n' });
    expect(await fileOf('/inline')).toBe(name);
  });
});
