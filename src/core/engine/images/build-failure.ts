import type { BlockyardError, Where } from '../../../shared/index.ts';
import { EngineRefusedError } from '../errors.ts';
import { dockerfileOf } from './build-context.ts';
import type { FailedStep } from './build-progress.ts';
import { parseDockerfile } from './dockerfile.ts';
import { findImages } from './dockerfile-images.ts';
import { lineOfStep } from './dockerfile-steps.ts';
import { BuildFailedError } from './errors.ts';
import { imageFailure, type WantedImage } from './image-failure.ts';
import type { PreparedBuild } from './prepared-build.ts';
import { parseReference, printReference } from './reference.ts';

/** What the engine says of a failed build, for people: which step, where in the Dockerfile, what it wrote. */
export function buildFailure(
  build: PreparedBuild,
  reason: string,
  step: FailedStep | undefined,
): BlockyardError {
  const what = build.request.tags[0] ?? build.request.context;
  const line = lineOf(build, reason, step);
  const where = whereIs(build, line);
  const words = plain(step?.reason ?? reason);
  // What is wrong with the engine's machine is not the Dockerfile's fault.
  if (/no space left on device|disk quota exceeded/i.test(words))
    return new EngineRefusedError(`build ${what}`, 500, words);
  const image = imageOfStep(step);
  const failure = image === undefined ? undefined : imageFailure(wantedImage(build, image), words);
  if (failure) return failure;
  const at = step && !step.title.startsWith('[internal]') ? ` at ${step.title}` : '';
  const inline = line !== undefined && !where?.line ? `, line ${line} of its inline Dockerfile` : '';
  return new BuildFailedError(`The build of ${what} failed${at}${inline}: ${words}.`, {
    where,
    remedy: /\b(?:EACCES|EPERM)\b/.test(words)
      ? "Give yourself the right to read it, or list it in .dockerignore when the image doesn't need it."
      : undefined,
    ...(step && { output: step.output }),
  });
}

function lineOf(build: PreparedBuild, reason: string, step: FailedStep | undefined): number | undefined {
  const told = /dockerfile parse error(?: on)? line (\d+)/i.exec(reason)?.[1];
  if (told !== undefined) return Number(told);
  if (!step || build.dockerfileText === undefined) return undefined;
  return lineOfStep(parseDockerfile(build.dockerfileText), step.title);
}

function whereIs({ source }: PreparedBuild, line: number | undefined): Where | undefined {
  const file = dockerfileOf(source)?.file;
  if (file === undefined) return undefined;
  return { file, ...(line !== undefined && { line }) };
}

/** A step that fetches an image fails by the image, not by the Dockerfile. */
function imageOfStep(step: FailedStep | undefined): string | undefined {
  return /^\[internal\] load metadata for (\S+)|^\[[^\]]*\] FROM (\S+)|^resolve image config for (\S+)/
    .exec(step?.title ?? '')
    ?.slice(1)
    .find((name) => name !== undefined);
}

/** The image as the Dockerfile has it, before arguments and the image map, and where. */
function wantedImage(build: PreparedBuild, asked: string): WantedImage {
  const platform = build.request.platforms?.[0];
  const original = dockerfileOf(build.source);
  if (original && build.dockerfileText !== undefined) {
    const args = build.request.args ?? {};
    const written = findImages(parseDockerfile(original.text), args);
    const sent = findImages(parseDockerfile(build.dockerfileText), args);
    const index = sent.findIndex(({ name }) => sameImage(name, asked));
    const use = written.length === sent.length ? written[index] : undefined;
    if (use) {
      const line = original.text.slice(0, use.start).split('\n').length;
      return { name: use.name, asked: sent[index]?.name ?? asked, platform, where: whereIs(build, line) };
    }
  }
  return { name: asked, asked, platform };
}

function sameImage(left: string, right: string): boolean {
  try {
    return printReference(parseReference(left)) === printReference(parseReference(right));
  } catch {
    return left === right;
  }
}

/** Without the frames that Go's and gRPC's errors put around. */
function plain(reason: string): string {
  return reason
    .replace(
      /(?:failed to solve(?: with frontend \S+)?|failed to build LLB|failed to create LLB definition): /g,
      '',
    )
    .replace(/rpc error: code = \w+ desc = /g, '')
    .replace(/failed to (?:calculate checksum|compute cache key)(?: of ref \S+)?: /g, '')
    .replace(/ not found: not found$/, ': not found')
    .trim()
    .replace(/\.$/, '');
}
