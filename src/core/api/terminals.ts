import { projectFromEngine } from '../stack/index.ts';
import type { HandlerContext } from './implement.ts';
import { os } from './implement.ts';
import { paced } from './paced.ts';

export const terminals = {
  follow: os.terminals.follow.handler(({ context: { core, signal } }) => core.terminals.follow(signal)),

  open: os.terminals.open.handler(async ({ context, input }) => {
    const { core, signal } = context;
    const engine = await core.live.engine({ signal });
    const project = await projectOf(context, input.project);
    return core.terminals.open(engine, project, input, { signal });
  }),

  output: os.terminals.output.handler(({ context, input }) =>
    paced(context, input.stream, context.core.terminals.output(input.id, input.after, context.signal)),
  ),

  write: os.terminals.write.handler(({ context: { core }, input }) =>
    core.terminals.write(input.id, input.text),
  ),

  resize: os.terminals.resize.handler(({ context: { core }, input }) =>
    core.terminals.resize(input.id, input.columns, input.rows),
  ),

  close: os.terminals.close.handler(({ context: { core }, input }) => core.terminals.close(input.id)),
};

/** Files with a mistake in them keep nobody out of what runs: then the engine says what there is. */
async function projectOf({ core, signal }: HandlerContext, id: string) {
  const { name } = await core.projects.get(id);
  return core.projects
    .load(id, signal)
    .catch(async () => projectFromEngine(await core.live.engine({ signal }), name, { signal }));
}
