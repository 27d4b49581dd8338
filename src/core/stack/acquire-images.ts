import { type Step, toBlockyardError } from '../../shared/index.ts';
import { type BuildOptions, baseServices, buildService } from './build.ts';
import { withPlace } from './errors.ts';
import { throwFailures } from './failures.ts';
import { Pool, runGraph } from './graph.ts';
import { rememberPull } from './images.ts';
import type { Lines } from './lines.ts';
import type { StackParts } from './stack.ts';

/** So many at once: pulls share the network, builds the processor. */
const pullsAtOnce = 4;
const buildsAtOnce = 3;

export interface AcquireRequest {
  parts: StackParts;
  /** Steps of the kinds `pull` and `build`. */
  steps: readonly Step[];
  build?: BuildOptions;
  /** Pulls that fail are told and forgiven. */
  ignoreFailures?: boolean;
  lines: Lines;
  signal: AbortSignal;
}

/** Pulls and builds, several at once; an image that another is built from comes first. */
export async function acquireImages({
  parts,
  steps,
  build = {},
  ignoreFailures,
  lines,
  signal,
}: AcquireRequest): Promise<void> {
  const { engine, project } = parts;
  const pulls = new Pool(pullsAtOnce);
  const builds = new Pool(buildsAtOnce);
  const idOf = (service: string): string | undefined =>
    steps.find(({ action, target }) => action === 'build' && target.service === service)?.id;
  const ordered = steps.map((step) => ({
    ...step,
    after: baseServices(project.config.services[step.target.service ?? ''])
      .map(idOf)
      .filter((id) => id !== undefined),
  }));
  const outcome = await runGraph({
    steps: ordered,
    signal,
    poolOf: ({ action }) => (action === 'pull' ? pulls : builds),
    rankOf: () => 0,
    mayGoOn: () => false,
    run: async ({ action, target }) => {
      const line = lines.of(target.name);
      const service = target.service ?? '';
      try {
        line.update({ text: `${action}s` });
        if (action === 'build') await buildService(engine, project, service, build, line, signal);
        else
          await engine.images.pull(
            target.name,
            {
              platform: project.config.services[service]?.platform,
              onProgress: ({ current, total, text }) => line.update({ current, total, unit: 'bytes', text }),
            },
            { signal },
          );
        if (action === 'pull') rememberPull(parts, target.name);
        line.done(action === 'build' ? 'built' : 'pulled');
      } catch (thrown) {
        const key = action === 'build' ? 'build' : 'image';
        const error = withPlace(toBlockyardError(thrown), project.where(['services', service, key]));
        line.fail(error);
        if (!ignoreFailures) throw error;
      }
    },
  });
  throwFailures(outcome, signal);
}
