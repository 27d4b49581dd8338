import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const blocks = {
  catalogue: os.blocks.catalogue.handler(notBuilt),
  details: os.blocks.details.handler(notBuilt),
  preview: os.blocks.preview.handler(({ context: { core, signal }, input }) =>
    core.stacks.adding.preview(input, signal),
  ),
  add: os.blocks.add.handler(({ context: { core, signal }, input }) => core.stacks.adding.add(input, signal)),
  follow: os.blocks.follow.handler(({ context: { core, signal }, input }) =>
    core.stacks.instances.follow(input.project, signal),
  ),
  reveal: os.blocks.reveal.handler(async ({ context: { core }, input }) => ({
    value: await core.stacks.instances.reveal(input.project, input),
  })),
  planUpgrade: os.blocks.planUpgrade.handler(notBuilt),
  upgrade: os.blocks.upgrade.handler(notBuilt),
};
