import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const team = {
  of: os.team.of.handler(notBuilt),
  join: os.team.join.handler(notBuilt),
  leave: os.team.leave.handler(notBuilt),
};
