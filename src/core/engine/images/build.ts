import type { Connection } from '../connection.ts';
import type { BuildRequest, CallOptions } from '../engine.ts';
import { findBuildSource } from './build-context.ts';
import { buildWithBuildKit } from './buildkit.ts';
import type { ImageMap } from './image-map.ts';

/** Builds and tags an image. Answers its id. */
export async function buildImage(
  connection: Connection,
  _imageMap: ImageMap,
  request: BuildRequest,
  options: CallOptions = {},
): Promise<string> {
  const source = await findBuildSource(request);
  const dockerfileText = source.kind === 'folder' ? source.dockerfile.text : undefined;
  return buildWithBuildKit(
    connection,
    {
      request,
      source,
      dockerfileText,
      secrets: new Map(),
      agents: new Map(),
      credentials: async () => undefined,
    },
    options.signal,
  );
}
