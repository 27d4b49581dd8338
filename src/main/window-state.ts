import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const rectangle = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
});
export type Rectangle = z.infer<typeof rectangle>;

const windowState = z.object({
  bounds: rectangle.optional(),
  maximised: z.boolean().optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
});
export type WindowState = z.infer<typeof windowState>;

export const smallest = { width: 880, height: 560 };
const usual = { width: 1360, height: 860 };

/** As it was left; nothing when it was never saved or cannot be read. */
export function readWindowState(file: string): WindowState {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

/** A window's place is not worth an error: when it cannot be saved, the next window opens where windows do. */
export function saveWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const next = `${file}.${process.pid}`;
    writeFileSync(next, JSON.stringify(state));
    renameSync(next, file);
  } catch {
    // See above.
  }
}

/**
 * Where to open: where it was, as long as a good part of it is on a display that is there now; else in the middle.
 * @param areas the displays without docks and bars
 */
export function place(bounds: Rectangle | undefined, areas: readonly Rectangle[]): Partial<Rectangle> {
  const size = {
    width: Math.max(smallest.width, bounds?.width ?? usual.width),
    height: Math.max(smallest.height, bounds?.height ?? usual.height),
  };
  const area = bounds && areas.find((one) => visible(bounds, one) >= 0.25);
  if (!bounds || !area) {
    const [first] = areas;
    return first
      ? { width: Math.min(size.width, first.width), height: Math.min(size.height, first.height) }
      : size;
  }
  const width = Math.min(size.width, area.width);
  const height = Math.min(size.height, area.height);
  return {
    width,
    height,
    x: Math.min(Math.max(bounds.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(bounds.y, area.y), area.y + area.height - height),
  };
}

/** The share of the window that lies in the area. */
function visible(bounds: Rectangle, area: Rectangle): number {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
  return (Math.max(0, width) * Math.max(0, height)) / (bounds.width * bounds.height);
}
