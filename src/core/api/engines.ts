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
  disk: os.engines.disk.handler(() => {
    throw notBuilt();
  }),
  planCleanUp: os.engines.planCleanUp.handler(() => {
    throw notBuilt();
  }),
  cleanUp: os.engines.cleanUp.handler(() => {
    throw notBuilt();
  }),
};
