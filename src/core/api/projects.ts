import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const projects = {
  follow: os.projects.follow.handler(() => {
    throw notBuilt();
  }),
  add: os.projects.add.handler(() => {
    throw notBuilt();
  }),
  clone: os.projects.clone.handler(() => {
    throw notBuilt();
  }),
  forget: os.projects.forget.handler(() => {
    throw notBuilt();
  }),
  folders: os.projects.folders.handler(() => {
    throw notBuilt();
  }),
  openSample: os.projects.openSample.handler(() => {
    throw notBuilt();
  }),
};
