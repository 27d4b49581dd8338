import type { FileEntry, FileKind } from './files.ts';

/*
 * Names may hold anything but a slash and a NUL: line ends, quotes, what looks like another entry. Both forms are such
 * that no name can be mistaken for more than a name.
 */

/** GNU find's: seven fields an entry, each ended by a NUL: name, mode, size, seconds, owner, what it leads to, link. */
export function parseFind(output: string): FileEntry[] {
  const fields = output.split('\0');
  const entries: FileEntry[] = [];
  for (let at = 0; at + 7 <= fields.length; at += 7) {
    const [name = '', mode = '', size, seconds, owner = '', followed = '', target] = fields.slice(at, at + 7);
    entries.push(
      entryOf({ name, mode, size, seconds, owner, target, leadsTo: leadsToByLetter[followed] ?? 'file' }),
    );
  }
  return entries;
}

const leadsToByLetter: Record<string, FileEntry['leadsTo']> = {
  d: 'folder',
  N: 'nothing',
  L: 'nothing',
  '?': 'nothing',
};

/**
 * `stat -c`'s: a line `./name//mode/size/seconds/user:group/uid:gid` each, where the name alone may hold line ends. Then,
 * each with a NUL before it: name, what it leads to, target and `x`, for the links.
 */
export function parseStat(output: string): FileEntry[] {
  const [lines = '', ...fields] = output.split('\0');
  const links = new Map<string, { leadsTo: FileEntry['leadsTo']; target: string }>();
  for (let at = 0; at + 3 <= fields.length; at += 3) {
    const [name = '', leadsTo, target = ''] = fields.slice(at, at + 3);
    links.set(name.slice(2), {
      leadsTo: leadsTo as FileEntry['leadsTo'],
      target: target.replace(/\nx$/, ''),
    });
  }
  return [...lines.matchAll(statLine)].map(
    ([, name = '', mode = '', size, seconds, names = '', ids = '']) => {
      const numbers = ids.split(':');
      const owner = names.split(':').map((word, index) => (word === 'UNKNOWN' ? numbers[index] : word));
      return entryOf({ name, mode, size, seconds, owner: owner.join(':'), ...links.get(name) });
    },
  );
}

const statLine = /\.\/([^/]+)\/\/([^/]+)\/(\d+)\/([\d.]+)\/([^/\n]*)\/(\d+:\d+)\n/g;

interface Fields {
  name: string;
  /** With the letter of its kind before it. */
  mode: string;
  size: string | undefined;
  seconds: string | undefined;
  owner: string;
  target?: string | undefined;
  leadsTo?: FileEntry['leadsTo'];
}

function entryOf({ name, mode, size, seconds, owner, target, leadsTo }: Fields): FileEntry {
  const kind = kindByLetter[mode[0] ?? ''] ?? 'other';
  return {
    name,
    kind,
    size: Number(size),
    mode: mode.slice(1),
    owner,
    changedAt: Math.round(Number(seconds) * 1000),
    ...(kind === 'link' && { linkTarget: target, leadsTo }),
  };
}

const kindByLetter: Record<string, FileKind> = { d: 'folder', l: 'link', '-': 'file' };

/** Permissions as `ls` writes them, of the mode's lower twelve bits. */
export function modeText(mode: number): string {
  const three = (shift: number, special: boolean, letter: string) => {
    const bits = mode >> shift;
    const execute = (bits & 1) === 1;
    const last = special ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  };
  return (
    three(6, (mode & 0o4000) !== 0, 's') +
    three(3, (mode & 0o2000) !== 0, 's') +
    three(0, (mode & 0o1000) !== 0, 't')
  );
}
