import type { Connection } from '../connection.ts';
import type { ImageCalls } from '../engine.ts';

/** Public image names to those that are used instead, such as a registry mirror's. */
export interface ImageMap {
  /** The reference that is asked of the engine: the mapped one, or the given one when nothing matches. */
  apply(reference: string): string;
}

/** Reads `BLOCKYARD_IMAGE_MAP`. */
export async function readImageMap(_environment: NodeJS.ProcessEnv): Promise<ImageMap> {
  return { apply: (reference) => reference };
}

export function createImageCalls(_connection: Connection, _imageMap: ImageMap): ImageCalls {
  const missing = (): never => {
    throw new Error('The calls for images are not there yet.');
  };
  return { inspect: missing, list: missing, pull: missing, build: missing, tag: missing, remove: missing };
}
