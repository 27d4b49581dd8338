import type { BlockyardError } from '../../../shared/index.ts';
import { EngineRefusedError } from '../errors.ts';
import {
  ImageNotFoundError,
  PlatformMismatchError,
  RegistryDeniedError,
  RegistryUnreachableError,
} from './errors.ts';
import { parseReference } from './reference.ts';

/** What was asked for when it failed. */
export interface WantedImage {
  /** As the user wrote it. */
  name: string;
  /** As the engine was asked: the same, or the image map's. */
  asked: string;
  platform?: string | undefined;
  /** Why there were no credentials. */
  problem?: BlockyardError | undefined;
}

/** What a registry or the engine said about an image, by its words: they differ little between registries. */
export function imageFailure(wanted: WantedImage, doing: string, reason: string): BlockyardError {
  const words = reason.trim().replace(/\.$/, '');
  const name =
    wanted.asked === wanted.name ? wanted.name : `${wanted.name} (${wanted.asked} by the image map)`;
  const registry = registryOf(wanted.asked);
  if (
    /no matching manifest|no match for platform|does not match the specified platform|cannot be used on this platform/i.test(
      words,
    )
  )
    return new PlatformMismatchError(name, wanted.platform, words);
  if (
    /manifest(?: for .*)? (?:unknown|not found)|name unknown|not known to registry|: not found$/i.test(words)
  )
    return new ImageNotFoundError(name, words);
  if (
    /denied|unauthorized|authentication required|no basic auth|toomanyrequests|insufficient_scope|status:? 40[13]/i.test(
      words,
    )
  )
    return new RegistryDeniedError(name, registry, words, wanted.problem);
  if (
    /dial tcp|no such host|timeout|connection refused|TLS|x509|proxyconnect|\bEOF\b|HTTP response to HTTPS/i.test(
      words,
    )
  )
    return new RegistryUnreachableError(name, registry, words);
  return new EngineRefusedError(doing, 500, words);
}

function registryOf(reference: string): string {
  try {
    return parseReference(reference).registry;
  } catch {
    return 'docker.io';
  }
}
