import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '../program.ts';
import { completionScript } from './index.ts';

let folder: string;

/** A stand-in for the command: it only knows the services, a block, and a secret. */
const standIn = `#!/bin/sh
[ "$1 $2" = "__complete blocks" ] && echo postgres
[ "$1 $2" = "__complete secrets" ] && echo STRIPE_KEY
[ "$1 $2" = "__complete services" ] || exit 1
shift 2
case "$*" in
  "-f other.yaml") echo other ;;
  *) printf 'api\\nweb\\n' ;;
esac
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bytest-completion-'));
  writeFileSync(join(folder, 'blockyard'), standIn);
  chmodSync(join(folder, 'blockyard'), 0o755);
  for (const shell of ['bash', 'zsh', 'fish'] as const)
    writeFileSync(join(folder, shell), completionScript(shell, createProgram('1.0.0')));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function has(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'true']);
    return true;
  } catch {
    return false;
  }
}

async function run(shell: string, script: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(shell, ['-c', script], {
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}`, HOME: folder },
    cwd: folder,
  });
  return stdout.split('\n').filter(Boolean);
}

describe.runIf(has('bash'))('completion in bash', () => {
  /** What the shell offers for the last word. */
  function complete(...words: string[]): Promise<string[]> {
    const quoted = ['blockyard', ...words].map((word) => `'${word}'`).join(' ');
    return run(
      'bash',
      `source ./bash; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _blockyard; printf '%s\\n' "\${COMPREPLY[@]}"`,
    );
  }

  it('offers commands', async () => expect(await complete('st')).toEqual(['start', 'stop', 'stats']));
  it('offers the commands below a command', async () =>
    expect(await complete('trust', '')).toEqual(['show', 'give', 'revoke']));
  it('offers options of the command', async () =>
    expect(await complete('up', '--wa')).toEqual(['--wait', '--wait-timeout', '--watch']));
  it('offers the words of an option', async () =>
    expect(await complete('up', '--pull', 'm')).toEqual(['missing']));
  it('offers services', async () => expect(await complete('up', '-d', '')).toEqual(['api', 'web']));
  it('offers services of the files named before', async () =>
    expect(await complete('-f', 'other.yaml', 'logs', '')).toEqual(['other']));
  it('knows that an option has a value in one command and none in another', async () => {
    expect(await complete('logs', '-f', 'a')).toEqual(['api']);
    expect(await complete('up', '-f', 'zs')).toEqual(['zsh']);
  });
  it('offers blocks', async () => {
    expect(await complete('add', 'po')).toEqual(['postgres']);
    expect(await complete('block', 'test', 'po')).toEqual(['postgres']);
  });
  it('offers secrets', async () => expect(await complete('secrets', 'set', 'ST')).toEqual(['STRIPE_KEY']));
  it('offers shells', async () => expect(await complete('completion', 'f')).toEqual(['fish']));
});

describe.runIf(has('fish'))('completion in fish', () => {
  const complete = async (line: string) =>
    (await run('fish', `source ./fish; complete -C '${line}'`)).map((it) => it.split('\t')[0]);

  it('offers commands', async () =>
    expect((await complete('blockyard st')).sort()).toEqual(['start', 'stats', 'stop']));
  it('offers the commands below a command', async () =>
    expect((await complete('blockyard trust ')).sort()).toEqual(['give', 'revoke', 'show']));
  it('offers options of the command', async () =>
    expect((await complete('blockyard up --wa')).sort()).toEqual(['--wait', '--wait-timeout', '--watch']));
  it('offers the words of an option', async () =>
    expect(await complete('blockyard up --pull m')).toEqual(['missing']));
  it('offers services', async () => expect(await complete('blockyard up -d ')).toEqual(['api', 'web']));
  it('offers blocks', async () => expect(await complete('blockyard add po')).toEqual(['postgres']));
  it('offers secrets', async () =>
    expect(await complete('blockyard secrets get ST')).toEqual(['STRIPE_KEY']));
});

describe.runIf(has('zsh'))('completion in zsh', () => {
  /** A pseudo-terminal inside of zsh: presses tab and reads the line, where a single match is filled in. */
  async function filledIn(line: string): Promise<string> {
    const script = `
      zmodload zsh/zpty
      zpty -b shell "zsh -f -i"
      zpty -w shell "PS1=; PROMPT=; autoload -Uz compinit && compinit -u -d $HOME/dump; source $HOME/zsh; bindkey '^I' complete-word; show() { print -r -- \\"<\\$BUFFER>\\" > $HOME/line; zle kill-buffer; zle accept-line; }; zle -N show; bindkey '^X' show; : ready > $HOME/ready"
      until [[ -e $HOME/ready ]]; do zpty -r -t shell output || zselect -t 5 2>/dev/null; done
      rm -f $HOME/line
      zpty -n -w shell $'${line}\\t\\x18'
      until [[ -s $HOME/line ]]; do zpty -r -t shell output; zmodload zsh/zselect; zselect -t 5; done
      cat $HOME/line
      rm -f $HOME/ready
      zpty -d shell`;
    const [filled = ''] = await run('zsh', script);
    return filled;
  }

  it('is right by syntax', async () => expect(await run('zsh', 'zsh -n ./zsh')).toEqual([]));
  it('fills in a command', async () => expect(await filledIn('blockyard dow')).toBe('<blockyard down >'));
  it('fills in an option', async () =>
    expect(await filledIn('blockyard up --force')).toBe('<blockyard up --force-recreate >'));
  it('fills in a service', async () => expect(await filledIn('blockyard up ap')).toBe('<blockyard up api >'));
  it('fills in a block', async () =>
    expect(await filledIn('blockyard add po')).toBe('<blockyard add postgres >'));
  it('fills in a command below a command', async () =>
    expect(await filledIn('blockyard trust rev')).toBe('<blockyard trust revoke >'));
});
