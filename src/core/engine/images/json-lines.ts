import type { Readable } from 'node:stream';

/** A record of the engine's streams for pull, push and build. Only what is used is named. */
export interface ProgressRecord {
  id?: string;
  status?: string;
  /** Output of the classic builder. */
  stream?: string;
  progressDetail?: { current?: number; total?: number };
  error?: string;
  errorDetail?: { code?: number; message?: string };
  aux?: unknown;
}

/** The records of a stream of JSON values, one a line. */
export async function* readRecords(stream: Readable): AsyncGenerator<ProgressRecord> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as ProgressRecord;
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as ProgressRecord;
}

/** What a record says went wrong; undefined when nothing did. */
export function errorOf(record: ProgressRecord): string | undefined {
  return record.errorDetail?.message ?? record.error;
}
