export { forConsumer } from './consumer.ts';
export { type DataCommand, dataCommandOf } from './data-command.ts';
export {
  changeStackFile,
  readStackFile,
  type StackFileChange,
  writeStackFile,
} from './edit/change.ts';
export type { Edit, Path } from './edit/edit.ts';
export { editText, readYaml } from './edit/edit-text.ts';
export {
  addException,
  addInstance,
  type BlockUse,
  bindService,
  type GuardrailException,
} from './edit/edits.ts';
export type { YamlValue } from './edit/print-value.ts';
export { type Expansion, expandStack } from './expand/index.ts';
export {
  checkExpression,
  checkTemplate,
  ExpressionFailed,
  expressionsIn,
  holds,
  renderText,
} from './expression.ts';
export {
  type BlockFile,
  blockFile,
  type GuardrailRule,
  guardrailRule,
  type Parameter,
  type Probe,
  severity,
  variableName,
} from './format/block-file.ts';
export { BlockInvalid, blockFileName, type PlacedBlock, readBlock } from './format/read-block.ts';
export { type SchemaName, schemaAddress, schemaHint } from './format/schema-hint.ts';
export {
  type SecretSource,
  type StackFile,
  secretSource,
  stackFile,
  stackFileNames,
} from './format/stack-file.ts';
export { type Ejection, ejectionOf, includeFile, type PlainFile, staleInclude } from './hand-over.ts';
export { hostVariables } from './host-variables.ts';
export { namesUsed } from './names-used.ts';
export { plainConfig, plainDocuments, required, valuesOf, withDefault } from './plain-compose.ts';
export { settle } from './settle.ts';
export { blockDetails } from './shelf/details.ts';
export { listBlocks, originOf, referenceTo, summaryOf, summaryOfFound } from './shelf/summary.ts';
export type * from './stack-project.ts';
export { usedBlocks } from './used-blocks.ts';
