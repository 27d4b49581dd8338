import { UsageError } from './errors.ts';

/** `web=3 worker=2` as numbers by service. */
export function parseScale(words: string[] = []): Record<string, number> {
  return Object.fromEntries(
    words.map((word) => {
      const [, service, number] = /^([^=]+)=(\d+)$/.exec(word) ?? [];
      if (service === undefined || number === undefined)
        throw new UsageError(`'${word}' is no scale.`, 'Write SERVICE=NUMBER, such as web=3.');
      return [service, Number(number)];
    }),
  );
}
