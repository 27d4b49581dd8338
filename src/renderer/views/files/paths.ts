import { plainText } from '../../components/index.ts';

/** The folder above; the root's is the root. */
export function parentOf(path: string): string {
  return path.replace(/\/[^/]*$/, '') || '/';
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function join(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** The folders on the way to a path, the root first. */
export function stepsTo(path: string): { name: string; path: string }[] {
  const names = path.split('/').filter((name) => name !== '');
  return [
    { name: '/', path: '/' },
    ...names.map((name, at) => ({ name, path: `/${names.slice(0, at + 1).join('/')}` })),
  ];
}

/** A name that every system takes for a file: from a container come names that none would. */
export function fileNameFor(name: string): string {
  const usable = plainText(name, 150)
    .replace(/[<>:"/\\|?*]/g, '_')
    .replace(/^\.+/, '_')
    .replace(/[. ]+$/, '');
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(usable) ? `_${usable}` : usable || 'file';
}

/** A name as it can be seen: what controls the line, or turns it round, is written out as `\n` or `\u202e`. */
export function visibleName(name: string): string {
  return name.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (letter) => {
    const code = letter.charCodeAt(0).toString(16);
    return shortForms[letter] ?? (code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, '0')}`);
  });
}

const shortForms: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
