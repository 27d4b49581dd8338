export { blockFoldersOf, findBlockFolders } from './find-block-folders.ts';
export { jsonSchemas } from './json-schemas.ts';
export type { LintFinding } from './lint/finding.ts';
export { isDenied, type LintReport, lintBlock } from './lint/lint.ts';
export { type NewBlock, newBlock } from './new/new-block.ts';
export type { BlockTestReport, CheckRow } from './test/report.ts';
export { type BlockTestRequest, testBlock } from './test/test-block.ts';
