import { os } from './implement.ts';

export const projects = {
  follow: os.projects.follow.handler(({ context: { core, signal } }) => core.stacks.followAll(signal)),
  add: os.projects.add.handler(async ({ context: { core }, input }) =>
    core.stacks.summary(await core.projects.add(input.folder)),
  ),
  clone: os.projects.clone.handler(({ context: { core }, input }) => ({ task: core.stacks.clone(input) })),
  forget: os.projects.forget.handler(({ context: { core }, input }) => core.projects.forget(input.project)),
  folders: os.projects.folders.handler(({ context: { core }, input }) => core.projects.folders(input.path)),
  openSample: os.projects.openSample.handler(async ({ context: { core } }) =>
    core.stacks.summary(await core.projects.openSample()),
  ),
};
