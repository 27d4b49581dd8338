import { cleanUp, planCleanUp, readDisk } from '../clean-up/index.ts';
import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const engines = {
  follow: os.engines.follow.handler(() => {
    throw notBuilt();
  }),
  list: os.engines.list.handler(() => {
    throw notBuilt();
  }),
  choose: os.engines.choose.handler(() => {
    throw notBuilt();
  }),
  disk: os.engines.disk.handler(({ context }) => readDisk(context.core.live, context.signal)),
  planCleanUp: os.engines.planCleanUp.handler(({ context }) => planCleanUp(context.core, context.signal)),
  cleanUp: os.engines.cleanUp.handler(({ context, input }) => {
    const { id, result } = cleanUp(context.core, input.items);
    // How it ends is told by the task.
    result.catch(() => {});
    return { task: id };
  }),
};
