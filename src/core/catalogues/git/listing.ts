import { CatalogueRefused } from '../errors.ts';

/** A file of a commit. */
export interface ListedFile {
  path: string;
  /** As git writes it: an ordinary file, a program, a symlink. */
  mode: '100644' | '100755' | '120000';
}

/** Far above what blocks need, and low enough that nobody's disk is filled. */
export const bounds = { files: 20_000, bytesOfFile: 16 * 2 ** 20, bytes: 256 * 2 ** 20, path: 400 };

/**
 * What `git ls-tree -r -l -z` answered, if nothing of it can do harm when it is written to a folder. `shown` is how the
 * repository is called in messages.
 * @throws CatalogueRefused
 */
export function readListing(output: string, shown: string): ListedFile[] {
  const refuse = (why: string, remedy: string): never => {
    throw new CatalogueRefused(shown, why, remedy);
  };
  const entries = output.split('\0').filter(Boolean);
  if (entries.length > bounds.files)
    refuse(`it has more than ${bounds.files} files`, 'Keep the blocks in a repository of their own.');
  const files: ListedFile[] = [];
  const folded = new Map<string, string>();
  let bytes = 0;
  for (const entry of entries) {
    const match = /^(\d{6}) (\w+) [0-9a-f]+ +(\d+|-)\t([\s\S]+)$/.exec(entry);
    const [, mode = '', kind = '', size = '', path = ''] = match ?? [];
    const name = printable(path);
    if (kind === 'commit')
      refuse(
        `${name} is a submodule`,
        'Put its files into the repository itself, or make it a catalogue of its own.',
      );
    if (mode !== '100644' && mode !== '100755' && mode !== '120000')
      return refuse(`${name} is no file, program or symlink`, 'Take it out of the repository.');
    const problem = problemOfPath(path);
    if (problem) refuse(`the name ${name} ${problem}`, 'Give the file another name.');
    if (Number(size) > bounds.bytesOfFile)
      refuse(
        `${name} is larger than ${bounds.bytesOfFile / 2 ** 20} MiB`,
        'Keep large files elsewhere, such as in an image.',
      );
    bytes += Number(size);
    requireTold(path, folded, refuse);
    files.push({ path, mode });
  }
  if (bytes > bounds.bytes)
    refuse(
      `it is larger than ${bounds.bytes / 2 ** 20} MiB`,
      'Keep the blocks in a repository of their own.',
    );
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function problemOfPath(path: string): string | undefined {
  const parts = path.split('/');
  if (path.length > bounds.path) return 'is too long';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u001f\u007f-\u009f\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(path))
    return 'has characters that not every system knows, or that are not seen';
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'leads elsewhere';
  if (parts.some((part) => /^(\.git|git~\d+)$/i.test(part))) return 'is git’s own';
  if (parts.some((part) => /[. ]$/.test(part))) return 'ends in a dot or a space';
  if (parts.some((part) => /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part)))
    return 'is one that Windows keeps for itself';
  return undefined;
}

/** Two names, or folders on their way, that differ only in case or form would be one file on some systems. */
function requireTold(
  path: string,
  folded: Map<string, string>,
  refuse: (why: string, remedy: string) => never,
): void {
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const part = parts.slice(0, depth).join('/');
    const key = part.normalize('NFC').toLowerCase();
    const known = folded.get(key);
    if (known !== undefined && known !== part)
      refuse(
        `${printable(known)} and ${printable(part)} are one name on some systems`,
        'Rename one of them.',
      );
    folded.set(key, part);
  }
}

/** For messages: what the terminal would take for more than text is escaped. */
export function printable(path: string): string {
  const shown = JSON.stringify(path.slice(0, 120)).replace(
    /[\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return shown === `"${path}"` ? path : shown;
}
