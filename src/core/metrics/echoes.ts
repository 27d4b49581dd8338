import type { Mark } from './metrics.ts';

/** In milliseconds. */
const echoTime = 1_000;

/** Some engines tell of an OOM kill once for each process that is killed: what is told again within a second is left out. */
export function withoutEchoes(marks: readonly Mark[]): Mark[] {
  const last = new Map<string, number>();
  return marks.filter(({ kind, container, time }) => {
    const what = `${kind} ${container}`;
    const before = last.get(what);
    last.set(what, time);
    return before === undefined || time - before > echoTime;
  });
}
