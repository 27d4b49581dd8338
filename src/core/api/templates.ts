import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const templates = {
  list: os.templates.list.handler(notBuilt),
  propose: os.templates.propose.handler(notBuilt),
  create: os.templates.create.handler(notBuilt),
};
