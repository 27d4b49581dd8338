import type { BlockSummary } from '../../../shared/contract/index.ts';

/** Those in which every word is found: in name, title, description, tags, owner, or a variable that it gives. */
export function matchBlocks(
  blocks: readonly BlockSummary[],
  { text, tag }: { text: string; tag: string },
): BlockSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return blocks.filter((block) => {
    if (tag !== '' && !block.tags.includes(tag)) return false;
    const { name, title, description, tags, owner, bindings } = block;
    const all = [name, title, description, owner, ...tags, ...bindings].join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** The tags that several blocks have, the most used first. */
export function commonTags(blocks: readonly BlockSummary[]): string[] {
  const counts = new Map<string, number>();
  for (const tag of blocks.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .map(([tag]) => tag)
    .slice(0, 10);
}
