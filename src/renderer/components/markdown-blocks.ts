/** A part of a README. */
export type MarkdownBlock =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; head: string[]; rows: string[][] };

/** A piece of a line. */
export type MarkdownSpan = { kind: 'text' | 'strong' | 'emphasis' | 'code'; text: string };

/** The little of Markdown that READMEs of blocks need. Whatever else stands there, HTML too, is text. */
export function markdownBlocks(source: string): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  let at = 0;
  const take = (fits: (line: string) => boolean): string[] => {
    const start = at;
    while (at < lines.length && fits(lines[at] as string)) at += 1;
    return lines.slice(start, at);
  };
  while (at < lines.length) {
    const line = lines[at] as string;
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (line.trim() === '') at += 1;
    else if (heading) {
      blocks.push({ kind: 'heading', level: (heading[1] as string).length, text: heading[2] as string });
      at += 1;
    } else if (isFence(line)) {
      at += 1;
      const text = take((it) => !isFence(it)).join('\n');
      at += 1;
      blocks.push({ kind: 'code', text });
    } else if (isTableRow(line) && /^\s*\|[\s|:-]+\|\s*$/.test(lines[at + 1] ?? '')) {
      const [head = [], , ...rows] = take(isTableRow).map(cellsOf);
      blocks.push({ kind: 'table', head, rows });
    } else if (isItem(line)) {
      const taken = take((it) => isItem(it) || /^\s+\S/.test(it));
      const items: string[] = [];
      for (const it of taken)
        if (isItem(it)) items.push(it.replace(/^\s*([-*]|\d+[.)])\s+/, ''));
        else items.push(`${items.pop()} ${it.trim()}`);
      blocks.push({ kind: 'list', ordered: /^\s*\d/.test(line), items });
    } else {
      const taken = take((it) => it.trim() !== '' && !isFence(it) && !isItem(it) && !/^#{1,6}\s/.test(it));
      // What looks like a table and is none is a line like others.
      blocks.push({ kind: 'paragraph', text: taken.map((it) => it.trim()).join(' ') });
    }
  }
  return blocks;
}

/** Code, bold and emphasis; a link is its words with the address behind them. */
export function markdownSpans(text: string): MarkdownSpan[] {
  const spans: MarkdownSpan[] = [];
  const form = /`([^`]+)`|\*\*([^*]+)\*\*|(?<!\w)[*_]([^*_]+)[*_](?!\w)|!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)/g;
  let last = 0;
  const plain = (to: number) => {
    if (to > last) spans.push({ kind: 'text', text: text.slice(last, to) });
  };
  for (const found of text.matchAll(form)) {
    plain(found.index);
    const [whole, code, strong, emphasis, words, address] = found;
    if (code !== undefined) spans.push({ kind: 'code', text: code });
    else if (strong !== undefined) spans.push({ kind: 'strong', text: strong });
    else if (emphasis !== undefined) spans.push({ kind: 'emphasis', text: emphasis });
    else spans.push({ kind: 'text', text: `${words} (${address})` });
    last = found.index + whole.length;
  }
  plain(text.length);
  return spans;
}

function isFence(line: string): boolean {
  return /^\s*(```|~~~)/.test(line);
}

function isItem(line: string): boolean {
  return /^\s{0,3}([-*]|\d+[.)])\s+\S/.test(line);
}

function isTableRow(line: string): boolean {
  return /^\s*\|.*\|\s*$/.test(line);
}

/** A bar inside of code is no border. */
function cellsOf(row: string): string[] {
  const inside = row.trim().slice(1, -1);
  const cells = inside.match(/(?:`[^`]*`|\\.|[^|])+|(?<=\|)(?=\|)|^(?=\|)|(?<=\|)$/g) ?? [];
  return cells.map((cell) => cell.trim());
}
