export { findBlockFolders } from './find-block-folders.ts';
export type { LintFinding } from './lint/finding.ts';
export { isDenied, type LintReport, lintBlock } from './lint/lint.ts';
