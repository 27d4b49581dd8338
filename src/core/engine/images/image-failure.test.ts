import { expect, it } from 'vitest';
import { imageFailure } from './image-failure.ts';

it.each([
  ['manifest for x:1 not found: manifest unknown: manifest unknown', 'ImageNotFoundError'],
  ['docker.io/library/x:1: not found', 'ImageNotFoundError'],
  [
    "pull access denied for x, repository does not exist or may require 'docker login'",
    'RegistryDeniedError',
  ],
  ['Head "https://r/v2/x/manifests/1": no basic auth credentials', 'RegistryDeniedError'],
  ['toomanyrequests: You have reached your pull rate limit.', 'RegistryDeniedError'],
  ['no matching manifest for linux/arm64/v8 in the manifest list entries', 'PlatformMismatchError'],
  ['Get "https://r/v2/": dial tcp: lookup r: no such host', 'RegistryUnreachableError'],
  ['Get "https://r/v2/": x509: certificate signed by unknown authority', 'RegistryUnreachableError'],
  ['no space left on device', undefined],
])('%s', (reason, kind) => {
  expect(imageFailure({ name: 'x:1', asked: 'x:1' }, reason)?.name).toBe(kind);
});

it('names an image as it was written and as it was asked for', () => {
  const wanted = { name: 'x:1', asked: 'mirror.local/x:1', where: { file: 'Dockerfile', line: 2 } };
  expect(imageFailure(wanted, 'unauthorized')).toMatchObject({
    message: 'The registry mirror.local refused x:1 (mirror.local/x:1 by the image map): unauthorized.',
    remedy: expect.stringContaining('`docker login mirror.local`'),
    where: { file: 'Dockerfile', line: 2 },
  });
});
