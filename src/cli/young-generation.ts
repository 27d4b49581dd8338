/** MiB of one of the two halves in which V8 keeps what is young; collecting it takes a few milliseconds. */
const option = '--max-semi-space-size=8';

/**
 * Keeps V8's young generation small in a process that runs for days. By itself it grows to 128 MiB while logs stream
 * through (every line lives for a moment), which is never given back and whose collection takes 50 ms. Node has an
 * option for this, and who starts us gives none: so the process becomes another one, with the same id, that has it.
 * Where that cannot be (Windows, Node before 22.15) it needs more memory.
 */
export function boundYoungGeneration(): void {
  const { argv, env, execArgv, execPath, platform } = process;
  if (platform === 'win32' || execArgv.includes(option) || !process.execve) return;
  process.execve(execPath, [execPath, option, ...execArgv, ...argv.slice(1)], env);
}
