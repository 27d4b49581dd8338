import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { connectTo, createdContainer, describeOnEachEngine, runningContainer } from '../support/index.ts';

describeOnEachEngine('files of a container', (testEngine) => {
  it('go in and come out unchanged, running or not', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await createdContainer(engine, ['true']);
    const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    const archive = pack();
    archive.entry({ name: 'folder/', type: 'directory', mode: 0o750 });
    archive.entry({ name: 'folder/data.bin', mode: 0o640, uid: 12, gid: 34 }, content);
    archive.entry({ name: 'folder/link', type: 'symlink', linkname: 'data.bin' });
    archive.finalize();
    await engine.containers.writeArchive(container.id, '/opt', Readable.from(archive));

    const back = await engine.containers.readArchive(container.id, '/opt/folder');
    const entries: unknown[] = [];
    const unpacking = (back ?? Readable.from([])).pipe(extract());
    for await (const entry of unpacking) {
      const { name, mode, uid, gid, type, linkname } = entry.header;
      const same = type === 'file' ? (await buffer(entry as unknown as Readable)).equals(content) : undefined;
      entry.resume();
      entries.push({ name, mode: mode && (mode & 0o777).toString(8), uid, gid, type, linkname, same });
    }
    expect(entries).toEqual([
      { name: 'folder/', mode: '750', uid: 0, gid: 0, type: 'directory', linkname: null },
      { name: 'folder/data.bin', mode: '640', uid: 12, gid: 34, type: 'file', linkname: null, same: true },
      { name: 'folder/link', mode: '777', uid: 0, gid: 0, type: 'symlink', linkname: 'data.bin' },
    ]);
  });

  it('are told apart by kind', async () => {
    await using engine = await connectTo(testEngine);
    const script =
      'mkdir /a; echo 12345 > /a/file; ln -s a /to-folder; ln -s to-folder/file /to-file; sleep infinity';
    await using container = await runningContainer(engine, ['sh', '-c', `${script}`]);
    const { exitCode } = await engine.containers.exec(container.id, {
      command: ['sh', '-c', 'until test -L /to-file; do sleep 0.01; done'],
    });
    expect(exitCode).toBe(0);
    const stat = (path: string, followLinks = false) =>
      engine.containers.statPath(container.id, path, { followLinks });
    expect(await stat('/a')).toMatchObject({ name: 'a', directory: true });
    expect(await stat('/a/file')).toMatchObject({ name: 'file', directory: false, size: 6 });
    expect(await stat('/to-file')).toMatchObject({
      name: 'to-file',
      directory: false,
      linkTarget: '/a/file',
    });
    expect(await stat('/to-file', true)).toMatchObject({ name: 'file', size: 6 });
    expect(await stat('/to-folder', true)).toMatchObject({ name: 'a', directory: true });
    expect(await stat('/nothing')).toBeUndefined();
  });

  it('that do not exist are no error, but a missing container is', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await createdContainer(engine, ['true']);
    const missing = { status: 404, message: expect.stringContaining('No such container: bytest-nobody') };
    expect(await engine.containers.readArchive(container.id, '/nothing')).toBeUndefined();
    await expect(engine.containers.readArchive('bytest-nobody', '/etc')).rejects.toMatchObject(missing);
    await expect(engine.containers.statPath('bytest-nobody', '/etc')).rejects.toMatchObject(missing);
  });

  it('cannot be written where there is no folder, however long the archive is', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await createdContainer(engine, ['true']);
    const piece = Buffer.alloc(65_536);
    const endless = Readable.from(
      (function* () {
        for (;;) yield piece;
      })(),
    );
    await expect(engine.containers.writeArchive(container.id, '/nothing', endless)).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('/nothing'),
    });
    expect(endless.destroyed).toBe(true);
  });

  it('whose reading fails on our side end the transfer with that reason', async () => {
    await using engine = await connectTo(testEngine);
    await using container = await createdContainer(engine, ['true']);
    const broken = new Readable({
      read() {
        this.destroy(new Error('the disk is broken'));
      },
    });
    await expect(engine.containers.writeArchive(container.id, '/opt', broken)).rejects.toMatchObject({
      message: expect.stringContaining('the disk is broken'),
    });
    expect(
      await text((await engine.containers.readArchive(container.id, '/etc/hostname')) ?? Readable.from([])),
    ).toContain('hostname');
  });
});
