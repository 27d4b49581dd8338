import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const files = {
  places: os.files.places.handler(() => {
    throw notBuilt();
  }),
  list: os.files.list.handler(() => {
    throw notBuilt();
  }),
  read: os.files.read.handler(() => {
    throw notBuilt();
  }),
  download: os.files.download.handler(() => {
    throw notBuilt();
  }),
};
