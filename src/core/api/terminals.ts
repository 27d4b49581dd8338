import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const terminals = {
  follow: os.terminals.follow.handler(() => {
    throw notBuilt();
  }),
  open: os.terminals.open.handler(() => {
    throw notBuilt();
  }),
  output: os.terminals.output.handler(() => {
    throw notBuilt();
  }),
  write: os.terminals.write.handler(() => {
    throw notBuilt();
  }),
  resize: os.terminals.resize.handler(() => {
    throw notBuilt();
  }),
  close: os.terminals.close.handler(() => {
    throw notBuilt();
  }),
};
