import type { Connection } from '../connection.ts';
import type { CallOptions, ImageCalls, ImageDetails, ImageSummary } from '../engine.ts';
import { isNotFound } from '../errors.ts';
import type { ImageMap } from './image-map.ts';
import { parseReference } from './reference.ts';

export { type ImageMap, readImageMap } from './image-map.ts';

export function createImageCalls(connection: Connection, imageMap: ImageMap): ImageCalls {
  const inspectAs = async (name: string, options?: CallOptions): Promise<ImageDetails | undefined> => {
    try {
      return await connection.call<ImageDetails>({
        method: 'GET',
        path: `/images/${encodeURI(name)}/json`,
        doing: `look at the image ${name}`,
        signal: options?.signal,
      });
    } catch (thrown) {
      if (isNotFound(thrown)) return undefined;
      throw thrown;
    }
  };
  return {
    inspect: (reference, options) => inspectAs(imageMap.apply(reference), options),

    list: ({ labels, references }, options) =>
      connection.call<ImageSummary[]>({
        method: 'GET',
        path: '/images/json',
        query: {
          filters: { ...(labels && { label: labels }), ...(references && { reference: references }) },
        },
        doing: 'list images',
        signal: options?.signal,
      }),

    async pull(reference, request, options) {
      const { pullImage } = await import('./pull.ts');
      return pullImage(connection, imageMap, reference, request, options);
    },

    async build(request, options) {
      const { buildImage } = await import('./build.ts');
      return buildImage(connection, imageMap, request, options);
    },

    async tag(image, reference, options) {
      const { registry, repository, tag = 'latest' } = parseReference(reference);
      await connection.call({
        method: 'POST',
        path: `/images/${encodeURI(image)}/tag`,
        query: { repo: `${registry}/${repository}`, tag },
        doing: `tag the image ${image} as ${reference}`,
        signal: options?.signal,
      });
    },

    async remove(reference, options) {
      try {
        await connection.call({
          method: 'DELETE',
          path: `/images/${encodeURI(reference)}`,
          query: { force: options?.force },
          doing: `remove the image ${reference}`,
          signal: options?.signal,
        });
      } catch (thrown) {
        if (!isNotFound(thrown)) throw thrown;
      }
    },
  };
}
