import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const streams = {
  acknowledge: os.streams.acknowledge.handler(() => {
    throw notBuilt();
  }),
};
