/** One contender. `before` and `after` are not timed. */
export interface Contender {
  name: string;
  before?: () => Promise<unknown>;
  run: () => Promise<unknown>;
  after?: () => Promise<unknown>;
}

/** Milliseconds of each round, and their median. */
export interface Measurement {
  name: string;
  median: number;
  rounds: number[];
}

/**
 * Runs the contenders in turns, so that whatever else the machine does hits all of them alike. The order is turned
 * round by round; the first round is not counted, since it warms caches.
 */
export async function alternate(contenders: Contender[], rounds: number): Promise<Measurement[]> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    const turned = contenders.map((_, index) => contenders[(index + round) % contenders.length] as Contender);
    for (const { name, before, run, after } of turned) {
      await before?.();
      const start = performance.now();
      await run();
      const took = performance.now() - start;
      await after?.();
      if (round > 0) times.get(name)?.push(took);
    }
  }
  return contenders.map(({ name }) => {
    const measured = times.get(name) ?? [];
    return { name, median: median(measured), rounds: measured.map((time) => Math.round(time * 10) / 10) };
  });
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
