export { type AddedBlock, type AddRequest, addBlock, type ParameterValue } from './add-block.ts';
export { applyChange } from './apply.ts';
export { StackFileThere } from './errors.ts';
export { type PreviewSurroundings, previewChange, type StackPreview } from './preview.ts';
export type * from './proposal.ts';
export { proposeFor } from './propose.ts';
export { type RemovedBlock, removeBlock } from './remove-block.ts';
export { listTemplates, proposeTemplate, writeProposal } from './templates.ts';
