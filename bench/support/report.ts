import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type MachineFacts, machineFacts } from './machine.ts';
import type { Measurement } from './measure.ts';

/** One comparison: who was measured, and how ours stands to the others. */
export interface Comparison {
  title: string;
  engine: string;
  measurements: Measurement[];
  /** Ours divided by each other contender's. */
  ratios: Ratio[];
  /** Anything else that belongs to the figure: calls counted, memory, bytes. */
  facts?: Record<string, unknown>;
}

export interface Ratio {
  of: string;
  to: string;
  ratio: number;
  /** The most that it may be, where there is a target. */
  target?: number;
}

export function ratioOf(measurements: Measurement[], of: string, to: string, target?: number): Ratio {
  const find = (name: string) =>
    measurements.find((measurement) => measurement.name === name)?.median ?? Number.NaN;
  return { of, to, ratio: round(find(of) / find(to)), ...(target !== undefined && { target }) };
}

/**
 * Takes comparisons as they are made: prints each, and writes all so far with the machine's facts to
 * `bench/results/<name>.json`, since a run may take a quarter of an hour an engine.
 */
export function reporter(name: string): (comparison: Comparison) => void {
  const comparisons: Comparison[] = [];
  const folder = path.join(import.meta.dirname, '..', 'results');
  return (comparison) => {
    comparisons.push(comparison);
    const facts: MachineFacts = machineFacts([...new Set(comparisons.map(({ engine }) => engine))]);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify({ facts, comparisons }, null, 2)}\n`);
    print(comparison);
  };
}

function print({ title, engine, measurements, ratios, facts }: Comparison): void {
  console.log(`\n${title} (engine ${engine})`);
  for (const { name, median } of measurements)
    console.log(`  ${name.padEnd(28)} ${median.toFixed(1).padStart(10)} ms`);
  for (const { of, to, ratio, target } of ratios) {
    const verdict = target === undefined ? '' : `  target ≤ ${target}: ${ratio <= target ? 'met' : 'MISSED'}`;
    console.log(`  ${of} / ${to}`.padEnd(42) + ratio.toFixed(3) + verdict);
  }
  for (const [key, value] of Object.entries(facts ?? {})) console.log(`  ${key}: ${JSON.stringify(value)}`);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
