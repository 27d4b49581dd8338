import { describe, expect, it } from 'vitest';
import type { LogLines } from '../../../shared/contract/index.ts';
import { LineStore } from './line-store.ts';

function batch(texts: string[], more: Partial<LogLines> = {}): LogLines {
  return {
    kind: 'lines',
    sources: [],
    at: texts.map((_, index) => 1_000 + index),
    from: texts.map(() => 0),
    stream: 'o'.repeat(texts.length),
    text: texts.join('\n'),
    cut: [],
    checkpoint: 'c',
    ...more,
  };
}
const web = { service: 'web', container: 'shop-web-1' };
const db = { service: 'db', container: 'shop-db-1' };

function textsOf(store: LineStore): string[] {
  const texts: string[] = [];
  store.scan(store.first, (_, __, ___, ____, text) => {
    texts.push(text());
    return true;
  });
  return texts;
}

describe('the store of lines', () => {
  it('gives lines back as they came', () => {
    const store = new LineStore();
    store.add(
      batch(['one', '', 'ERROR three'], {
        sources: [web, db],
        from: [0, 1, 0],
        stream: 'oEe',
        cut: [{ index: 2, length: 99_999 }],
      }),
    );
    store.add(batch(['rest'], { from: [1], stream: 'e' }));
    expect([0, 1, 2, 3].map((number) => store.line(number))).toEqual([
      line({ number: 0, at: 1_000, source: web, text: 'one' }),
      line({ number: 1, at: 1_001, source: db, stream: 'stderr', text: '' }),
      line({
        number: 2,
        at: 1_002,
        source: web,
        stream: 'stderr',
        level: 'error',
        text: 'ERROR three',
        cutFrom: 99_999,
      }),
      line({ number: 3, at: 1_000, source: db, stream: 'stderr', text: 'rest', continues: true }),
    ]);
    expect(store.line(4)).toBeUndefined();
  });

  it('keeps containers apart when another stream counts them anew', () => {
    const store = new LineStore();
    store.add(batch(['a'], { sources: [web] }));
    store.beginStream();
    store.add(batch(['b', 'c'], { sources: [db, web], from: [0, 1] }));
    expect([0, 1, 2].map((number) => store.line(number))).toMatchObject([
      { source: web },
      { source: db },
      { source: web },
    ]);
    expect(store.sources).toEqual([web, db]);
  });

  it('marks what is missing', () => {
    const store = new LineStore();
    store.add({ kind: 'dropped', lines: 12_345, from: 5, to: 9, checkpoint: 'c' });
    store.add({ kind: 'gap', container: 'shop-db-1', from: 5, to: 9, checkpoint: 'c' });
    store.add({ kind: 'caught-up', checkpoint: 'c' });
    expect(store.end).toBe(2);
    expect(store.line(0)).toMatchObject({
      kind: 'mark',
      text: '12,345 lines came faster than they could be shown. They are kept on disk.',
    });
    expect(store.line(1)).toMatchObject({ kind: 'mark' });
  });

  it('drops the oldest, by lines and by characters, and numbers stay', () => {
    const byLines = new LineStore({ lines: 10_000, characters: 1e9 });
    for (let n = 0; n < 30; n++)
      byLines.add(batch(Array.from({ length: 1_000 }, (_, index) => `${n * 1_000 + index}`)));
    expect(byLines.end).toBe(30_000);
    expect(byLines.end - byLines.first).toBeLessThanOrEqual(10_000);
    expect(byLines.end - byLines.first).toBeGreaterThan(5_000);
    expect(byLines.line(byLines.first)).toMatchObject({ text: `${byLines.first}` });
    expect(byLines.line(byLines.first - 1)).toBeUndefined();
    expect(textsOf(byLines)).toHaveLength(byLines.end - byLines.first);

    const byCharacters = new LineStore({ lines: 1e9, characters: 10_000_000 });
    const long = 'x'.repeat(16_000);
    for (let n = 0; n < 20; n++) byCharacters.add(batch(Array.from({ length: 100 }, () => long)));
    expect(byCharacters.end - byCharacters.first).toBeLessThanOrEqual(700);
    expect(byCharacters.line(byCharacters.end - 1)).toMatchObject({ text: long });
  });

  it('is empty after it was cleared, and goes on', () => {
    const store = new LineStore();
    store.add(batch(['a', 'b'], { sources: [web] }));
    store.clear();
    expect(textsOf(store)).toEqual([]);
    store.add(batch(['c']));
    expect(store.line(2)).toMatchObject({ text: 'c', source: web });
  });

  it('finds the line of a moment', () => {
    const store = new LineStore();
    store.add(batch(['a', 'b', 'c'], { at: [10, 20, 30] }));
    expect([5, 10, 15, 30, 31].map((at) => store.numberAt(at))).toEqual([0, 0, 1, 2, 3]);
  });
});

function line(more: object) {
  return { kind: 'line', stream: 'stdout', level: 'none', cutFrom: undefined, continues: false, ...more };
}
