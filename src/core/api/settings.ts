import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const settings = {
  list: os.settings.list.handler(() => {
    throw notBuilt();
  }),
  set: os.settings.set.handler(() => {
    throw notBuilt();
  }),
  reset: os.settings.reset.handler(() => {
    throw notBuilt();
  }),
};
