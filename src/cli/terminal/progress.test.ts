import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgressNode } from '../../shared/index.ts';
import { palette } from './palette.ts';
import { renderTree } from './progress-tree.ts';
import { progressView } from './progress-view.ts';
import { widthOf } from './text.ts';

const now = 1_700_000_000_000;
const nodes: ProgressNode[] = [
  {
    id: '1',
    title: 'network shop_default',
    state: 'done',
    text: 'created',
    startedAt: now - 900,
    endedAt: now - 800,
  },
  {
    id: '2',
    title: 'image postgres:16',
    state: 'running',
    current: 12_300_000,
    total: 45_000_000,
    unit: 'bytes',
    startedAt: now - 3000,
  },
  {
    id: '3',
    title: 'layers',
    parent: '2',
    state: 'running',
    current: 3,
    total: 7,
    unit: 'steps',
    startedAt: now - 3000,
  },
  { id: '4', title: 'db-1', state: 'waiting', text: 'waits for image postgres:16' },
  {
    id: '5',
    title: 'api-1',
    state: 'failed',
    text: 'exited with code 1',
    startedAt: now - 70_000,
    endedAt: now - 1000,
  },
  { id: '6', title: 'cache-1', state: 'skipped', text: 'unchanged' },
];

const draw = (columns: number, rows = 40, some = nodes) =>
  renderTree(some, { columns, rows, now, paint: palette(false) });

describe('the progress tree', () => {
  it('shows state, title, what goes on, bytes and duration, children below their parents', () => {
    const right = (line: string, end: string) => `${line.padEnd(79 - end.length)}${end}`;
    expect(draw(80)).toEqual([
      right('✓ network shop_default  created', '0.1s'),
      right('⠋ image postgres:16     12.3 MB / 45.0 MB', '3.0s'),
      right('⠋   layers              3 / 7', '3.0s'),
      '○ db-1                  waits for image postgres:16',
      right('✗ api-1                 exited with code 1', '1m09s'),
      '– cache-1               unchanged',
    ]);
  });

  it('never is wider than the terminal', () => {
    for (const columns of [20, 40, 79, 200])
      for (const line of draw(columns)) expect(widthOf(line)).toBeLessThan(columns);
  });

  it('leaves out what is done first when there is no room, and says so', () => {
    const many: ProgressNode[] = [
      ...Array.from(
        { length: 30 },
        (_, index): ProgressNode => ({ id: `d${index}`, title: `done-${index}`, state: 'done' }),
      ),
      { id: 'r', title: 'runs', state: 'running' },
      { id: 'f', title: 'failed', state: 'failed' },
    ];
    const lines = draw(80, 6, many);
    expect(lines).toHaveLength(5);
    expect(lines.join('\n')).toContain('✗ failed');
    expect(lines.join('\n')).toContain('⠋ runs');
    expect(lines.at(-1)).toContain('30 done, 1 running, 1 failed');
  });

  it('keeps texts of several lines on one', () => {
    const [line] = draw(80, 40, [{ id: '1', title: 'x', state: 'failed', text: 'one\ntwo\tthree' }]);
    expect(line).toBe('✗ x  one two three');
  });
});

describe('without a terminal', () => {
  it('prints one plain line for each change of state', () => {
    let written = '';
    const view = progressView({ write: (text) => (written += text) }, palette(false));
    view.update([{ id: '1', title: 'db-1', state: 'waiting' }]);
    view.update([{ id: '1', title: 'db-1', state: 'running', text: 'starting', startedAt: now }]);
    view.update([{ id: '1', title: 'db-1', state: 'running', text: 'still', startedAt: now }]);
    const waits = (text: string) =>
      view.update([{ id: '1', title: 'db-1', state: 'running', text, startedAt: now }]);
    waits('waits for cache: no answer yet');
    waits('waits for cache: connection refused');
    view.update([
      { id: '1', title: 'db-1', state: 'done', text: 'started', startedAt: now, endedAt: now + 1500 },
      { id: '2', parent: '1', title: 'hook', state: 'running' },
    ]);
    view.finish();
    expect(written).toBe(
      [
        'waiting db-1',
        'running db-1 · starting',
        'waiting db-1 · waits for cache: no answer yet',
        'done    db-1 · started (1.5s)',
        'running db-1 › hook',
        '',
      ].join('\n'),
    );
  });
});

describe('on a terminal', () => {
  beforeEach(() => void vi.stubEnv('TERM', 'xterm'));
  afterEach(() => void vi.unstubAllEnvs());

  it('redraws in place, hides the cursor and gives it back', () => {
    let written = '';
    const screen = { write: (text: string) => (written += text), isTTY: true, columns: 60, rows: 10 };
    const view = progressView(screen, palette(false));
    view.update([{ id: '1', title: 'db-1', state: 'running' }]);
    view.pause();
    view.resume();
    view.update([{ id: '1', title: 'db-1', state: 'done' }]);
    view.finish();
    expect(written.startsWith('\u001b[?25l')).toBe(true);
    expect(written).toContain('✓ db-1\n');
    expect(written.endsWith('\u001b[?25h')).toBe(true);
  });
});
