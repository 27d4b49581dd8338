/*
 * How a scroll bar and rows belong together. The bar says which part of all rows it is at; the rows are drawn from there,
 * whatever their heights are, so that a million of them need no height of their own, and the page no taller box than a
 * browser can hold.
 */

/** A row (with a fraction: so far into it) and where it stands in the viewport, in pixels from its top. */
export interface Place {
  row: number;
  y: number;
}

export interface Extent {
  rows: number;
  rowHeight: number;
  /** Of the viewport, in pixels. */
  height: number;
  /** Rows may be taller than `rowHeight`. */
  wrap: boolean;
}

/** Browsers stop at 17 to 33 million pixels. */
const tallest = 15_000_000;

/** The height of the box that is scrolled. */
export function scrollHeight({ rows, rowHeight }: Extent): number {
  return Math.min(rows * rowHeight, tallest);
}

/** What stands where when it is scrolled so far. */
export function placeAt(scrollTop: number, extent: Extent): Place {
  const { rows, rowHeight, height, wrap } = extent;
  const most = scrollHeight(extent) - height;
  const part = most <= 0 ? 0 : Math.min(1, Math.max(0, scrollTop / most));
  // At the top the first row stands at the top, at the end the last one's end at the bottom, and in between by degrees.
  if (wrap) return { row: part * rows, y: part * height };
  return { row: part * Math.max(0, rows - height / rowHeight), y: 0 };
}

/** How far it is scrolled when this stands there: the inverse. */
export function scrollTopAt({ row, y }: Place, extent: Extent): number {
  const { rows, rowHeight, height, wrap } = extent;
  const most = scrollHeight(extent) - height;
  if (most <= 0 || rows === 0) return 0;
  const part = wrap ? row / rows : (row - y / rowHeight) / (rows - height / rowHeight);
  return Math.min(1, Math.max(0, part)) * most;
}

export function endOf({ rows, height, rowHeight }: Extent): Place {
  return rows * rowHeight < height ? { row: 0, y: 0 } : { row: rows, y: height };
}

/** Which rows are drawn: all that can be seen when each has at least `rowHeight`, and a few more on both sides. */
export function rowsAround(
  { row, y }: Place,
  { rows, rowHeight, height }: Extent,
  more: number,
): [number, number] {
  const above = Math.ceil(Math.max(0, y) / rowHeight) + more;
  const below = Math.ceil(Math.max(0, height - y) / rowHeight) + more;
  const first = Math.max(0, Math.floor(row) - above);
  return [Math.min(first, rows), Math.min(rows, Math.ceil(row) + below)];
}
