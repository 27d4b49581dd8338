import { listTemplates, proposeFolder, writeProposal } from '../templates/index.ts';
import { os } from './implement.ts';

export const templates = {
  list: os.templates.list.handler(async ({ context: { core } }) =>
    (await listTemplates(core.catalogues)).map((template) => ({ ...template, reasons: [] })),
  ),
  propose: os.templates.propose.handler(({ context: { core }, input }) => proposeFolder(input, core)),
  create: os.templates.create.handler(async ({ context: { core }, input }) => {
    const proposal = await proposeFolder(input, core);
    await writeProposal(proposal);
    const { id } = await core.projects.add(proposal.folder);
    return { project: id };
  }),
};
