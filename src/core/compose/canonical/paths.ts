import { lstatSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, posix, resolve, sep } from 'node:path';
import type { CanonicalContext } from '../context.ts';
import { isMap, type TreeMap } from '../positions.ts';
import { type CanonicalPlace, fields, type Transform } from './values.ts';

/** `~` and what follows it, in the home of the user whose shell it is. */
function expandHome(path: string, { environment }: CanonicalContext): string {
  if (!path.startsWith('~')) return path;
  const home = environment.sourceOf('HOME') === 'shell' ? environment.get('HOME') : undefined;
  return join(home || homedir(), path.slice(1));
}

/** A path on this machine, absolute. An empty one stays empty. */
export function absolute(path: string, context: CanonicalContext): string {
  const expanded = expandHome(path, context);
  return expanded === '' || isAbsolute(expanded) ? expanded : resolve(context.baseDirectory, expanded);
}

/** A path on the engine's machine, which may be a Unix or a Windows path whatever this machine is. */
export function absoluteAnywhere(path: string, context: CanonicalContext): string {
  const expanded = expandHome(path, context);
  if (posix.isAbsolute(expanded) || isWindowsAbsolute(expanded)) return expanded;
  return resolve(context.baseDirectory, expanded);
}

/** `C:\…`, `c:/…` or `\\host\share\…`. */
export function isWindowsAbsolute(path: string): boolean {
  return /^[a-z]:[\\/]|^\\\\[^\\/.]/i.test(path);
}

/** A build context: a directory, or something that the builder resolves (a URL, a git repository, a service). */
export function buildContext(path: string, context: CanonicalContext): string {
  const isRemote = path.includes('://') || /^(service:|github\.com\/|git@)/.test(path);
  return isRemote ? path : absolute(path, context);
}

/** A watched path with the symbolic link in it resolved: file events name the real one. */
export function watchedPath(path: string, context: CanonicalContext): string {
  const whole = absolute(path, context);
  const parts = whole.split(sep);
  for (let count = 2; count <= parts.length; count++) {
    const leading = parts.slice(0, count).join(sep);
    if (isLink(leading)) return realpathSync(leading) + whole.slice(leading.length);
  }
  return whole;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** The transform of a string that holds a path. */
export function path(resolvePath: (path: string, context: CanonicalContext) => string): Transform {
  return (value, place) => (typeof value === 'string' ? resolvePath(value, place.context) : value);
}

/** `driver_opts` of a volume that is a bind mount in disguise: its device is a path of ours. */
export function volumeDevice(volume: TreeMap, place: CanonicalPlace): TreeMap {
  const options = volume['driver_opts'];
  if (volume['driver'] !== 'local' || !isMap(options) || options['o'] !== 'bind') return volume;
  return fields({ driver_opts: fields({ device: path(absoluteAnywhere) }) })(volume, place) as TreeMap;
}
