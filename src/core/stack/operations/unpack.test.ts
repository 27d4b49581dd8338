import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Header, pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpackTo } from './unpack.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bytest-unpack-'));
  mkdirSync(join(folder, 'victim'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Entry = Partial<Header> & { name: string; content?: string };

function archive(entries: Entry[]): Readable {
  const tar = pack();
  for (const { content, ...header } of entries)
    if (content === undefined) tar.entry(header);
    else tar.entry(header, content);
  tar.finalize();
  return Readable.from(tar);
}

const unpack = (entries: Entry[]) => unpackTo(archive(entries), join(folder, 'root'), { archive: false });
const top: Entry = { name: 'any/', type: 'directory', mode: 0o755 };

describe('an archive of a container', () => {
  it('becomes the root that it is told to, with modes, links and times', async () => {
    const mtime = new Date('2020-01-02T03:04:05Z');
    await unpack([
      { ...top, mtime },
      { name: 'any/a.sh', mode: 0o4755, mtime, content: 'x' },
      { name: 'any/link', type: 'symlink', linkname: 'a.sh' },
      { name: 'any/hard', type: 'link', linkname: 'any/a.sh' },
      { name: 'any/pipe', type: 'fifo' },
    ]);
    const root = join(folder, 'root');
    const file = statSync(join(root, 'a.sh'));
    // Set-user-id is the container's affair, not this machine's.
    expect(file.mode & 0o7777).toBe(0o755);
    expect([file.mtime, statSync(root).mtime]).toEqual([mtime, mtime]);
    expect(readFileSync(join(root, 'link'), 'utf8')).toBe('x');
    expect(statSync(join(root, 'hard')).ino).toBe(file.ino);
    expect(existsSync(join(root, 'pipe'))).toBe(false);
  });

  it('cannot leave by ..', async () => {
    await expect(unpack([top, { name: 'any/../../victim/x', content: 'bad' }])).rejects.toMatchObject({
      code: 'file-transfer-failed',
    });
    expect(existsSync(join(folder, 'victim/x'))).toBe(false);
  });

  it('cannot leave through a link of its own', async () => {
    const entries = [top, { name: 'any/out', type: 'symlink', linkname: '../victim' } as Entry];
    await expect(unpack([...entries, { name: 'any/out/x', content: 'bad' }])).rejects.toThrow(
      'through a link',
    );
    expect(existsSync(join(folder, 'victim/x'))).toBe(false);
  });

  it('cannot write through a link in place of a file', async () => {
    writeFileSync(join(folder, 'victim/x'), 'safe');
    await unpack([
      top,
      { name: 'any/x', type: 'symlink', linkname: '../victim/x' },
      { name: 'any/x', content: 'new' },
    ]);
    expect(readFileSync(join(folder, 'victim/x'), 'utf8')).toBe('safe');
    expect(readFileSync(join(folder, 'root/x'), 'utf8')).toBe('new');
  });

  it('cannot hard-link to what lies outside', async () => {
    writeFileSync(join(folder, 'victim/x'), 'safe');
    await expect(
      unpack([top, { name: 'any/h', type: 'link', linkname: 'any/../victim/x' }]),
    ).rejects.toMatchObject({ code: 'file-transfer-failed' });
  });

  it("follows the user's own link at its root", async () => {
    symlinkSync('victim', join(folder, 'root'));
    await unpack([top, { name: 'any/x', content: 'wished' }]);
    expect(readFileSync(join(folder, 'victim/x'), 'utf8')).toBe('wished');
  });
});
