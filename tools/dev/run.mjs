// @ts-check
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { inCache, root } from './places.mjs';

/** A failure that is told to the person at the keyboard as it is, without a stack. */
export class DevError extends Error {}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Runs a command quietly: its output goes to a log in the cache and is shown when it fails.
 * @param {string} title what a person reads while it runs
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<string>} the output
 */
export async function runStep(title, command, args, options = {}) {
  const started = Date.now();
  say(`· ${title} …`);
  const { code, output } = await capture(command, args, options);
  const log = inCache('logs', `${title.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}.log`);
  createWriteStream(log).end(output);
  if (code !== 0) {
    const tail = output.trimEnd().split('\n').slice(-25).join('\n');
    throw new DevError(
      `${title} failed: ${command} ${args.join(' ')} ended with ${code}.\n${tail}\n(all of it: ${log})`,
    );
  }
  say(`  done in ${seconds(Date.now() - started)}`);
  return output;
}

/**
 * Runs a command to its end and collects what it says; never throws for an exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number}} [options]
 * @returns {Promise<{code: number, output: string}>}
 */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: needsShell(command),
      ...options,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 130 : 1), output }));
  });
}

/**
 * Runs a command with the terminal in its hands. Ctrl-C goes to it by way of the terminal, else from us; we wait for its
 * own end.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<number>} the exit code
 */
export function handOver(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', shell: needsShell(command), ...options });
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    const interrupt = process.stdin.isTTY ? () => {} : pass;
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', pass);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', pass);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/** @param {string} command */
export async function onPath(command) {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  const { code, output } = await capture(finder, [command]);
  return code === 0 ? output.split(/\r?\n/)[0] : undefined;
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** On Windows npm and its binaries are .cmd files, which only a shell starts. */
function needsShell(/** @type {string} */ command) {
  return process.platform === 'win32' && !/[\\/]|\.exe$/.test(command);
}
