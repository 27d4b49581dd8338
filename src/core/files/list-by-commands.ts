import type { CallOptions } from '../engine/index.ts';
import { LookRefused, NoSuchPath, NotAFolder } from './errors.ts';
import type { FoundEntries } from './files.ts';
import type { OpenPlace } from './open-place.ts';
import { parseFind, parseStat } from './parse-listing.ts';
import { runInside } from './run-inside.ts';

/** Its first word tells what it found: a problem, or the form of what follows. See parse-listing.ts for the forms. */
const script = `
cd "$1" 2>/dev/null || {
  if [ -d "$1" ]; then echo denied
  elif [ -e "$1" ] || [ -L "$1" ]; then echo file
  else echo nothing
  fi
  exit
}
if find . -maxdepth 0 -printf '' 2>/dev/null; then
  echo find
  exec find . -mindepth 1 -maxdepth 1 -printf '%f\\0%M\\0%s\\0%T@\\0%u:%g\\0%Y\\0%l\\0' 2>/dev/null
fi
stat -c %A . >/dev/null 2>&1 || exit
echo stat
tell() { [ $# -eq 0 ] || stat -c '%n//%A/%s/%Y/%U:%G/%u:%g' "$@" 2>/dev/null; }
set --
for name in ./.[!.]* ./..?* ./*; do
  [ -e "$name" ] || [ -L "$name" ] || continue
  set -- "$@" "$name"
  [ $# -lt 200 ] || { tell "$@"; set --; }
done
tell "$@"
links=0
for name in ./.[!.]* ./..?* ./*; do
  [ -L "$name" ] && [ $links -lt 2000 ] || continue
  links=$((links + 1))
  leads=file
  [ -e "$name" ] || leads=nothing
  [ -d "$name" ] && leads=folder
  target=$(readlink "$name" && echo x)
  printf '\\0%s\\0%s\\0%s' "$name" "$leads" "$target"
done`;

/** Some hundred thousand entries. */
const longestOutput = 32 * 1024 * 1024;

/** Asks the container's own tools; undefined where it does not run, or has none. */
export async function listByCommands(
  open: OpenPlace,
  path: string,
  options: CallOptions,
): Promise<FoundEntries | undefined> {
  const { place, inside } = open;
  const process = await runInside(open, script, [inside(path)], options);
  if (!process) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    process.stderr.resume();
    for await (const chunk of process.stdout as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > longestOutput) break;
    }
  } finally {
    process.close();
  }
  const output = Buffer.concat(chunks).toString();
  const end = output.indexOf('\n');
  const rest = output.slice(end + 1);
  const note = length > longestOutput ? 'It holds too much to look at all of it.' : undefined;
  switch (output.slice(0, Math.max(0, end))) {
    case 'denied':
      throw new LookRefused(path, place);
    case 'file':
      throw new NotAFolder(path, place);
    case 'nothing':
      throw new NoSuchPath(path, place);
    case 'find':
      return { entries: parseFind(rest), note };
    case 'stat':
      return { entries: parseStat(rest), note };
    default:
      return undefined;
  }
}
