import { z } from 'zod';
import type { Plan } from '../plan.ts';
import { bytes, call, done, errorData, started, states, time, where } from './base.ts';
import { stackState } from './projects.ts';

export const stepTarget = z.object({
  kind: z.enum(['network', 'volume', 'image', 'container']),
  name: z.string(),
  service: z.exactOptional(z.string()),
  number: z.exactOptional(z.number()),
});

export const cause = z.object({ kind: z.string(), text: z.string() });

export const plan: z.ZodType<Plan> = z.object({
  project: z.string(),
  steps: z.array(
    z.object({
      id: z.string(),
      action: z.enum([
        'create',
        'recreate',
        'start',
        'restart',
        'stop',
        'remove',
        'pull',
        'build',
        'adopt',
        'run',
        'wait',
      ]),
      target: stepTarget,
      causes: z.array(cause),
      after: z.array(z.string()),
      loses: z.exactOptional(z.string()),
    }),
  ),
  unchanged: z.array(stepTarget),
});

export const publishedPort = z.object({
  hostIp: z.string(),
  published: z.number(),
  target: z.number(),
  protocol: z.string(),
  url: z.exactOptional(z.string()),
});

export const containerView = z.object({
  id: z.string(),
  name: z.string(),
  service: z.string(),
  number: z.number(),
  image: z.string(),
  state: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
  health: z.enum(['none', 'starting', 'healthy', 'unhealthy']),
  exitCode: z.exactOptional(z.number()),
  /** The engine's own words: `Up 3 minutes (healthy)`. */
  status: z.string(),
  createdAt: time,
  ports: z.array(publishedPort),
  orphan: z.boolean(),
  oneOff: z.boolean(),
});
export type ContainerView = z.infer<typeof containerView>;

/**
 * What a service is doing: `ready` runs and is healthy (or has no probe), `starting` runs and its probe says not yet,
 * `waiting` does not run for it waits for others, `done` was a job and ended with 0, `failed` ended otherwise or died,
 * `orphan` is not in the files any more.
 */
export const serviceState = z.enum([
  'absent',
  'waiting',
  'starting',
  'ready',
  'unhealthy',
  'failed',
  'done',
  'stopped',
  'paused',
  'orphan',
]);
export type ServiceState = z.infer<typeof serviceState>;

export const serviceView = z.object({
  name: z.string(),
  state: serviceState,
  /** The state in a few words, with its cause first: `exited with 1`, `waits for db`. */
  text: z.string(),
  /** What it waits for, and the last probe's words, while a task brings it up. */
  waitsFor: z.object({ services: z.array(z.string()), text: z.string(), since: time.optional() }).optional(),
  image: z.string().optional(),
  /** The build's folder, relative to the project's. */
  build: z.string().optional(),
  /** The block that made it. */
  block: z.object({ instance: z.string(), name: z.string(), version: z.string() }).optional(),
  /** How many containers are wished. */
  scale: z.number(),
  /** A profile that is not active leaves a service out of `up`. */
  active: z.boolean(),
  profiles: z.array(z.string()),
  dependsOn: z.array(
    z.object({
      service: z.string(),
      condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']),
      required: z.boolean(),
    }),
  ),
  containers: z.array(containerView),
  /** Addresses that a browser can open. */
  urls: z.array(z.string()),
  /** Where the files say it. */
  where: where.optional(),
});
export type ServiceView = z.infer<typeof serviceView>;

export const stackView = z.object({
  project: z.object({
    id: z.string(),
    name: z.string(),
    folder: z.string().optional(),
    branch: z.string().optional(),
    files: z.array(z.string()),
  }),
  state: stackState,
  /** Counts the changes of this view's content; a plan made for one revision may be stale for the next. */
  revision: z.number(),
  /** Why the files do not load; services are then as the engine knows them. */
  problem: errorData.optional(),
  /** When the engine was looked at: the containers' words (`Up 3 minutes`) are of then. */
  seenAt: time.optional(),
  /** Why the engine does not answer; services are then as they were last seen, or as the files have them. */
  engineProblem: errorData.optional(),
  services: z.array(serviceView),
  /** The task that works on this stack now. */
  task: z.string().optional(),
  /** The running watch task, if any. */
  watchTask: z.string().optional(),
  warnings: z.array(z.string()),
});
export type StackView = z.infer<typeof stackView>;

export const upRequest = z.object({
  /** These and what they need; default: all. */
  services: z.array(z.string()).optional(),
  build: z.boolean().optional(),
  pull: z.enum(['always', 'missing', 'never']).optional(),
  forceRecreate: z.boolean().optional(),
  removeOrphans: z.boolean().optional(),
  freePorts: z.boolean().optional(),
  scale: z.record(z.string(), z.number().int().nonnegative()).optional(),
  /** Agrees to the losses that the plan named, by the ids of their steps. */
  agreed: z.array(z.string()).optional(),
});
export type UpRequest = z.infer<typeof upRequest>;

export const downRequest = z.object({
  services: z.array(z.string()).optional(),
  /** Also removes the named volumes: their data is lost. */
  volumes: z.boolean().optional(),
  removeOrphans: z.boolean().optional(),
});

export const environmentVariable = z.object({
  name: z.string(),
  /** Masked where it looks like a secret: the real value never reaches a view. */
  value: z.string(),
  masked: z.boolean(),
});

export const containerInspection = z.object({
  id: z.string(),
  name: z.string(),
  service: z.string(),
  image: z.string(),
  imageId: z.string(),
  command: z.array(z.string()),
  environment: z.array(environmentVariable),
  mounts: z.array(
    z.object({ kind: z.string(), source: z.string(), target: z.string(), readOnly: z.boolean() }),
  ),
  networks: z.array(z.object({ name: z.string(), aliases: z.array(z.string()), address: z.string() })),
  createdAt: time,
  startedAt: time.optional(),
  finishedAt: time.optional(),
  restarts: z.number(),
  oomKilled: z.boolean(),
  exitCode: z.number().optional(),
  user: z.string(),
  memoryLimit: bytes.optional(),
  /** The last words of the health check. */
  health: z
    .object({ status: z.string(), failing: z.number(), lastOutput: z.string(), lastAt: time })
    .optional(),
});
export type ContainerInspection = z.infer<typeof containerInspection>;

export const grant = z.object({
  name: z.string(),
  kind: z.string(),
  service: z.string().optional(),
  /** What it means, as a sentence. */
  text: z.string(),
  where: where.optional(),
});
export type GrantView = z.infer<typeof grant>;

const byProject = z.object({ project: z.string() });
const someServices = byProject.extend({ services: z.array(z.string()).optional() });

export const stacks = {
  follow: states(byProject, stackView),
  plan: call(byProject.extend({ request: upRequest }), plan),
  /** Fails with `trust-required` before anything is done, see `trust`. */
  up: call(byProject.extend({ request: upRequest }), started),
  down: call(byProject.extend({ request: downRequest }), started),
  start: call(someServices, started),
  stop: call(someServices, started),
  restart: call(someServices, started),
  /** Builds the images of these services anew and brings up what changed by it. */
  rebuild: call(someServices.extend({ noCache: z.boolean().optional() }), started),
  pull: call(someServices, started),
  /** `develop.watch` as a task that runs until it is cancelled. */
  watch: call(someServices, started),
  inspect: call(byProject.extend({ container: z.string() }), containerInspection),
  /** The resolved Compose file, with what looks like a secret masked. */
  config: call(byProject, z.object({ yaml: z.string() })),
};

export const trust = {
  of: call(byProject, z.object({ folder: z.string(), given: z.array(grant), missing: z.array(grant) })),
  /** Gives exactly these, by name: what was added to the files meanwhile stays missing. */
  give: call(byProject.extend({ names: z.array(z.string()) }), done),
  revoke: call(byProject, done),
};
