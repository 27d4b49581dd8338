import { os } from './implement.ts';

export const metrics = {
  follow: os.metrics.follow.handler(({ context, input }) =>
    context.core.metrics.follow(input.project, context.signal),
  ),
  history: os.metrics.history.handler(({ context, input }) => context.core.metrics.history(input)),
};
