import { UnknownCheckpoint } from './errors.ts';

/** Where a reader is in the segments of one container: the next record begins at `offset`. */
export interface Position {
  /** The first 12 characters of the container's id. */
  container: string;
  segment: number;
  offset: number;
}

/** Where a reader is in a stack's logs. */
export interface Checkpoint {
  /** The time of the newest record that was read, in nanoseconds. */
  nano: bigint;
  positions: Position[];
}

const form = /^1~[0-9a-z]{1,13}(~[0-9a-f]{1,12}\.[0-9a-z]{1,6}\.[0-9a-z]{1,8})*$/;

/** Some 25 characters for each container, of letters, digits, `~` and `.`. */
export function checkpointText({ nano, positions }: Checkpoint): string {
  const parts = positions.map(
    ({ container, segment, offset }) => `${container}.${segment.toString(36)}.${offset.toString(36)}`,
  );
  return ['1', nano.toString(36), ...parts].join('~');
}

/** Throws `usage` for what is not one of ours. */
export function readCheckpoint(text: string): Checkpoint {
  if (!form.test(text)) throw new UnknownCheckpoint();
  const [, nano = '0', ...parts] = text.split('~');
  return {
    nano: [...nano].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n),
    positions: parts.map((part) => {
      const [container = '', segment = '', offset = ''] = part.split('.');
      return { container, segment: Number.parseInt(segment, 36), offset: Number.parseInt(offset, 36) };
    }),
  };
}
