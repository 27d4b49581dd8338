/** The folder that git would make of a repository's address: its last part, without `.git`. */
export function folderNameOf(url: string): string {
  const last = url
    .trim()
    .replace(/[/\\]+$/, '')
    .replace(/\.git$/, '')
    .split(/[/\\:]/)
    .at(-1);
  return last && /^[\w.-]+$/.test(last) && !/^\.+$/.test(last) ? last : '';
}
