/*
 * A record of a segment file is one line of text, so that a segment can be read with any tool and a torn end is seen at
 * once:
 *
 *   o2026-11-24T07:38:21.250769504Z the line's bytes as they are\n
 *
 * The first byte is the kind, then the engine's time with nine digits in UTC (so that order of bytes is order of time),
 * a space, and the line. A gap has its end's time for a line.
 */

export const kinds = {
  stdout: 0x6f, // o
  stderr: 0x65, // e
  /** Upper case: a line longer than `longestLine`, which goes on in the next record of that stream. */
  stdoutGoesOn: 0x4f, // O
  stderrGoesOn: 0x45, // E
  gap: 0x67, // g
} as const;

export const newline = 0x0a;
/** `2026-11-24T07:38:21.250769504Z` */
export const timeLength = 30;
/** Where the line begins in what the engine sends: after time and space. One more in a record. */
export const headLength = timeLength + 1;
export const longestLine = 1024 * 1024;

/** The time that the ASCII text at `offset` says, in nanoseconds since the epoch. */
export function nanoAt(bytes: Uint8Array, offset: number): bigint {
  const milliseconds = Date.UTC(
    digits(bytes, offset, 4),
    digits(bytes, offset + 5, 2) - 1,
    digits(bytes, offset + 8, 2),
    digits(bytes, offset + 11, 2),
    digits(bytes, offset + 14, 2),
    digits(bytes, offset + 17, 2),
  );
  return BigInt(milliseconds) * 1_000_000n + BigInt(digits(bytes, offset + 20, 9));
}

function digits(bytes: Uint8Array, offset: number, count: number): number {
  let value = 0;
  for (let index = offset; index < offset + count; index++) value = value * 10 + (bytes[index] ?? 0) - 0x30;
  return value;
}

/** The 30 characters of a time. */
export function timeText(nano: bigint): string {
  const seconds = new Date(Number(nano / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(nano % 1_000_000_000n).padStart(9, '0')}Z`;
}

/** Whether the bytes at `offset` are a time as we store it, with its space. */
export function isTimeAt(bytes: Uint8Array, offset: number): boolean {
  return (
    bytes[offset + timeLength - 1] === 0x5a &&
    bytes[offset + timeLength] === 0x20 &&
    bytes[offset + 10] === 0x54
  );
}

const anyTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) /;

/** An engine whose zone is not UTC, or that leaves digits out: the same with the time as we store it. */
export function withStoredTime(payload: Buffer): Buffer {
  const match = anyTime.exec(payload.toString('latin1', 0, 40));
  if (!match) return Buffer.concat([Buffer.from(`${timeText(0n)} `), payload]);
  const [head, seconds, fraction = '', zone] = match;
  const whole = new Date(`${seconds}${zone}`).toISOString().slice(0, 19);
  return Buffer.concat([Buffer.from(`${whole}.${fraction.padEnd(9, '0')}Z `), payload.subarray(head.length)]);
}

/** Whether the time of one payload is after that of another. */
export function isLater(payload: Buffer, than: Buffer): boolean {
  return payload.compare(than, 0, timeLength, 0, timeLength) > 0;
}
