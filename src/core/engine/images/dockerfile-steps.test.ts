import { expect, it } from 'vitest';
import { parseDockerfile } from './dockerfile.ts';
import { lineOfStep } from './dockerfile-steps.ts';

const dockerfile = parseDockerfile(
  [
    'FROM a AS build', // 1
    'ENV X=1',
    'RUN one \\',
    '  two',
    'WORKDIR /x', // 5
    'RUN three',
    'FROM b',
    'RUN <<EOF',
    'RUN no',
    'EOF', // 10
    'COPY a b',
    'FROM Build AS last',
    'RUN same',
    'RUN same', // 14
  ].join('\n'),
);

it.each([
  ['[build 1/4] FROM docker.io/library/a', 1],
  ['[build 2/4] RUN one   two', 3],
  ['[linux/amd64 build 4/4] RUN three', 6],
  ['[stage-1 2/3] RUN <<EOF (RUN no)', 8],
  ['[stage-1 3/3] COPY a b', 11],
  // A stage that goes on from another has no step of its own for that.
  ['[last 2/2] RUN same', 14],
  ['[2/2] RUN same', 14],
  // A trigger of the base image came before it.
  ['[build 5/5] RUN three', 6],
  ['[internal] load metadata for docker.io/library/a', undefined],
])('the step %s stands on line %s', (title, line) => {
  expect(lineOfStep(dockerfile, title)).toBe(line);
});
