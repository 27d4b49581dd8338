import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const activity = {
  follow: os.activity.follow.handler(() => {
    throw notBuilt();
  }),
  notices: os.activity.notices.handler(() => {
    throw notBuilt();
  }),
};
