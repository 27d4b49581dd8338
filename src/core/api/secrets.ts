import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const secrets = {
  follow: os.secrets.follow.handler(notBuilt),
  set: os.secrets.set.handler(notBuilt),
  delete: os.secrets.delete.handler(notBuilt),
  refresh: os.secrets.refresh.handler(notBuilt),
};
