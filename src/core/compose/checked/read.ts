import type { z } from 'zod';
import type { BlockyardError, ErrorDetails, Where } from '../../../shared/index.ts';
import { FileNotFound, YamlInvalid } from '../errors.ts';
import { Issues } from '../issues.ts';
import { keyPlaceOf, nearestPlace, type Tree, valueAt } from '../positions.ts';
import { readText, UnreadableFile } from '../read-text.ts';
import { readYaml } from '../read-yaml.ts';
import { problemsOf } from './problems.ts';

/** A file of ours (`block.yaml`, `blockyard.yaml`, `team.yaml`), read and checked. */
export interface CheckedFile<Content> {
  content: Content;
  /** Where the value at a path stands, or the nearest above it. */
  where(path: readonly PropertyKey[]): Where;
  /** Where the last key of a path stands: for messages about the key itself. */
  whereKey(path: readonly PropertyKey[]): Where;
  /** Where a piece of text stands that is in the value at a path. */
  whereText(path: readonly PropertyKey[], piece: string): Where;
}

export interface CheckRequest<Schema extends z.ZodType> {
  file: string;
  schema: Schema;
  /** How messages call the file: `A block`. */
  noun: string;
  /** Makes the error for what does not fit the schema. */
  invalid: (message: string, details: ErrorDetails) => BlockyardError;
}

/**
 * Reads a YAML file with the loader's own reader, and checks it with a zod schema.
 * @throws {FileNotFound}, what `invalid` makes, or {@link ManyErrors}: all that is wrong, each at its place
 */
export async function readCheckedFile<Schema extends z.ZodType>(
  request: CheckRequest<Schema>,
): Promise<CheckedFile<z.infer<Schema>>> {
  const { file, schema, noun, invalid } = request;
  const text = await readText(file).catch((thrown) => {
    if (!(thrown instanceof UnreadableFile)) throw thrown;
    throw new FileNotFound(`${file} ${thrown.message}.`, { where: { file }, cause: thrown });
  });
  const issues = new Issues();
  const documents = await readYaml(text, file, issues);
  issues.throwIfAny();
  const [document, second] = documents;
  if (!document) throw invalid(`${noun} must be a mapping, but the file is empty.`, { where: { file } });
  if (second)
    throw new YamlInvalid('The file holds more than one document (---).', {
      where: { file },
      remedy: 'Put each into a file of its own.',
    });

  const { tree, find } = document;
  const places = placesIn(tree, file);
  const checked = schema.safeParse(tree);
  if (!checked.success) {
    const errors = problemsOf(checked.error.issues, schema, tree, noun).map((problem) => {
      const where = problem.ofKey ? places.whereKey(problem.path) : places.where(problem.path);
      return invalid(problem.message, { where, remedy: problem.remedy });
    });
    for (const error of errors.toSorted(byPlace)) issues.add(error);
    issues.throwIfAny();
    throw invalid(`${noun} is not as it must be.`, { where: { file }, cause: checked.error });
  }
  return {
    content: checked.data,
    ...places,
    whereText: (path, piece) => find(piece, places.where(path)),
  };
}

function placesIn(tree: Tree, file: string) {
  const start: Where = { file, line: 1, column: 1 };
  const where = (path: readonly PropertyKey[]): Where => nearestPlace(tree, path.map(step)) ?? start;
  const whereKey = (path: readonly PropertyKey[]): Where => {
    const key = path.at(-1);
    const container = valueAt(tree, path.slice(0, -1));
    const known =
      typeof container === 'object' && container !== null && key !== undefined
        ? keyPlaceOf(container, String(key))
        : undefined;
    return known ?? where(path);
  };
  return { where, whereKey };
}

/** As a reader meets them. */
function byPlace(one: BlockyardError, other: BlockyardError): number {
  const [first, second] = [one.where, other.where];
  return (first?.line ?? 0) - (second?.line ?? 0) || (first?.column ?? 0) - (second?.column ?? 0);
}

function step(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}
