import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const trust = {
  of: os.trust.of.handler(() => {
    throw notBuilt();
  }),
  give: os.trust.give.handler(() => {
    throw notBuilt();
  }),
  revoke: os.trust.revoke.handler(() => {
    throw notBuilt();
  }),
};
