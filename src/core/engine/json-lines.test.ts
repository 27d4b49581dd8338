import { expect, it } from 'vitest';
import { readJsonLines } from './json-lines.ts';

async function read(pieces: Buffer[]): Promise<unknown[]> {
  const values: unknown[] = [];
  async function* stream() {
    yield* pieces;
  }
  for await (const value of readJsonLines(stream())) values.push(value);
  return values;
}

it('reads values that are cut anywhere, characters included', async () => {
  const text = Buffer.from('{"name":"größe"}\r\n\n[1,2]\n{"last":true}');
  for (let size = 1; size <= text.length; size++) {
    const pieces = [];
    for (let start = 0; start < text.length; start += size) pieces.push(text.subarray(start, start + size));
    expect(await read(pieces)).toEqual([{ name: 'größe' }, [1, 2], { last: true }]);
  }
});
