export { type AddedBlock, type AddRequest, addBlock, type ParameterValue } from './add-block.ts';
export { applyChange } from './apply.ts';
export { type PreviewSurroundings, previewChange, type StackPreview } from './preview.ts';
export type * from './proposal.ts';
export { proposeFolder } from './propose-folder.ts';
export { type RemovedBlock, removeBlock } from './remove-block.ts';
export { listTemplates, writeProposal } from './templates.ts';
