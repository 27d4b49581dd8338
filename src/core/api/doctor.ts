import { os } from './implement.ts';
import { notBuilt } from './not-built.ts';

export const doctor = {
  examine: os.doctor.examine.handler(() => {
    throw notBuilt();
  }),
};
