import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const tasks = {
  follow: os.tasks.follow.handler(() => {
    throw notBuilt();
  }),
  followOne: os.tasks.followOne.handler(() => {
    throw notBuilt();
  }),
  cancel: os.tasks.cancel.handler(() => {
    throw notBuilt();
  }),
  retry: os.tasks.retry.handler(() => {
    throw notBuilt();
  }),
};
