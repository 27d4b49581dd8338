import type { CallOptions, ImageDetails } from '../engine/index.ts';
import type { StackParts } from './stack.ts';
import type { ImageFact } from './verdict.ts';

/** When an image was pulled by us, in milliseconds since the epoch: the engine only tells of changes. */
const pulledArea = 'pulled-images';

export function rememberPull({ store }: Pick<StackParts, 'store'>, name: string): void {
  store.set(pulledArea, name, Date.now());
}

/** Looks images up, all at once. */
export async function lookUpImages(
  { engine, store }: Pick<StackParts, 'engine' | 'store'>,
  names: Iterable<string>,
  options: CallOptions,
): Promise<{ facts: Map<string, ImageFact | undefined>; details: Map<string, ImageDetails> }> {
  const facts = new Map<string, ImageFact | undefined>();
  const details = new Map<string, ImageDetails>();
  await Promise.all(
    [...new Set(names)].map(async (name) => {
      const image = await engine.images.inspect(name, options);
      facts.set(name, image && factOf(image, store.get<number>(pulledArea, name) ?? 0));
      if (image) details.set(name, image);
    }),
  );
  return { facts, details };
}

function factOf(image: ImageDetails, pulledAt: number): ImageFact {
  const { Config, Metadata } = image as ImageDetails & {
    Config?: { Healthcheck?: { Test?: string[] } };
    Metadata?: { LastTagTime?: string };
  };
  const test = Config?.Healthcheck?.Test ?? [];
  return {
    id: image.Id,
    healthcheck: test.length > 0 && test[0] !== 'NONE',
    lastTaggedAt: Math.max(Date.parse(Metadata?.LastTagTime ?? '') || 0, pulledAt),
  };
}

/** Whether the engine shows an id where the container was made from a name: the name means another image by now. */
export function hasMoved(observedImage: string, wanted: string): boolean {
  return observedImage !== wanted && /^(sha256:)?[0-9a-f]{12,64}$/.test(observedImage);
}
