import { StringDecoder } from 'node:string_decoder';

/** Characters. A line longer than this is no line of an engine. */
const longestLine = 32 * 1024 * 1024;

/** The lines of a stream that carries one JSON value a line, cut anywhere. Empty ones are left out. */
export async function* readLines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw new Error('The engine sent a line without an end.');
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  rest += decoder.end();
  if (rest.trim() !== '') yield rest;
}

/** The values of such a stream. */
export async function* readJsonLines<Value>(stream: AsyncIterable<Buffer>): AsyncGenerator<Value> {
  for await (const line of readLines(stream)) yield JSON.parse(line) as Value;
}
