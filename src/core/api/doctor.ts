import { examine } from '../doctor/index.ts';
import { os } from './implement.ts';

export const doctor = {
  examine: os.doctor.examine.handler(({ context, input }) => {
    const { environment, projects, store } = context.core;
    const { project } = input;
    return examine({
      environment,
      folder: store.folder,
      project: async () => (project === undefined ? undefined : projects.load(project, context.signal)),
      signal: context.signal,
    });
  }),
};
