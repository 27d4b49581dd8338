import { describe, expect, it } from 'vitest';
import { decodeTrace } from './build-trace.ts';
import { MessageWriter, readMessage } from './protobuf.ts';

describe('protobuf', () => {
  it('reads what it wrote', () => {
    const message = new MessageWriter()
      .number(1, 0)
      .number(2, 300)
      .number(3, 1_700_000_000_123_456_789n)
      .bytes(100, 'héllo')
      .finish();
    expect(
      [...readMessage(message)].map(({ number, value, bytes }) => [number, value, bytes.toString()]),
    ).toEqual([
      [1, 0, ''],
      [2, 300, ''],
      [3, Number(1_700_000_000_123_456_789n), ''],
      [100, 0, 'héllo'],
    ]);
  });

  it('writes a negative number as ten bytes, as int64 has it', () => {
    expect(new MessageWriter().number(6, -1n).finish().toString('hex')).toBe('30ffffffffffffffffff01');
  });

  it('refuses what is cut off', () => {
    const message = new MessageWriter().bytes(1, 'hello').finish();
    expect(() => [...readMessage(message.subarray(0, 4))]).toThrow(RangeError);
  });
});

it("a record of BuildKit's trace tells of steps and their output", () => {
  const time = new MessageWriter().number(1, 1_700_000_000).finish();
  const vertex = new MessageWriter()
    .bytes(1, 'sha256:1')
    .bytes(2, 'sha256:0')
    .bytes(3, '[1/2] FROM x')
    .number(4, 1)
    .bytes(5, time)
    .bytes(6, time)
    .finish();
  const log = new MessageWriter().bytes(1, 'sha256:1').bytes(2, time).number(3, 1).bytes(4, 'out\n').finish();
  expect(decodeTrace(new MessageWriter().bytes(1, vertex).bytes(2, 'status').bytes(3, log).finish())).toEqual(
    {
      vertices: [
        { digest: 'sha256:1', name: '[1/2] FROM x', cached: true, started: true, completed: true, error: '' },
      ],
      logs: [{ vertex: 'sha256:1', text: 'out\n' }],
    },
  );
});
