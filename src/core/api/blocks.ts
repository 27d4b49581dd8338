import type { ErrorData } from '../../shared/index.ts';
import { blockDetails, listBlocks } from '../blocks/index.ts';
import type { Core } from './core.ts';
import { os } from './implement.ts';

/** Of a project whose files are known. */
async function folderOf(core: Core, project: string | undefined): Promise<string | undefined> {
  return project === undefined ? undefined : (await core.projects.get(project)).folder;
}

export const blocks = {
  catalogue: os.blocks.catalogue.handler(async ({ context: { core }, input }) =>
    listBlocks(core.catalogues, await folderOf(core, input.project)),
  ),
  catalogueProblems: os.blocks.catalogueProblems.handler(async ({ context: { core }, input }) => {
    const problems: ErrorData[] = [];
    await core.catalogues.all(await folderOf(core, input.project), (problem) =>
      problems.push(problem.toJSON()),
    );
    return problems;
  }),
  details: os.blocks.details.handler(async ({ context: { core }, input }) => {
    const folder = (await folderOf(core, input.project)) ?? core.store.folder;
    return blockDetails(await core.catalogues.find(input.block, folder), input.with);
  }),
  preview: os.blocks.preview.handler(({ context: { core, signal }, input }) =>
    core.stacks.adding.preview(input, signal),
  ),
  add: os.blocks.add.handler(({ context: { core, signal }, input }) => core.stacks.adding.add(input, signal)),
  follow: os.blocks.follow.handler(({ context: { core, signal }, input }) =>
    core.stacks.instances.follow(input.project, signal),
  ),
  reveal: os.blocks.reveal.handler(async ({ context: { core }, input }) => ({
    value: await core.stacks.instances.reveal(input.project, input),
  })),
  planUpgrade: os.blocks.planUpgrade.handler(({ context: { core, signal }, input }) =>
    core.stacks.upgrading.plan(input.project, signal),
  ),
  upgrade: os.blocks.upgrade.handler(({ context: { core }, input }) =>
    core.stacks.upgrading.apply(input.project, input.token),
  ),
};
