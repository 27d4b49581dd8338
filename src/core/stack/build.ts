import type { ComposeProject, FileReference, Service } from '../compose/index.ts';
import type { BuildProgress, BuildRequest, Engine } from '../engine/index.ts';
import type { Progress } from '../tasks/index.ts';
import { optional } from './blueprint.ts';
import { ComposeUnsupported } from './errors.ts';
import { labelNames } from './labels.ts';
import { imageName } from './names.ts';
import { bytes } from './values.ts';

export interface BuildOptions {
  noCache?: boolean | undefined;
  pull?: boolean | undefined;
  args?: Record<string, string> | undefined;
}

/** Builds a service's image and tags it. Answers the image's id. */
export async function buildService(
  engine: Engine,
  project: ComposeProject,
  name: string,
  options: BuildOptions,
  line: Progress,
  signal: AbortSignal,
): Promise<string> {
  const request = buildRequestOf(project, name, options);
  return await engine.images.build(
    { ...request, onProgress: (progress) => tell(progress, line) },
    { signal },
  );
}

function tell(progress: BuildProgress, line: Progress): void {
  switch (progress.kind) {
    case 'step':
      if (progress.state === 'running') line.update({ text: progress.title });
      return;
    case 'output': {
      const last = progress.text.trim().split('\n').at(-1);
      if (last) line.update({ text: last });
      return;
    }
    case 'warning':
      line.child(`warning: ${progress.text}`).done();
  }
}

/** A service's `build` as the engine room takes it. */
export function buildRequestOf(project: ComposeProject, name: string, options: BuildOptions): BuildRequest {
  const service = project.config.services[name] as Service;
  const build = service.build ?? {};
  const environment = project.environment ?? process.env;
  const args = Object.entries({ ...build.args, ...options.args })
    .map(([key, value]) => [key, value ?? environment[key]] as const)
    .filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ...optional({
      dockerfile: build.dockerfile,
      dockerfileInline: build.dockerfile_inline,
      target: build.target,
      cacheFrom: build.cache_from,
      cacheTo: build.cache_to,
      additionalContexts: contextsOf(project, build.additional_contexts),
      extraHosts: build.extra_hosts?.map((entry) => entry.replace('=', ':')),
      network: build.network,
      platforms: service.platform ? [service.platform] : build.platforms,
      noCache: (options.noCache ?? build.no_cache) || undefined,
      pull: (options.pull ?? build.pull) || undefined,
      privileged: build.privileged || undefined,
      shmSize: bytes(build.shm_size),
      isolation: build.isolation,
      ulimits: build.ulimits && ulimitsOf(build.ulimits),
      secrets: build.secrets?.map((reference, index) => secretOf(project, name, reference, index)),
      ssh: build.ssh,
    }),
    context: build.context ?? project.workingDirectory,
    tags: [...new Set([imageName(project, name), ...(build.tags ?? [])])],
    args: Object.fromEntries(args),
    labels: {
      ...build.labels,
      [labelNames.project]: project.name,
      [labelNames.service]: name,
    },
  };
}

/** A context may be another service's image. */
function contextsOf(
  project: ComposeProject,
  contexts: Record<string, string> | undefined,
): Record<string, string> | undefined {
  if (!contexts) return undefined;
  return Object.fromEntries(
    Object.entries(contexts).map(([key, context]) => {
      const [, service] = /^service:(.+)$/.exec(context) ?? [];
      return [key, service === undefined ? context : `docker-image://${imageName(project, service)}`];
    }),
  );
}

/** Services whose images a build starts from: they are built first. */
export function baseServices(service: Service | undefined): string[] {
  return Object.values(service?.build?.additional_contexts ?? {})
    .filter((context) => context.startsWith('service:'))
    .map((context) => context.slice('service:'.length));
}

function ulimitsOf(limits: NonNullable<Service['ulimits']>): NonNullable<BuildRequest['ulimits']> {
  return Object.entries(limits).map(([Name, limit]) =>
    typeof limit === 'number'
      ? { Name, Soft: limit, Hard: limit }
      : { Name, Soft: limit.soft, Hard: limit.hard },
  );
}

function secretOf(
  project: ComposeProject,
  service: string,
  { source, target }: FileReference,
  index: number,
): NonNullable<BuildRequest['secrets']>[number] {
  const secret = project.config.secrets?.[source];
  const id = target ?? source;
  if (secret?.file) return { id, source: { kind: 'file', path: secret.file } };
  if (secret?.environment) {
    // It may come from the project's `.env` as well.
    const value = project.environment?.[secret.environment];
    const name = secret.environment;
    return { id, source: value === undefined ? { kind: 'environment', name } : { kind: 'value', value } };
  }
  throw new ComposeUnsupported(
    `The build secret ${source} of ${service} has neither a file nor an environment variable.`,
    {
      where: project.where(['services', service, 'build', 'secrets', index]),
      remedy: `Give it one under \`secrets:\`.`,
    },
  );
}
