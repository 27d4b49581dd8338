import { downloadPath, listFolder, placesOf, readFile } from '../files/index.ts';
import { os } from './implement.ts';
import { paced } from './paced.ts';

export const files = {
  places: os.files.places.handler(async ({ context: { core, signal }, input: { project } }) => {
    const [{ name }, engine] = await Promise.all([core.projects.get(project), core.live.engine({ signal })]);
    return (await placesOf(engine, name, { signal })).map((place) => ({ ...place, project }));
  }),

  list: os.files.list.handler(async ({ context: { core, signal }, input }) =>
    listFolder(await core.live.engine({ signal }), input, input.path, { signal }),
  ),

  read: os.files.read.handler(async ({ context: { core, signal }, input }) =>
    readFile(await core.live.engine({ signal }), input, input.path, { signal }),
  ),

  download: os.files.download.handler(async function* ({ context, input }) {
    const { core, signal } = context;
    const engine = await core.live.engine({ signal });
    yield* paced(context, input.stream, downloadPath(engine, input, input.path, { signal }));
  }),
};
