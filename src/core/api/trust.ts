import { os } from './implement.ts';

export const trust = {
  of: os.trust.of.handler(({ context: { core }, input }) => core.stacks.trustOf(input.project)),
  give: os.trust.give.handler(({ context: { core }, input }) =>
    core.stacks.giveTrust(input.project, input.names),
  ),
  revoke: os.trust.revoke.handler(({ context: { core }, input }) => core.stacks.revokeTrust(input.project)),
};
