import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const logs = {
  follow: os.logs.follow.handler(() => {
    throw notBuilt();
  }),
  download: os.logs.download.handler(() => {
    throw notBuilt();
  }),
};
