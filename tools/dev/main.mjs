// @ts-check
import { bench } from './bench.mjs';
import { runBlockyard } from './blockyard.mjs';
import { DevError, say } from './run.mjs';
import { start } from './start.mjs';
import { test } from './test.mjs';

const help = `Blockyard from its clone. What is missing is set up first, and only that.

  ./dev start                  open the workbench: as an app where Electron can start, else in the browser
                               (--browser, --no-open, --port N: the browser mode)
  ./dev test                   lint, types, arrows, dead code, and all tests
  ./dev test <part> [filter]   one part of the tests: unit, shell, peers, engine or e2e
  ./dev blockyard …            the command line, built when its sources changed, in the folder you are in
  ./dev bench [name …]         measure against the engine itself and against peers
  ./dev help                   this text

On macOS and Windows: npm ci && npm start
`;

/** @type {Record<string, (args: string[]) => Promise<number> | number>} */
const commands = {
  start,
  test,
  blockyard: runBlockyard,
  bench,
  help: () => {
    process.stdout.write(help);
    return 0;
  },
};

const [name = 'help', ...args] = process.argv.slice(2);
const command = commands[['-h', '--help'].includes(name) ? 'help' : name];
if (!command) {
  say(`There is no ./dev ${name}.\n\n${help}`);
  process.exit(2);
}
try {
  process.exitCode = await command(args);
} catch (error) {
  if (!(error instanceof DevError)) throw error;
  say(`\n${error.message}`);
  process.exitCode = 1;
}
