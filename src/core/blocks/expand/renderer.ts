import {
  isMap,
  type OverlayFile,
  setEntry,
  setKeyPlace,
  setPlace,
  type Tree,
  type TreeMap,
} from '../../compose/index.ts';
import { BlockInvalid } from '../errors.ts';
import { ExpressionFailed, holds, render, type Scope, secretsOf, type Value } from '../expression.ts';
import { placeholdersIn } from '../placeholder.ts';
import type { Member } from './member.ts';

type Path = readonly (string | number)[];

/** Carries out a block's templates in one scope. What fails is reported at its place in block.yaml. */
export class Renderer {
  readonly #member: Member;
  readonly #scope: Scope;
  readonly #file: OverlayFile;
  /** Secrets that the block was given: it may hand on these, and make up no other's placeholder. */
  readonly #secrets: ReadonlySet<string>;

  constructor(member: Member, scope: Scope, file: OverlayFile) {
    this.#member = member;
    this.#scope = scope;
    this.#file = file;
    this.#secrets = new Set(secretsOf(scope));
  }

  /** The value of a template; undefined when it fails. */
  value(template: string, path: Path): Value | undefined {
    return this.#attempt(path, () => {
      const value = render(template, this.#scope);
      this.#requireOwn(value, template);
      return value;
    });
  }

  text(template: string, path: Path): string {
    const value = this.value(template, path);
    if (typeof value === 'object' && value !== null) {
      this.#report('must be text, but is a list or a mapping.', path, template);
      return '';
    }
    return value === undefined || value === null ? '' : String(value);
  }

  /** A port; undefined when it is none. */
  port(port: number | string, path: Path): number | undefined {
    const text = typeof port === 'number' ? String(port) : this.text(port, path);
    const value = /^\d+$/.test(text) ? Number(text) : 0;
    if (value >= 1 && value <= 65535) return value;
    this.#report(`must be a port from 1 to 65535, but is "${text}".`, path, '');
    return undefined;
  }

  /** Whether a condition holds; one that is not there does. */
  holds(condition: string | undefined, path: Path): boolean {
    if (condition === undefined) return true;
    return this.#attempt(path, () => holds(condition, this.#scope)) ?? false;
  }

  /** Plain data with all its texts carried out, and where each stands in block.yaml. */
  tree(data: unknown, path: Path): Tree {
    if (typeof data === 'string') {
      const value = this.value(data, path);
      return typeof value === 'object' && value !== null ? this.#placed(value, path) : (value ?? '');
    }
    return this.#placed(data, path);
  }

  #placed(data: unknown, path: Path): Tree {
    const { places } = this.#member.block;
    if (Array.isArray(data)) {
      const list: Tree[] = [];
      data.forEach((entry, index) => {
        setPlace(list, index, places.where([...path, index]));
        list.push(this.tree(entry, [...path, index]));
      });
      return list;
    }
    if (typeof data !== 'object' || data === null) return data as Tree;
    const map: TreeMap = {};
    for (const [key, entry] of Object.entries(data)) {
      const inside = [...path, key];
      setEntry(map, key, this.tree(entry, inside));
      setPlace(map, key, places.where(inside));
      setKeyPlace(map, key, places.whereKey(inside));
    }
    return map;
  }

  #attempt<Result>(path: Path, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (thrown) {
      if (!(thrown instanceof ExpressionFailed)) throw thrown;
      const where = this.#member.block.places.whereText(path, thrown.fragment);
      this.#file.report(
        new BlockInvalid(`${nameOf(path)}: ${thrown.message}`, { where, remedy: thrown.remedy }),
      );
      return undefined;
    }
  }

  #requireOwn(value: unknown, template: string): void {
    if (typeof value === 'string') {
      for (const { name } of placeholdersIn(value))
        if (!this.#secrets.has(name))
          throw new ExpressionFailed('It refers to a secret that the block was not given.', template);
    } else if (isMap(value as Tree) || Array.isArray(value))
      for (const entry of Object.values(value as object)) this.#requireOwn(entry, template);
  }

  #report(message: string, path: Path, fragment: string): void {
    const where = this.#member.block.places.whereText(path, fragment);
    this.#file.report(new BlockInvalid(`${nameOf(path)} ${message}`, { where }));
  }
}

function nameOf(path: Path): string {
  return path.reduce<string>(
    (name, key) => (typeof key === 'number' ? `${name}[${key}]` : name === '' ? key : `${name}.${key}`),
    '',
  );
}
