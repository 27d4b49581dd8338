import type { CallOptions, Engine } from '../engine/index.ts';
import type { FileContent, Place } from './files.ts';
import { openFile } from './open-file.ts';
import { normalPath, openPlace } from './open-place.ts';
import { asText, pictureType } from './recognise.ts';

/** Bytes. */
const longestText = 256 * 1024;
const longestPicture = 4 * 1024 * 1024;
const firstBytes = 1024;

/** The beginning of a file, as what it is. Throws `not-found`, `usage` for what has no content, `permission-denied`. */
export async function readFile(
  engine: Engine,
  place: Place,
  path: string,
  options: CallOptions = {},
): Promise<FileContent> {
  const normal = normalPath(path);
  await using open = await openPlace(engine, place, options);
  const file = await openFile(open, normal, { ...options, limit: longestPicture });
  const { bytes, complete } = await readBeginning(file.bytes);
  const size = file.size || bytes.length;
  const picture = pictureType(bytes);
  if (picture)
    return {
      path: normal,
      size,
      kind: 'picture',
      mediaType: picture,
      truncated: !complete,
      ...(complete && { base64: bytes.toString('base64') }),
    };
  const beginning = bytes.subarray(0, longestText);
  const truncated = !complete || bytes.length > longestText;
  const text = asText(beginning, truncated);
  if (text !== undefined)
    return { path: normal, size, kind: 'text', mediaType: 'text/plain', text, truncated };
  return {
    path: normal,
    size,
    kind: 'binary',
    mediaType: 'application/octet-stream',
    base64: bytes.subarray(0, firstBytes).toString('base64'),
    truncated: true,
  };
}

/** As much as is needed to show it: more for a picture than for anything else. */
async function readBeginning(source: AsyncIterable<Buffer>): Promise<{ bytes: Buffer; complete: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  let limit = longestPicture;
  for await (const chunk of source) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > 16 && limit === longestPicture && !pictureType(Buffer.concat(chunks))) limit = longestText;
    if (length > limit) return { bytes: Buffer.concat(chunks, length).subarray(0, limit), complete: false };
  }
  return { bytes: Buffer.concat(chunks, length), complete: true };
}
