import { expect, it } from 'vitest';
import { type Frame, FrameDecoder } from './frames.ts';

function frame(type: number, payload: Buffer | string): Buffer {
  const data = Buffer.from(payload);
  const header = Buffer.from([type, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(data.length, 4);
  return Buffer.concat([header, data]);
}

const stream = Buffer.concat([
  frame(1, 'one\n'),
  frame(2, 'a problem\n'),
  frame(1, ''),
  frame(1, Buffer.from([0, 1, 2, 255])),
  frame(0, 'echo'),
  frame(2, 'x'.repeat(1000)),
]);

const expected = [
  ['stdout', 'one\n'],
  ['stderr', 'a problem\n'],
  ['stdout', Buffer.from([0, 1, 2, 255]).toString('latin1')],
  ['stdout', 'echo'],
  ['stderr', 'x'.repeat(1000)],
];

const readable = (frames: Frame[]) => frames.map(({ stream, data }) => [stream, data.toString('latin1')]);

it('takes frames apart, whatever the pieces that they come in', () => {
  for (let size = 1; size <= stream.length; size++) {
    const decoder = new FrameDecoder();
    const frames: Frame[] = [];
    for (let start = 0; start < stream.length; start += size)
      frames.push(...decoder.decode(stream.subarray(start, start + size)));
    expect(readable(frames)).toEqual(expected);
  }
});

it('gives a frame out as soon as it is whole', () => {
  const decoder = new FrameDecoder();
  expect(
    readable(decoder.decode(Buffer.concat([frame(1, 'first'), frame(2, 'second').subarray(0, 10)]))),
  ).toEqual([['stdout', 'first']]);
  expect(readable(decoder.decode(frame(2, 'second').subarray(10)))).toEqual([['stderr', 'second']]);
});

it('says what the engine says when it breaks the output off', () => {
  expect(() => new FrameDecoder().decode(frame(3, 'log file is gone'))).toThrow(
    'The engine broke the output off: log file is gone',
  );
});

it('refuses a stream without frames instead of waiting for gigabytes', () => {
  expect(() => new FrameDecoder().decode(Buffer.from('plain text of a terminal'))).toThrow('without frames');
  expect(() => new FrameDecoder().decode(frame(7, 'x'))).toThrow('without frames');
});
