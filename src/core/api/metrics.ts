import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const metrics = {
  follow: os.metrics.follow.handler(() => {
    throw notBuilt();
  }),
  history: os.metrics.history.handler(() => {
    throw notBuilt();
  }),
};
