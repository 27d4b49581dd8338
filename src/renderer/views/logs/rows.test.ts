import { describe, expect, it } from 'vitest';
import { LineStore } from './line-store.ts';
import { toMatcher } from './matcher.ts';
import { type Criteria, everything, Rows } from './rows.ts';

function storeOf(texts: string[], most?: { lines: number; characters: number }): LineStore {
  const store = new LineStore(most);
  add(store, texts);
  return store;
}

function add(store: LineStore, texts: string[]): void {
  store.add({
    kind: 'lines',
    sources:
      store.sources.length > 0 ? [] : ['web', 'db'].map((service) => ({ service, container: service })),
    at: texts.map((_, index) => index),
    from: texts.map((_, index) => index % 2),
    stream: 'o'.repeat(texts.length),
    text: texts.join('\n'),
    cut: [],
    checkpoint: 'c',
  });
}

function rowsOf(store: LineStore, criteria: Partial<Criteria>): Rows {
  const rows = new Rows(store);
  rows.setCriteria({ ...everything, ...criteria });
  while (!rows.look(10));
  return rows;
}

function numbers(rows: Rows): (number | undefined)[] {
  return Array.from({ length: rows.length }, (_, row) => rows.numberAt(row));
}

function pattern(text: string): RegExp | undefined {
  const matcher = toMatcher({ text, isPattern: false });
  return matcher.kind === 'pattern' ? matcher.pattern : undefined;
}

const texts = ['ERROR one', 'info: two', 'three', 'WARN four', '\x1b[31mE\x1b[0mRROR five', 'six'];

describe('rows', () => {
  it('are all lines when nothing is left out', () => {
    const rows = rowsOf(storeOf(texts), {});
    expect(numbers(rows)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(rows.numberAt(6)).toBeUndefined();
    expect(rows.isComplete).toBe(true);
  });

  it('are those of services and levels', () => {
    const store = storeOf(texts);
    expect(numbers(rowsOf(store, { services: new Set(['web']) }))).toEqual([0, 2, 4]);
    expect(numbers(rowsOf(store, { levels: new Set(['error', 'warn'] as const) }))).toEqual([0, 3, 4]);
    expect(
      numbers(rowsOf(store, { services: new Set(['db']), levels: new Set(['error'] as const) })),
    ).toEqual([]);
  });

  it('are found, whatever their colours, and only those are shown if wanted', () => {
    const store = storeOf(texts);
    const found = rowsOf(store, { pattern: pattern('error') });
    expect(numbers(found)).toEqual([0, 1, 2, 3, 4, 5]);
    expect([0, 1].map((index) => found.found.at(index))).toEqual([0, 4]);
    const only = rowsOf(store, { pattern: pattern('error'), onlyMatches: true });
    expect(numbers(only)).toEqual([0, 4]);
    expect([0, 1, 4, 5].map((number) => only.rowOf(number))).toEqual([0, 1, 1, 2]);
  });

  it('follow lines that come and lines that go', () => {
    const store = storeOf([], { lines: 8_000, characters: 1e9 });
    const rows = rowsOf(store, { services: new Set(['db']) });
    for (let n = 0; n < 10; n++) {
      add(
        store,
        Array.from({ length: 2_000 }, (_, index) => `${index}`),
      );
      rows.look(1_000);
    }
    expect(rows.length).toBe((store.end - store.first) / 2);
    expect(rows.numberAt(0)).toBe(store.first + 1);
  });

  it('keep marks of what is missing in sight', () => {
    const store = storeOf(texts);
    store.add({ kind: 'dropped', lines: 3, from: 1, to: 2, checkpoint: 'c' });
    expect(numbers(rowsOf(store, { pattern: pattern('six'), onlyMatches: true }))).toEqual([5, 6]);
  });
});

describe('a search', () => {
  it('minds case as soon as there is a capital letter', () => {
    expect(pattern('error')?.test('ERROR')).toBe(true);
    expect(pattern('Error')?.test('ERROR')).toBe(false);
    expect(pattern('a.b')?.test('axb')).toBe(false);
  });

  it.each(['timeout|refused', 'GET /\\w+ [45]\\d\\d', '(a|b)+', '^\\s+at .*$', '\\(x+\\)+'])(
    'takes usual ones: %s',
    (text) => {
      expect(toMatcher({ text, isPattern: true })).toMatchObject({ kind: 'pattern' });
    },
  );

  it('says what is wrong with an expression', () => {
    expect(toMatcher({ text: '(', isPattern: true })).toEqual({
      kind: 'invalid',
      reason: '/(/gi: Unterminated group',
    });
  });
});
