import type { Where } from '../../shared/index.ts';
import type { ComposeProject } from '../compose/index.ts';
import { EngineRefusedError } from '../engine/index.ts';

type Path = readonly (string | number)[];

/**
 * Where the file asks for what the engine refuses: at the longest key or value of the thing at the path that the engine's
 * words name, else at the path itself. So "cannot assign 192.0.2.1" leads to the port that asks for that address.
 * @param name that the engine knows the thing by: it is in its words whatever they are about.
 */
export function culpritPlace(
  project: ComposeProject,
  path: Path,
  name: string,
  thrown: unknown,
): Where | undefined {
  if (!(thrown instanceof EngineRefusedError) || !causedByFile.includes(thrown.code))
    return project.where(path);
  return project.where(pathNamedIn(thrown.reason.replaceAll(name, ''), project.config, path));
}

const causedByFile: readonly string[] = ['engine-refused', 'permission-denied'];

/** Shorter ones are words of any sentence. */
const shortest = 4;

/** The path, below one in the tree, of the longest key or value that a sentence names. */
export function pathNamedIn(sentence: string, tree: unknown, below: Path): Path {
  let best = below;
  let longest = shortest - 1;
  const look = (name: unknown, path: Path): void => {
    if (typeof name !== 'string' || name.length <= longest || !names(sentence, name)) return;
    best = path;
    longest = name.length;
  };
  const visit = (value: unknown, path: Path): void => {
    look(value, path);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      look(key, at);
      visit(inner, at);
    }
  };
  visit(entryAt(tree, below), below);
  return best;
}

function entryAt(tree: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], tree);
}

/** Whether it stands there by itself, not as a part of a longer name or path. */
function names(sentence: string, name: string): boolean {
  const joins = /[\w./-]/;
  for (let at = sentence.indexOf(name); at >= 0; at = sentence.indexOf(name, at + 1)) {
    const after = sentence.slice(at + name.length).replace(/^\.(?=\s|$)/, '');
    if (!joins.test(sentence[at - 1] ?? ' ') && !joins.test(after[0] ?? ' ')) return true;
  }
  return false;
}
