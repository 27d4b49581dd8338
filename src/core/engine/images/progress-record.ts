import type { Readable } from 'node:stream';
import { readJsonLines } from '../json-lines.ts';

/** A record of the engine's streams for pull and build. Only what is used is named. */
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

export function readRecords(stream: Readable): AsyncGenerator<ProgressRecord> {
  return readJsonLines<ProgressRecord>(stream);
}

/** What a record says went wrong; undefined when nothing did. */
export function errorOf(record: ProgressRecord): string | undefined {
  return record.errorDetail?.message ?? record.error;
}
