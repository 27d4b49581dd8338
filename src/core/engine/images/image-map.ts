import { readFile } from 'node:fs/promises';
import { ImageMapInvalidError } from './errors.ts';
import { isImageId, parseReference, printReference, splitRegistry } from './reference.ts';

/** Public image names to those that are used instead, such as a registry mirror's. */
export interface ImageMap {
  /** The reference that is asked of the engine: the mapped one, or the given one when nothing matches. */
  apply(reference: string): string;
}

/**
 * Reads the map from BLOCKYARD_IMAGE_MAP, else from the user's setting: a JSON object, or the path of a JSON file. Keys
 * are patterns in which `*` matches anything; the first that matches wins. A `*` in the value stands for what the
 * pattern's `*` matched, in order: `{"docker.io/*": "mirror.local/*"}`. What matches none of them is looked up in `team`.
 * Throws `ImageMapInvalidError`.
 */
export async function readImageMap(
  environment: NodeJS.ProcessEnv,
  setting = '',
  team: Readonly<Record<string, string>> = {},
): Promise<ImageMap> {
  const [own, teams] = [createImageMap(await ownEntries(environment, setting)), createImageMap(team)];
  return {
    apply(reference) {
      const mapped = own.apply(reference);
      return mapped === reference ? teams.apply(reference) : mapped;
    },
  };
}

async function ownEntries(environment: NodeJS.ProcessEnv, setting: string): Promise<Record<string, string>> {
  const variable = environment['BLOCKYARD_IMAGE_MAP']?.trim() ?? '';
  const text = variable || setting.trim();
  if (text === '') return {};
  const origin = variable ? 'BLOCKYARD_IMAGE_MAP' : 'the setting image-map';
  return text.startsWith('{') ? parse(text, origin) : parse(await readMapFile(text), text);
}

export function createImageMap(entries: Record<string, string>): ImageMap {
  const rules = Object.entries(entries).map(([pattern, target]) => ({
    expression: expressionOf(pattern),
    target,
  }));
  return {
    apply(reference) {
      if (rules.length === 0 || isImageId(reference)) return reference;
      const name = fullName(reference);
      if (name === undefined) return reference;
      for (const { expression, target } of rules) {
        const match = expression.exec(name);
        if (!match) continue;
        let star = 0;
        return target.replaceAll('*', () => match[++star] ?? '*');
      }
      return reference;
    },
  };
}

/** What is not a reference is not for us to judge: the engine says what it thinks of it. */
function fullName(reference: string): string | undefined {
  try {
    return printReference(parseReference(reference));
  } catch {
    return undefined;
  }
}

/** A pattern in full, as references are: `postgres:*` is `docker.io/library/postgres:*`. */
function expressionOf(pattern: string): RegExp {
  // A star that may stand for the registry or for `library/` leaves nothing to add.
  const asWritten = /^(?:\*|docker\.io\/\*)/.test(pattern);
  const at = pattern.indexOf('@');
  const name = at < 0 ? pattern : pattern.slice(0, at);
  const tagged = name.lastIndexOf(':') > name.lastIndexOf('/');
  const { registry, repository } = splitRegistry(name);
  const full = asWritten ? name : `${registry}/${repository}`;
  const open = tagged || at >= 0 || name.endsWith('*');
  const text = `${full}${open ? '' : ':latest'}${at < 0 ? '' : pattern.slice(at)}`;
  return new RegExp(`^${text.split('*').map(escapeExpression).join('(.*)')}$`);
}

function escapeExpression(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\/]/g, '\\$&');
}

async function readMapFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ImageMapInvalidError(`${file} can't be opened`, { where: { file }, cause });
  }
}

function parse(text: string, file: string): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = (cause as Error).message.replace(/\s*in JSON at position \d+.*$|, ".*$/s, '');
    throw new ImageMapInvalidError(reason, { where: { file, ...positionOf(text, cause as Error) }, cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ImageMapInvalidError('it is not an object', { where: { file, line: 1, column: 1 } });
  for (const [pattern, target] of Object.entries(value))
    if (typeof target !== 'string' || target === '')
      throw new ImageMapInvalidError(`\`${pattern}\` is not mapped to the name of an image`, {
        where: { file, ...lineAndColumn(text, Math.max(0, text.indexOf(JSON.stringify(pattern)))) },
      });
  return value as Record<string, string>;
}

/** Node tells the offset in words: `… in JSON at position 12`; at the text's end it tells nothing. */
function positionOf(text: string, error: Error): { line: number; column: number } {
  const offset = /at position (\d+)/.exec(error.message)?.[1];
  return lineAndColumn(text, offset === undefined ? text.length : Number(offset));
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
