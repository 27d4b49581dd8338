import { type Connection, settings } from '../connection.ts';
import type { CallOptions, ImageCalls, ImageDetails, TransferProgress } from '../engine.ts';
import { EngineRefusedError, isNotFound } from '../errors.ts';
import type { CredentialStore } from './credentials.ts';
import type { ImageMap } from './image-map.ts';
import { parseReference, printReference } from './reference.ts';
import { SharedWork } from './shared-work.ts';

export { type ImageMap, readImageMap } from './image-map.ts';

export function createImageCalls(
  connection: Connection,
  imageMap: ImageMap,
  { environment, buildKit }: { environment: NodeJS.ProcessEnv; buildKit: boolean },
): ImageCalls {
  let store: CredentialStore | undefined;
  /** One for all calls, so that what a helper answered is known to the next. */
  const credentialStore = async (): Promise<CredentialStore> => {
    const { createCredentialStore } = await import('./credentials.ts');
    store ??= createCredentialStore(environment);
    return store;
  };
  const pulls = new SharedWork<TransferProgress>();
  const { docker } = connection;
  const at = (name: string) => docker.getImage(encodeURI(name));
  const inspectAs = async (name: string, options?: CallOptions): Promise<ImageDetails | undefined> => {
    try {
      return await connection.ask(`look at the image ${name}`, options?.signal, () => at(name).inspect());
    } catch (thrown) {
      if (isNotFound(thrown)) return undefined;
      throw thrown;
    }
  };
  /** The mapped name, unless the engine has the image by its own name only: what was built here is in no mirror. */
  const nameOnEngine = async (name: string): Promise<string> => {
    const mapped = imageMap.apply(name);
    if (mapped === name || (await inspectAs(mapped))) return mapped;
    return (await inspectAs(name)) ? name : mapped;
  };
  return {
    async inspect(reference, options) {
      const mapped = imageMap.apply(reference);
      const found = await inspectAs(mapped, options);
      return found ?? (mapped === reference ? undefined : inspectAs(reference, options));
    },

    async list({ labels, references }, options) {
      const filters = { ...(labels && { label: labels }), ...(references && { reference: references }) };
      return connection.ask('list images', options?.signal, (abortSignal) =>
        docker.listImages(settings(abortSignal, { filters })),
      );
    },

    async pull(name, request, options) {
      const { pullImage } = await import('./pull.ts');
      const credentials = await credentialStore();
      const pull = { name, asked: imageMap.apply(name), platform: request.platform };
      const key = `${printReference(parseReference(pull.asked))} ${pull.platform ?? ''}`;
      await pulls.run(
        key,
        (tell, signal) => pullImage(connection, credentials, pull, tell, signal),
        request.onProgress,
        options?.signal,
      );
    },

    async build(request, options) {
      const { buildImage } = await import('./build.ts');
      const credentials = await credentialStore();
      // As with docker's own command line, 0 asks for the classic builder.
      const wanted = environment['DOCKER_BUILDKIT'] !== '0';
      const builder = { connection, environment, credentials, nameOnEngine, buildKit: buildKit && wanted };
      return buildImage(builder, request, options?.signal);
    },

    async tag(image, reference, options) {
      const { registry, repository, tag = 'latest' } = parseReference(reference);
      const query = { repo: `${registry}/${repository}`, tag };
      await connection.ask(`tag the image ${image} as ${reference}`, options?.signal, (abortSignal) =>
        at(image).tag({ ...query, ...settings(abortSignal, query) }),
      );
    },

    async remove(reference, options) {
      try {
        await connection.ask(`remove the image ${reference}`, options?.signal, (abortSignal) =>
          at(reference).remove(settings(abortSignal, { force: options?.force })),
        );
      } catch (thrown) {
        // Engine 20.10 says the latter when two names of one image are removed at the same time.
        const gone = thrown instanceof EngineRefusedError && /unrecognized image ID/.test(thrown.reason);
        if (!gone && !isNotFound(thrown)) throw thrown;
      }
    },
  };
}
