import { describe, expect, it } from 'vitest';
import { parseDockerfile } from './dockerfile.ts';
import { expand, findImages, renameImages } from './dockerfile-images.ts';
import { createImageMap } from './image-map.ts';

const map = createImageMap({ 'docker/dockerfile:*': 'm/frontend', 'docker.io/library/*': 'm/*' });

/** The Dockerfile with every image mapped to one of the mirror `m`. */
function mapped(text: string, args: Record<string, string> = {}): Promise<string> {
  return renameImages(text, args, async (name) => map.apply(name));
}

describe('images of a Dockerfile', () => {
  it('are found where a Dockerfile can name them', async () => {
    const text = [
      '# syntax=docker/dockerfile:1.7',
      '# a comment',
      'FROM --platform=linux/amd64 node:22 AS Build',
      'COPY --from=ghcr.io/acme/tools:1 --chown=1:1 /bin/x /bin/',
      'RUN --mount=type=bind,from=alpine:3,target=/a --mount=type=cache,target=/c make  \\',
      '    # between',
      '',
      '    all',
      'FROM scratch',
      'COPY --from=build /x /x',
      'COPY --from=0 /x /y',
      'from   nginx',
      'ONBUILD COPY --from="redis:7" /a /b',
    ].join('\n');
    expect(findImages(parseDockerfile(text), {}).map(({ name }) => name)).toEqual([
      'docker/dockerfile:1.7',
      'node:22',
      'ghcr.io/acme/tools:1',
      'alpine:3',
      'nginx',
      'redis:7',
    ]);
  });

  it('are replaced where they stand, and no other byte is touched', async () => {
    const text =
      '\uFEFF#  syntax = docker/dockerfile:1  \r\nFROM\t \\\r\n  node:22\t as  b\r\nRUN --mount=from=alpine:3,type=bind x\r\n';
    expect(await mapped(text)).toBe(
      '\uFEFF#  syntax = m/frontend  \r\nFROM\t \\\r\n  m/node:22\t as  b\r\nRUN --mount=from=m/alpine:3,type=bind x\r\n',
    );
  });

  it('may depend on arguments, given or by default', async () => {
    const text =
      'ARG VERSION\nARG BASE=node TAG=${VERSION:-22}\nFROM ${BASE}:${TAG}-slim\nFROM $BASE:$NOBODY_GAVE\n';
    const names = (args: Record<string, string>) =>
      findImages(parseDockerfile(text), args).map(({ name }) => name);
    expect(names({})).toEqual(['node:22-slim']);
    expect(names({ BASE: 'acme/node', VERSION: '9' })).toEqual(['acme/node:9-slim']);
  });

  it('do not hide in arguments of a stage, heredocs and comments', () => {
    const text = [
      'FROM a:1',
      'ARG X=b',
      'RUN <<EOF cat <<-"TWO"',
      'FROM no:1',
      'EOF',
      'COPY --from=no:2 a b',
      '\tTWO',
      'COPY <<FILE /x',
      'FROM no:3',
      'FILE',
      '# FROM no:4',
      'FROM c:1',
    ].join('\n');
    expect(findImages(parseDockerfile(text), {}).map(({ name }) => name)).toEqual(['a:1', 'c:1']);
  });

  it('are found with the escape character of Windows', () => {
    const text = '# escape=`\nFROM a:1\nRUN dir c:\\ `\n  && FROM\nFROM `\n b:1';
    expect(findImages(parseDockerfile(text), {}).map(({ name }) => name)).toEqual(['a:1', 'b:1']);
  });

  it('a stage hides an image of its name, whatever the case', () => {
    const text = 'FROM a:1 AS Redis\nFROM redis\nCOPY --from=REDIS /a /b';
    expect(findImages(parseDockerfile(text), {}).map(({ name }) => name)).toEqual(['a:1']);
  });
});

describe('arguments', () => {
  it.each([
    ['a-$X-b', 'a-1-b'],
    ['${X}', '1'],
    ['${E:-${X}}', '1'],
    ['${E-d}', ''],
    ['${N-d}', 'd'],
    ['${X:+yes}', 'yes'],
    ['${N:+yes}', ''],
    ['"${X}"', '1'],
    ["'$X'", '$X'],
    ['\\$X', '$X'],
    ['$N', undefined],
    ['${N:?why}', undefined],
    ['${X#a}', undefined],
    ['${X', undefined],
  ])('%s becomes %s', (text, value) => {
    expect(expand(text, { X: '1', E: '' })).toBe(value);
  });
});
