import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes of the young generation: two halves, one of which is collected in a few milliseconds. */
const enough = 16 * 1024 * 1024;

/**
 * Keeps V8's young generation small in a process that runs for days. By itself it grows to 128 MiB while logs stream
 * through (every line lives for a moment), which is never given back and whose collection takes 50 ms. Node has an
 * option for this, but who starts us gives none; it only grows right after a collection, which is when we look.
 */
export function boundYoungGeneration(): void {
  let factor = 2;
  const look = () => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    const wanted = (young?.space_size ?? 0) < enough ? 2 : 1;
    if (wanted !== factor) setFlagsFromString(`--semi-space-growth-factor=${wanted}`);
    factor = wanted;
  };
  new PerformanceObserver(look).observe({ entryTypes: ['gc'] });
  look();
}
