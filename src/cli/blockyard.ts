#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

declare const __BLOCKYARD_VERSION__: string;

const version = typeof __BLOCKYARD_VERSION__ === 'undefined' ? '0.0.0-source' : __BLOCKYARD_VERSION__;

// Hooks and scripts ask for the version often: nothing else is loaded for it.
const [first, ...rest] = process.argv.slice(2);
if (rest.length === 0 && (first === '--version' || first === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  enableCompileCache();
  const { main } = await import('./program.ts');
  await main(process.argv, version);
}
