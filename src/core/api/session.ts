import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const session = {
  hello: os.session.hello.handler(() => {
    throw notBuilt();
  }),
};
