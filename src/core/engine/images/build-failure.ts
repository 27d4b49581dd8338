import type { BlockyardError } from '../../../shared/index.ts';
import type { FailedStep } from './build-progress.ts';
import type { PreparedBuild } from './buildkit.ts';
import { BuildFailedError } from './errors.ts';

/** What the engine says of a failed build, for people: which step, where in the Dockerfile, what it wrote. */
export function buildFailure(
  build: PreparedBuild,
  reason: string,
  step: FailedStep | undefined,
): BlockyardError {
  const what = build.request.tags[0] ?? build.request.context;
  if (!step) return new BuildFailedError(`The build of ${what} failed: ${reason}.`, {});
  return new BuildFailedError(`The build of ${what} failed at ${step.title}: ${step.reason}.`, {
    output: step.output,
  });
}
