import { describe, expect, it, test } from 'vitest';
import { type Extent, endOf, placeAt, rowsAround, scrollHeight, scrollTopAt } from './scroll-place.ts';

const extent = (rows: number, wrap = false): Extent => ({ rows, rowHeight: 20, height: 600, wrap });

describe('the scroll bar and the rows', () => {
  test('begin and end together, for few rows, a million and ten', () => {
    for (const rows of [31, 1_000, 1_000_000, 10_000_000])
      for (const wrap of [false, true]) {
        const of = extent(rows, wrap);
        const most = scrollHeight(of) - 600;
        expect(placeAt(0, of)).toEqual({ row: 0, y: 0 });
        const end = placeAt(most, of);
        expect(end.row - end.y / 20).toBeCloseTo(rows - 30, 6);
        expect(scrollTopAt(endOf(of), of)).toBeCloseTo(most, 6);
      }
  });

  test('say the same both ways', () => {
    for (const wrap of [false, true]) {
      const of = extent(2_000_000, wrap);
      for (const top of [0, 1, 777, 7_000_000, 14_999_400])
        expect(scrollTopAt(placeAt(top, of), of)).toBeCloseTo(top, 3);
    }
  });

  it('moves by pixels as long as the box is not too tall', () => {
    expect(placeAt(1_000, extent(10_000))).toEqual({ row: 50, y: 0 });
    expect(scrollHeight(extent(10_000))).toBe(200_000);
    expect(scrollHeight(extent(100_000_000))).toBe(15_000_000);
  });

  it('has nowhere to go when all rows are seen', () => {
    expect(placeAt(0, extent(3))).toEqual({ row: 0, y: 0 });
    expect(endOf(extent(3))).toEqual({ row: 0, y: 0 });
    expect(scrollTopAt({ row: 2, y: 0 }, extent(3))).toBe(0);
  });

  it('draws what can be seen and some more', () => {
    expect(rowsAround({ row: 50, y: 0 }, extent(1_000), 5)).toEqual([45, 85]);
    expect(rowsAround({ row: 1_000, y: 600 }, extent(1_000), 5)).toEqual([965, 1_000]);
    expect(rowsAround({ row: 500.5, y: 300 }, extent(1_000), 5)).toEqual([480, 521]);
    expect(rowsAround({ row: 0, y: 0 }, extent(3), 5)).toEqual([0, 3]);
  });
});
