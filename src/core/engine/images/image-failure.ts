import type { BlockyardError, ErrorDetails, Where } from '../../../shared/index.ts';
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
  /** Where the user wrote it. */
  where?: Where | undefined;
  /** Why there were no credentials. */
  problem?: BlockyardError | undefined;
}

type Failure = (name: string, words: string, wanted: WantedImage, details: ErrorDetails) => BlockyardError;

/** What registries and engines say, which differs little between them; the first that matches wins. */
const failures: { words: RegExp; failure: Failure }[] = [
  {
    words:
      /no matching manifest|no match for platform|does not match the specified platform|cannot be used on this platform/i,
    failure: (name, words, { platform }, details) =>
      new PlatformMismatchError(name, platform, words, details),
  },
  {
    words: /manifest(?: for .*)? (?:unknown|not found)|name unknown|not known to registry|: not found$/i,
    failure: (name, words, _, details) => new ImageNotFoundError(name, words, details),
  },
  {
    words:
      /denied|unauthorized|authentication required|no basic auth|toomanyrequests|insufficient_scope|status:? 40[13]/i,
    failure: (name, words, wanted, details) =>
      new RegistryDeniedError(name, registryOf(wanted.asked), words, { ...details, cause: wanted.problem }),
  },
  {
    words:
      /dial tcp|no such host|timeout|connection refused|TLS|x509|proxyconnect|\bEOF\b|HTTP response to HTTPS/i,
    failure: (name, words, { asked }, details) =>
      new RegistryUnreachableError(name, registryOf(asked), words, details),
  },
];

/** What went wrong with an image; undefined when the words tell of something else. */
export function imageFailure(wanted: WantedImage, reason: string): BlockyardError | undefined {
  const words = reason.trim().replace(/\.$/, '');
  const { name, asked, where } = wanted;
  const shown = asked === name ? name : `${name} (${asked} by the image map)`;
  return failures.find((entry) => entry.words.test(words))?.failure(shown, words, wanted, { where });
}

function registryOf(reference: string): string {
  try {
    return parseReference(reference).registry;
  } catch {
    return 'docker.io';
  }
}
