import type { Connection } from '../connection.ts';
import type { CallOptions, PullRequest } from '../engine.ts';
import type { ImageMap } from './image-map.ts';
import { errorOf, readRecords } from './json-lines.ts';
import { parseReference, printReference } from './reference.ts';

export async function pullImage(
  connection: Connection,
  imageMap: ImageMap,
  name: string,
  request: PullRequest,
  options: CallOptions = {},
): Promise<void> {
  const reference = parseReference(imageMap.apply(name));
  const doing = `pull ${name}`;
  const stream = await connection.open({
    method: 'POST',
    path: '/images/create',
    query: { fromImage: printReference(reference), platform: request.platform },
    doing,
    signal: options.signal,
  });
  for await (const record of readRecords(stream)) {
    const reason = errorOf(record);
    if (reason !== undefined) throw new Error(reason);
  }
}
