export { type BrowserMode, firstWhere, startBrowserMode } from './browser-mode.ts';
export { type BuildBench, buildBench } from './build-bench.ts';
export { findAllNamed, nothingLeft, removeAllNamed } from './clean.ts';
export {
  blockyard,
  type CommandOptions,
  type CommandResult,
  type RunningCommand,
  startBlockyard,
  startCommand,
} from './cli.ts';
export { composeBinary } from './compose-binary.ts';
export { connectTo, createdContainer, runningContainer, type TestContainer } from './container.ts';
export { type TestCore, testCore, until } from './core.ts';
export { describeOnEachEngine, describeOnFirstEngine, engines, type TestEngine } from './engines.ts';
export { fixtureImage } from './fixture-image.ts';
export { type TemporaryFolder, temporaryFolder } from './folder.ts';
export { runPrefix, uniqueName } from './names.ts';
export {
  describeOnPrivateEngines,
  noPrivateEngine,
  type PrivateEngine,
  startPrivateEngine,
} from './private-engine.ts';
export { type TestProject, testProject } from './project.ts';
export { startRegistry, type TestRegistry } from './registry.ts';
export { slowStack } from './slow-stack.ts';
export { openTerminal, type Terminal } from './terminal.ts';
