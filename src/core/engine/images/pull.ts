import type { BlockyardError } from '../../../shared/index.ts';
import { type Connection, settings } from '../connection.ts';
import type { TransferProgress } from '../engine.ts';
import { EngineRefusedError } from '../errors.ts';
import { type CredentialStore, registryAuth } from './credentials.ts';
import { imageFailure, type WantedImage } from './image-failure.ts';
import { errorOf, type ProgressRecord, readRecords } from './progress-record.ts';
import { parseReference, printReference } from './reference.ts';

export interface Pull {
  /** As the user wrote it. */
  name: string;
  /** As the image map has it. */
  asked: string;
  platform: string | undefined;
}

/** Pulls one image with the user's credentials. Throws when it can't be had; why is in the error's code. */
export async function pullImage(
  connection: Connection,
  credentialStore: CredentialStore,
  pull: Pull,
  tell: (progress: TransferProgress) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const reference = parseReference(pull.asked);
  const { credentials, problem } = await credentialStore.find(reference.registry);
  const wanted: WantedImage = { ...pull, problem };
  const doing = `pull ${pull.name}`;
  const layers = new Layers();
  try {
    const query = { fromImage: printReference(reference), platform: pull.platform };
    const authconfig = credentials && { base64: registryAuth(reference.registry, credentials) };
    const stream = await connection.open(doing, signal, (abortSignal) =>
      connection.docker.createImage({ ...settings(abortSignal, query), authconfig }),
    );
    for await (const record of readRecords(stream)) {
      const reason = errorOf(record);
      if (reason !== undefined) throw failureOf(wanted, doing, reason);
      const progress = layers.record(record);
      if (progress) tell(progress);
    }
  } catch (thrown) {
    if (thrown instanceof EngineRefusedError && !signal?.aborted)
      throw imageFailure(wanted, thrown.reason) ?? thrown;
    throw connection.failure(thrown, doing, signal);
  }
  signal?.throwIfAborted();
  await checkPlatform(connection, wanted, doing, signal);
}

function failureOf(wanted: WantedImage, doing: string, reason: string): BlockyardError {
  return imageFailure(wanted, reason) ?? new EngineRefusedError(doing, 500, reason);
}

/** Engines before 23 take an image for another platform without a word, and then can't run it. */
async function checkPlatform(
  connection: Connection,
  wanted: WantedImage,
  doing: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (wanted.platform === undefined) return;
  const image = connection.docker.getImage(encodeURI(wanted.asked));
  const { Os, Architecture } = await connection.ask(doing, signal, () => image.inspect());
  const [os = '', architecture = ''] = wanted.platform.toLowerCase().split('/');
  const same = os === Os && (architectureNames.get(architecture) ?? architecture) === Architecture;
  if (!same) throw failureOf(wanted, doing, `no match for platform: the registry's is ${Os}/${Architecture}`);
}

/** What people write for what an image says. */
const architectureNames = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['armhf', 'arm'],
  ['armel', 'arm'],
  ['i386', '386'],
]);

interface Layer {
  current: number;
  total: number;
  state: 'waiting' | 'downloading' | 'extracting' | 'done';
}

/** Sums the bytes of an image's layers. */
export class Layers {
  readonly #layers = new Map<string, Layer>();

  /** Undefined when the record is not about a layer. */
  record({ id, status = '', progressDetail }: ProgressRecord): TransferProgress | undefined {
    if (id === undefined || status.startsWith('Pulling from')) return undefined;
    const layer = this.#layers.get(id) ?? { current: 0, total: 0, state: 'waiting' };
    this.#layers.set(id, layer);
    switch (status) {
      case 'Downloading':
        layer.state = 'downloading';
        layer.total = Math.max(layer.total, progressDetail?.total ?? 0);
        layer.current = Math.min(progressDetail?.current ?? 0, layer.total);
        break;
      case 'Verifying Checksum':
      case 'Download complete':
        layer.current = layer.total;
        break;
      case 'Extracting':
        layer.state = 'extracting';
        // A small layer is there before the engine told of its download.
        if (layer.total === 0) layer.total = progressDetail?.total ?? 0;
        layer.current = layer.total;
        break;
      case 'Already exists':
      case 'Pull complete':
        layer.state = 'done';
        layer.current = layer.total;
        break;
      default:
        break;
    }
    return this.#sum();
  }

  #sum(): TransferProgress {
    const layers = [...this.#layers.values()];
    const done = layers.filter(({ state }) => state === 'done').length;
    const doing = layers.some(({ state }) => state === 'downloading') ? 'downloading' : 'unpacking';
    return {
      current: layers.reduce((sum, { current }) => sum + current, 0),
      total: layers.reduce((sum, { total }) => sum + total, 0),
      text: done === layers.length ? `${done} layers` : `${doing}, ${done} of ${layers.length} layers done`,
    };
  }
}
