export type { BlockFile, GuardrailRule, Parameter, Probe } from './format/block-file.ts';
export { BlockInvalid, blockFileName, type PlacedBlock, readBlock } from './format/read-block.ts';
export type { SecretSource, StackFile } from './format/stack-file.ts';
export type * from './stack-project.ts';
