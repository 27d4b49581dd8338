import type { ProgressNode, ProgressState } from '../../shared/index.ts';
import type { Palette } from './palette.ts';
import { bytes, cut, duration, pad, widthOf } from './text.ts';

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export interface TreeFrame {
  columns: number;
  rows: number;
  /** Milliseconds since the epoch. */
  now: number;
  paint: Palette;
}

/**
 * The progress tree as lines that fit the terminal. When there are more nodes than rows, what is done or waits gives
 * way to what runs or failed, and a last line tells how many are hidden.
 */
export function renderTree(nodes: readonly ProgressNode[], frame: TreeFrame): string[] {
  const shown = chooseNodes(inTreeOrder(nodes), Math.max(1, frame.rows - 1));
  const hidden = nodes.length - shown.length;
  const titleWidth = Math.min(
    Math.floor(frame.columns * 0.5),
    Math.max(0, ...shown.map(({ node, depth }) => depth * 2 + widthOf(node.title))),
  );
  const lines = shown.map(({ node, depth }) => renderNode(node, depth, titleWidth, frame));
  if (hidden > 0) lines.push(frame.paint.dim(cut(`  … ${summary(nodes)}`, frame.columns - 1)));
  return lines;
}

interface PlacedNode {
  node: ProgressNode;
  depth: number;
}

/** Children below their parents, in the order in which they came. */
export function inTreeOrder(nodes: readonly ProgressNode[]): PlacedNode[] {
  const known = new Set(nodes.map((node) => node.id));
  const children = new Map<string | undefined, ProgressNode[]>();
  for (const node of nodes) {
    const parent = node.parent !== undefined && known.has(node.parent) ? node.parent : undefined;
    children.set(parent, [...(children.get(parent) ?? []), node]);
  }
  const walk = (parent: string | undefined, depth: number): PlacedNode[] =>
    (children.get(parent) ?? []).flatMap((node) => [{ node, depth }, ...walk(node.id, depth + 1)]);
  return walk(undefined, 0);
}

const importance: Record<ProgressState, number> = { failed: 0, running: 1, waiting: 2, done: 3, skipped: 4 };

function chooseNodes(nodes: PlacedNode[], limit: number): PlacedNode[] {
  if (nodes.length <= limit) return nodes;
  const kept = new Set(
    nodes
      .toSorted((one, other) => importance[one.node.state] - importance[other.node.state])
      .slice(0, limit - 1),
  );
  return nodes.filter((node) => kept.has(node));
}

function summary(nodes: readonly ProgressNode[]): string {
  const counts = new Map<ProgressState, number>();
  for (const node of nodes) counts.set(node.state, (counts.get(node.state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}

function renderNode(node: ProgressNode, depth: number, titleWidth: number, frame: TreeFrame): string {
  const { paint, columns } = frame;
  // A narrow terminal has room for what matters more.
  const time = columns < 40 ? '' : durationOf(node, frame.now);
  const title = pad(cut('  '.repeat(depth) + node.title, titleWidth), titleWidth);
  const room = columns - titleWidth - widthOf(time) - 6;
  const text = cut(describe(node), Math.max(0, room));
  const gap = ' '.repeat(Math.max(1, room - widthOf(text) + 1));
  return `${symbol(node, frame)} ${shownState(node) === 'waiting' ? paint.dim(title) : title}  ${paintText(node, text, paint)}${gap}${paint.dim(time)}`.trimEnd();
}

function symbol(node: ProgressNode, { paint, now }: TreeFrame): string {
  switch (shownState(node)) {
    case 'waiting':
      return paint.dim('○');
    case 'running':
      return paint.cyan(spinner[Math.floor(now / 100) % spinner.length] ?? '●');
    case 'done':
      return paint.green('✓');
    case 'failed':
      return paint.red('✗');
    case 'skipped':
      return paint.dim('–');
  }
}

function paintText(node: ProgressNode, text: string, paint: Palette): string {
  if (node.state === 'failed') return paint.red(text);
  return shownState(node) === 'waiting' ? paint.yellow(text) : paint.dim(text);
}

/** `waits for db`, when the node has begun and waits for something else; what it waits on changes, its words do not. */
export function waitOf(node: ProgressNode): string | undefined {
  if (node.state !== 'running') return undefined;
  return /^waits for [^:]+/.exec(node.text ?? '')?.[0];
}

/** A node that waits for another looks like one that waits for its turn. */
function shownState(node: ProgressNode): ProgressState {
  return waitOf(node) === undefined ? node.state : 'waiting';
}

/** What is going on, and how far. */
export function describe(node: ProgressNode): string {
  const parts = [node.text, node.state === 'running' ? howFar(node) : undefined];
  return parts
    .filter((part): part is string => Boolean(part))
    .map((part) => part.replace(/\s+/g, ' '))
    .join('  ');
}

function howFar({ current, total, unit }: ProgressNode): string | undefined {
  if (current === undefined) return undefined;
  const show = (count: number) => (unit === 'bytes' ? bytes(count) : String(count));
  return total === undefined || total < current ? show(current) : `${show(current)} / ${show(total)}`;
}

export function durationOf(node: ProgressNode, now: number): string {
  if (node.startedAt === undefined || node.state === 'skipped') return '';
  return duration((node.endedAt ?? now) - node.startedAt);
}
