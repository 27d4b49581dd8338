import { describe, expect, it } from 'vitest';
import { isImageId, parseReference, printReference } from './reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('an image reference', () => {
  it.each([
    ['postgres', 'docker.io/library/postgres:latest'],
    ['postgres:16', 'docker.io/library/postgres:16'],
    ['docker.io/postgres:16', 'docker.io/library/postgres:16'],
    ['index.docker.io/library/postgres:16', 'docker.io/library/postgres:16'],
    ['bitnami/redis', 'docker.io/bitnami/redis:latest'],
    ['localhost/api:1', 'localhost/api:1'],
    ['localhost:5000/team/api', 'localhost:5000/team/api:latest'],
    ['ghcr.io/acme/api:1.2', 'ghcr.io/acme/api:1.2'],
    [`postgres@${digest}`, `docker.io/library/postgres@${digest}`],
    [`postgres:16@${digest}`, `docker.io/library/postgres:16@${digest}`],
    ['[::1]:5000/api', '[::1]:5000/api:latest'],
  ])('%s in full is %s', (text, full) => {
    expect(printReference(parseReference(text))).toBe(full);
  });

  it('keeps its parts', () => {
    expect(parseReference(`reg.local:5000/a/b:t@${digest}`)).toEqual({
      registry: 'reg.local:5000',
      repository: 'a/b',
      tag: 't',
      digest,
    });
  });

  it.each(['', 'Postgres', 'a//b', 'a:', 'a b', 'a@sha256:12', 'a:-x', 'exa_mple.com:80/x', '-x'])(
    '%j is refused with the form to write',
    (text) => {
      expect(() => parseReference(text)).toThrow(
        expect.objectContaining({ code: 'usage', remedy: expect.stringContaining('postgres:16') }),
      );
    },
  );

  it('is told from an id', () => {
    expect(isImageId(digest)).toBe(true);
    expect(isImageId('a'.repeat(64))).toBe(true);
    expect(isImageId('postgres')).toBe(false);
  });
});
