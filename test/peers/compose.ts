import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { argumentsOf, type Case, variablesOf, workingDirectoryOf } from './cases.ts';

export type Answer = { kind: 'config'; config: unknown } | { kind: 'refused'; message: string };

/** What a real Compose makes of each case, by the case's name. It needs no engine for that. */
export async function askCompose(binary: string, all: Case[]): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  const waiting = [...all];
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) answers.set(one.name, await ask(binary, one));
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
  return answers;
}

function ask(binary: string, one: Case): Promise<Answer> {
  const args = [...argumentsOf(one), 'config', '--format', 'json'];
  const options = { cwd: workingDirectoryOf(one), env: variablesOf(one), maxBuffer: 16 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(binary, args, options, (error, stdout, stderr) => {
      resolve(
        error ? { kind: 'refused', message: stderr.trim() } : { kind: 'config', config: JSON.parse(stdout) },
      );
    });
  });
}
