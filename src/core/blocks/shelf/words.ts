import { parse } from 'yaml';
import type { z } from 'zod';
import { blockFile } from '../format/block-file.ts';

/** What is shown of a block in a list. */
const wordsSchema = blockFile.pick({ title: true, description: true, icon: true, owner: true, tags: true });
export type BlockWords = z.infer<typeof wordsSchema> & { bindings: string[] };

/**
 * What a list shows of a block.yaml, without reading the rest: that takes twenty times as long, and there may be
 * hundreds. Undefined where the file is not written line by line as usual: then it is to be read as a whole.
 */
export function readWords(text: string): BlockWords | undefined {
  const sections = sectionsOf(text);
  const wished = Object.keys(wordsSchema.shape).flatMap((key) => sections.get(key) ?? []);
  try {
    const words = wordsSchema.safeParse(parse(wished.join('')));
    const bindings = namesIn(sections.get('bindings'));
    return words.success && bindings ? { ...words.data, bindings } : undefined;
  } catch {
    return undefined;
  }
}

/** Top-level key → its text, with the key. */
function sectionsOf(text: string): Map<string, string> {
  const starts = [...text.matchAll(/^([A-Za-z][\w-]*):(?=\s)/gm)];
  return new Map(
    starts.map((match, index) => [match[1] ?? '', text.slice(match.index, starts[index + 1]?.index)]),
  );
}

/** The keys of a mapping in block style. */
function namesIn(section: string | undefined): string[] | undefined {
  if (section === undefined) return [];
  const [first = '', ...lines] = section.split('\n');
  if (!/^bindings:\s*(#.*)?$/.test(first)) return undefined;
  const indent = /^ +(?=\w)/m.exec(lines.join('\n'))?.[0];
  if (indent === undefined) return undefined;
  return lines.flatMap((line) => {
    const name = line.startsWith(indent) && /^(\w+):(\s|$)/.exec(line.slice(indent.length))?.[1];
    return name ? [name] : [];
  });
}
