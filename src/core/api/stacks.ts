import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const stacks = {
  follow: os.stacks.follow.handler(() => {
    throw notBuilt();
  }),
  plan: os.stacks.plan.handler(() => {
    throw notBuilt();
  }),
  up: os.stacks.up.handler(() => {
    throw notBuilt();
  }),
  down: os.stacks.down.handler(() => {
    throw notBuilt();
  }),
  start: os.stacks.start.handler(() => {
    throw notBuilt();
  }),
  stop: os.stacks.stop.handler(() => {
    throw notBuilt();
  }),
  restart: os.stacks.restart.handler(() => {
    throw notBuilt();
  }),
  rebuild: os.stacks.rebuild.handler(() => {
    throw notBuilt();
  }),
  pull: os.stacks.pull.handler(() => {
    throw notBuilt();
  }),
  watch: os.stacks.watch.handler(() => {
    throw notBuilt();
  }),
  inspect: os.stacks.inspect.handler(() => {
    throw notBuilt();
  }),
  config: os.stacks.config.handler(() => {
    throw notBuilt();
  }),
};
