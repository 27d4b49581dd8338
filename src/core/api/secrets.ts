import { os } from './implement.ts';

export const secrets = {
  follow: os.secrets.follow.handler(({ context: { core, signal }, input }) =>
    core.stacks.secrets.follow(input.project, signal),
  ),
  set: os.secrets.set.handler(({ context: { core }, input }) =>
    core.stacks.secrets.set(input.project, input.name, input.value),
  ),
  delete: os.secrets.delete.handler(({ context: { core }, input }) =>
    core.stacks.secrets.delete(input.project, input.name),
  ),
  refresh: os.secrets.refresh.handler(async ({ context: { core, signal }, input }) => {
    await core.stacks.secrets.refresh(input.project, signal);
    return {};
  }),
};
