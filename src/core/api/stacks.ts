import { os } from './implement.ts';

export const stacks = {
  follow: os.stacks.follow.handler(({ context: { core, signal }, input }) =>
    core.stacks.follow(input.project, signal),
  ),
  plan: os.stacks.plan.handler(({ context: { core, signal }, input }) =>
    core.stacks.plan(input.project, input.request, signal),
  ),
  up: os.stacks.up.handler(async ({ context: { core }, input }) => ({
    task: await core.stacks.up(input.project, input.request),
  })),
  down: os.stacks.down.handler(async ({ context: { core }, input }) => ({
    task: await core.stacks.down(input.project, input.request),
  })),
  start: os.stacks.start.handler(async ({ context: { core }, input }) => ({
    task: await core.stacks.start(input.project, input.services),
  })),
  stop: os.stacks.stop.handler(async ({ context: { core }, input }) => ({
    task: await core.stacks.stop(input.project, input.services),
  })),
  restart: os.stacks.restart.handler(async ({ context: { core }, input }) => ({
    task: await core.stacks.restart(input.project, input.services),
  })),
  rebuild: os.stacks.rebuild.handler(async ({ context: { core }, input }) => ({
    task: await core.stacks.rebuild(input.project, input.services, input.noCache),
  })),
  pull: os.stacks.pull.handler(async ({ context: { core }, input }) => ({
    task: await core.stacks.pull(input.project, input.services),
  })),
  watch: os.stacks.watch.handler(async ({ context: { core }, input }) => ({
    task: await core.stacks.watch(input.project, input.services),
  })),
  inspect: os.stacks.inspect.handler(({ context: { core, signal }, input }) =>
    core.stacks.inspect(input.project, input.container, signal),
  ),
  config: os.stacks.config.handler(async ({ context: { core, signal }, input }) => ({
    yaml: await core.stacks.configuration(input.project, signal),
  })),
};
