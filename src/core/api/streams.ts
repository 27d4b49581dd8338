import { os } from './implement.ts';

export const streams = {
  acknowledge: os.streams.acknowledge.handler(({ context, input }) => {
    context.connection.acknowledge(input.stream, input.batches);
  }),
};
