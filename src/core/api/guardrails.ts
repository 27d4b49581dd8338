import { os } from './implement.ts';

export const guardrails = {
  follow: os.guardrails.follow.handler(({ context: { core, signal }, input }) =>
    core.stacks.guardrails.follow(input.project, signal),
  ),
  fix: os.guardrails.fix.handler(({ context: { core }, input }) =>
    core.stacks.guardrails.fix(input.project, input.ids),
  ),
  except: os.guardrails.except.handler(({ context: { core }, input: { project, id, reason, until } }) =>
    core.stacks.guardrails.except(project, id, { reason, until }),
  ),
};
