import type { z } from 'zod';
import type { BlockyardError, ErrorDetails, Where } from '../../shared/index.ts';
import { problemsOf } from './checked/problems.ts';
import type { EnvironmentLookup } from './context.ts';
import { ComposeInvalid } from './errors.ts';
import { interpolateTree, type TreeInterpolation } from './interpolate-tree.ts';
import { keyPlaceOf, nearestPlace, type Tree, type TreeMap, valueAt } from './positions.ts';
import type { YamlDocument } from './read-yaml.ts';
import type { Session } from './session.ts';

/** What a capability above adds to a project, from a file of its own beside the Compose files. */
export interface Overlay {
  /** Taken for what its file says, which may be another thing or not be there: what a change would lead to. */
  draft?: OverlayDraft | undefined;
  /** Makes documents of it. What is wrong is reported to the file, all of it. */
  expand(file: OverlayFile): Promise<OverlayDocuments>;
}

export interface OverlayDraft {
  /** Absolute. */
  file: string;
  text: string;
}

/** Documents in Compose's syntax with their places (`positions.ts`), in merge order; nothing in them is interpolated any more. */
export interface OverlayDocuments {
  /** Over these the Compose files are merged. */
  under: OverlayDocument[];
  /** These are merged over the Compose files. */
  over: OverlayDocument[];
}

export interface OverlayDocument {
  /** Absolute: relative paths of the document are the project's all the same. */
  file: string;
  tree: TreeMap;
  /** Paths under `!reset` or `!override`. */
  resets?: string[][];
}

/** The overlay's file, read, and what is around it. */
export class OverlayFile {
  readonly path: string;
  /** As it is written. */
  readonly tree: TreeMap;
  readonly resets: string[][];
  readonly projectName: string;
  /** Absolute; the project's. */
  readonly workingDirectory: string;
  /** What the Compose files say, canonical and merged. */
  readonly model: TreeMap;
  readonly #find: YamlDocument['find'];
  readonly #session: Session;
  readonly #environment: EnvironmentLookup;

  constructor(
    path: string,
    document: YamlDocument | undefined,
    model: TreeMap,
    session: Session,
    environment: EnvironmentLookup,
  ) {
    this.path = path;
    const tree = document?.tree ?? {};
    this.tree = typeof tree === 'object' && tree !== null && !Array.isArray(tree) ? tree : {};
    if (tree !== this.tree)
      session.issues.error('The file must be a mapping.', { file: path, line: 1, column: 1 });
    this.resets = document?.resets ?? [];
    this.#find = document?.find ?? ((_, from) => from);
    this.projectName = session.projectName;
    this.workingDirectory = session.workingDirectory;
    this.model = model;
    this.#session = session;
    this.#environment = environment;
  }

  /** Where a value stands, or the nearest above it. */
  where(path: readonly PropertyKey[]): Where {
    return nearestPlace(this.tree, path.map(step)) ?? { file: this.path, line: 1, column: 1 };
  }

  /** Where the last key of a path stands. */
  whereKey(path: readonly PropertyKey[]): Where {
    const container = valueAt(this.tree, path.slice(0, -1));
    const key = path.at(-1);
    const known =
      typeof container === 'object' && container !== null && key !== undefined
        ? keyPlaceOf(container, String(key))
        : undefined;
    return known ?? this.where(path);
  }

  /** Where a piece of text stands that is in the value at a path. */
  whereText(path: readonly PropertyKey[], piece: string): Where {
    return this.#find(piece, this.where(path));
  }

  /** The content as the schema has it; undefined when it does not fit, which is reported. */
  check<Schema extends z.ZodType>(schema: Schema, noun: string): z.infer<Schema> | undefined {
    const checked = schema.safeParse(this.tree);
    if (checked.success) return checked.data;
    for (const { path, message, remedy, ofKey } of problemsOf(checked.error.issues, schema, this.tree, noun))
      this.report(
        new ComposeInvalid(message, { where: ofKey ? this.whereKey(path) : this.where(path), remedy }),
      );
    return undefined;
  }

  /** Replaces the variables in a tree of this file, in place; `path[0]` is a top-level key of it. */
  interpolate(tree: Tree, reference: NonNullable<TreeInterpolation['reference']>): void {
    const session = this.#session;
    interpolateTree(tree, {
      environment: this.#environment,
      issues: session.issues,
      find: this.#find,
      reference,
      onVariable: (name, path, where) => {
        session.recordVariable(name, { service: path[0] === 'services' ? path[1] : undefined, where });
        session.recordInterpolation(this.#environment.sourceOf(name), where);
      },
    });
  }

  report(error: BlockyardError): void {
    this.#session.issues.add(error);
  }

  warn(message: string, details: Pick<ErrorDetails, 'where' | 'remedy'> = {}): void {
    this.#session.issues.warn(message, details.where, details.remedy);
  }

  get hasErrors(): boolean {
    return this.#session.issues.errors.length > 0;
  }

  /** A file that took part: watchers look at it. */
  recordSource(file: string): void {
    this.#session.recordSource(file);
  }

  /** After what was left out because it is wrong, what refers to it must not be blamed. */
  markIncomplete(): void {
    this.#session.incomplete = true;
  }
}

function step(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}

/** What the overlay makes as documents of the loader. */
export function overlayFiles(documents: readonly OverlayDocument[]) {
  return documents.map(({ file, tree, resets = [] }) => ({
    file,
    documents: [{ tree, resets, find: (_: string, from: Where) => from, isInterpolated: true }],
  }));
}
