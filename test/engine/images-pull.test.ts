import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectEngine, type Engine, type TransferProgress } from '../../src/core/engine/index.ts';
import {
  describeOnEachEngine,
  removeAllNamed,
  startRegistry,
  type TestEngine,
  type TestRegistry,
  temporaryFolder,
  uniqueName,
} from '../support/index.ts';

describeOnEachEngine('pull from a registry', (engine) => {
  const name = uniqueName('pulled');
  const opened: Engine[] = [];
  let registry: TestRegistry;
  let image: string;

  const connect = async (environment: NodeJS.ProcessEnv) => {
    const connected = await connectEngine({ endpoint: { kind: 'socket', path: engine.socket }, environment });
    opened.push(connected);
    return connected;
  };
  const anonymous = { ...process.env, DOCKER_CONFIG: '/nonexistent' };

  beforeAll(async () => {
    registry = await startRegistry();
    await importImage(engine, name);
    image = await registry.push(engine, name, 'team/shop:1');
    await engine.docker.getImage(name).remove();
  });
  afterAll(async () => {
    for (const connected of opened) await connected.close();
    await engine.docker
      .getImage(image)
      .remove({ force: true })
      .catch(() => {});
    await removeAllNamed(engine, name);
    await registry[Symbol.asyncDispose]();
  });

  it('uses the credential helper, and tells of bytes up to their total', async () => {
    const { images } = await connect(await registry.signedIn());
    const told: TransferProgress[] = [];
    await images.pull(image, { onProgress: (progress) => told.push(progress) });
    const last = told.at(-1);
    expect(last?.current).toBe(last?.total);
    expect(last?.total).toBeGreaterThan(2_000_000);
    expect(last?.text).toBe('2 layers');
    expect(told.every(({ current, total }) => current <= total)).toBe(true);
    expect((await images.inspect(image))?.Config.Cmd).toEqual(['/one']);
    await images.remove(image);
    expect(await images.inspect(image)).toBeUndefined();
  });

  it('asks the registry once when many want the same image', async () => {
    const { images } = await connect(await registry.signedIn());
    const seen = [0, 0, 0];
    await Promise.all(
      seen.map((_, index) =>
        images.pull(image, { onProgress: () => seen.splice(index, 1, (seen[index] ?? 0) + 1) }),
      ),
    );
    expect(new Set(seen).size).toBe(1);
    await images.remove(image);
  });

  it('goes on for one caller when another gives up', async () => {
    const { images } = await connect(await registry.signedIn());
    const abort = new AbortController();
    const given = images.pull(image, {}, { signal: abort.signal });
    const kept = images.pull(image, {});
    abort.abort();
    await expect(given).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await kept;
    expect(await images.inspect(image)).toBeDefined();
    await images.remove(image);
  });

  it('that is cancelled is given up by the engine as well', async () => {
    const { images } = await connect(anonymous);
    await using silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const abort = new AbortController();
    const pulling = images.pull(`127.0.0.1:${port}/team/shop:1`, {}, { signal: abort.signal });
    const [socket] = (await once(silent, 'connection')) as [Socket];
    socket.resume();
    abort.abort();
    await expect(pulling).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await once(socket, 'close');
  });

  it('is made with the name of the image map', async () => {
    const map = JSON.stringify({ 'docker.io/*:*': `${registry.address}/*:*`, 'gone:*': 'x' });
    const { images } = await connect({ ...(await registry.signedIn()), BLOCKYARD_IMAGE_MAP: map });
    await images.pull('team/shop:1', {});
    expect((await images.inspect('team/shop:1'))?.RepoTags).toEqual([image]);
    await engine.docker.getImage(image).remove();
  });

  it.each([
    ['without credentials', async () => anonymous],
    ['with a wrong password', () => registry.signedIn('wrong')],
  ])('%s is refused, with the way to sign in', async (_, environment) => {
    const { images } = await connect(await environment());
    await expect(images.pull(image, {})).rejects.toMatchObject({
      code: 'registry-denied',
      message: expect.stringContaining(image),
      remedy: expect.stringContaining(`docker login ${registry.address}`),
    });
  });

  it('says why there were no credentials when the helper is missing', async () => {
    await using folder = await temporaryFolder({ 'config.json': '{"credsStore": "bytest-absent"}' });
    const { images } = await connect({ ...process.env, DOCKER_CONFIG: folder.path });
    const error = await images.pull(image, {}).catch((thrown) => thrown);
    expect(error.toJSON()).toMatchObject({
      code: 'registry-denied',
      causes: [expect.stringContaining('docker-credential-bytest-absent'), expect.any(String)],
    });
  });

  it('of an image that is not there names it', async () => {
    const { images } = await connect(await registry.signedIn());
    for (const absent of ['team/shop:none', 'team/nobody:1'])
      await expect(images.pull(`${registry.address}/${absent}`, {})).rejects.toMatchObject({
        code: 'image-not-found',
        message: expect.stringContaining(`${registry.address}/${absent}`),
        remedy: expect.stringContaining('Check the name'),
      });
  });

  it('of a platform that is not there says so', async () => {
    const { images } = await connect(await registry.signedIn());
    for (const platform of ['linux/s390x', 'windows/amd64'])
      await expect(images.pull(image, { platform })).rejects.toMatchObject({
        code: 'image-not-found',
        message: expect.stringContaining(platform),
      });
    await images.remove(image);
  });

  it('from a registry that does not answer says that it was the network', async () => {
    const { images } = await connect(anonymous);
    await expect(images.pull('127.0.0.1:1/team/shop:1', {})).rejects.toMatchObject({
      code: 'engine-refused',
      message: expect.stringContaining('could not reach the registry of 127.0.0.1:1/team/shop:1'),
    });
  });

  it('builds with the credentials, too', async () => {
    const { images } = await connect(await registry.signedIn());
    await using folder = await temporaryFolder({ Dockerfile: `FROM ${image}\nCOPY Dockerfile /\n` });
    const id = await images.build({ context: folder.path, tags: [name] });
    expect(id).toMatch(/^sha256:/);
    await engine.docker.getImage(name).remove();
    const stranger = await connect(anonymous);
    await using other = await temporaryFolder({
      Dockerfile: `FROM ${registry.address}/team/shop:2\nCOPY Dockerfile /\n`,
    });
    await expect(stranger.images.build({ context: other.path, tags: [name] })).rejects.toMatchObject({
      code: 'registry-denied',
    });
  });
});

/** Two layers of random bytes that nothing else on the engine holds: a build would leave them in its cache. */
async function importImage(engine: TestEngine, name: string): Promise<void> {
  const { docker } = engine;
  const progress = await docker.importImage(Readable.from(await tarOf('one', 1_500_000)), {
    repo: name,
    tag: 'base',
  });
  await drain(progress);
  const container = await docker.createContainer({ Image: `${name}:base`, Cmd: ['/one'], name });
  try {
    await container.putArchive(await tarOf('two', 700_000), { path: '/' });
    await container.commit({ repo: name });
  } finally {
    await container.remove();
    await docker.getImage(`${name}:base`).remove();
  }
}

function tarOf(file: string, size: number): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: file }, randomBytes(size));
  archive.finalize();
  return buffer(archive);
}

async function drain(stream: NodeJS.ReadableStream): Promise<void> {
  stream.resume();
  await once(stream, 'end');
}
