import type { Probe } from '../../blocks/index.ts';
import type { Inspection } from './finding.ts';

/** Every service has a probe, and one that can fail. */
export function inspectProbes(inspection: Inspection): void {
  for (const { section, name, part } of inspection.parts()) {
    const path = [section, name, 'probe'];
    if (part.probe && 'exec' in part.probe) inspectExec(inspection, part.probe, path);
    if (section === 'jobs') {
      if (part.probe)
        inspection.tellKey(
          {
            code: 'probe-on-job',
            severity: 'warn',
            message: `Job ${name} has a probe that nobody looks at: it is done when it ends.`,
            remedy: 'Remove it.',
          },
          path,
        );
    } else if ('healthcheck' in part)
      inspection.tellKey(
        {
          code: 'probe-missing',
          severity: 'warn',
          message: `${name} has Compose's healthcheck, which \`block test\` cannot prove.`,
          remedy: 'Write it as `probe: { exec: … }`.',
        },
        [section, name, 'healthcheck'],
      );
    else if (!part.probe)
      inspection.tellKey(
        {
          code: 'probe-missing',
          severity: 'warn',
          message: `${name} has no probe: whoever is bound to it starts before it is ready.`,
          remedy: 'Add `probe: { exec | http | tcp: … }`. Images without a shell take http or tcp.',
        },
        [section, name],
      );
  }
}

function inspectExec(
  inspection: Inspection,
  { exec }: Extract<Probe, { exec: unknown }>,
  path: string[],
): void {
  const command = shellText(exec);
  const why = whyItCannotFail(command);
  if (why !== undefined)
    inspection.tell(
      {
        code: 'probe-cannot-fail',
        severity: 'deny',
        message: `This probe passes whether the service lives or not: ${why}.`,
        remedy: 'Let the exit code of the command that asks the service be the last one.',
      },
      [...path, 'exec'],
    );
  else if (/\bcurl\b/.test(command) && !/\s(-[a-zA-Z]*f[a-zA-Z]*|--fail\S*)(\s|$)/.test(command))
    inspection.tell(
      {
        code: 'probe-is-weak',
        severity: 'warn',
        message: 'curl passes on an answer of 500 as well.',
        remedy: 'Add `--fail`, or write `probe: { http: { port: …, path: … } }`.',
      },
      [...path, 'exec'],
    );
}

/** The command as a shell would see it. */
function shellText(exec: string | readonly string[]): string {
  if (typeof exec === 'string') return exec;
  const [program = '', flag = '', text = ''] = exec;
  return /(^|\/)(ba|da|a|z)?sh$/.test(program) && /^-[a-z]*c$/.test(flag) ? text : exec.join(' ');
}

/** Commands that succeed whatever has happened before them, or whatever they are fed. */
const alwaysSucceed = [
  'true',
  ':',
  'echo',
  'printf',
  'cat',
  'tee',
  'head',
  'tail',
  'wc',
  'sort',
  'sleep',
  'date',
];

/**
 * Why a command's exit code is 0 whatever happens; undefined where it may be another. The exit code of a shell's
 * text is that of its last command: what stands after the last `;`, `|`, `||` or line end decides.
 */
export function whyItCannotFail(text: string): string | undefined {
  const commands = splitCommands(text);
  const last = commands.at(-1);
  if (!last) return 'it is empty';
  const [word = '', argument = ''] = last.words;
  const quoted = `\`${last.words.join(' ')}\``;
  if (/^(\[\[?|test)$/.test(word) && last.words.includes('$?')) {
    const comparison = /\$\? -(le|ge|lt|ne) (\d+)/.exec(last.words.join(' '));
    if (
      comparison &&
      !(comparison[1] === 'lt' && comparison[2] === '1') &&
      !(comparison[1] === 'le' && comparison[2] === '0')
    )
      return `${quoted} holds for the exit codes of failures too`;
  }
  const succeeds = alwaysSucceed.includes(word) || (word === 'exit' && argument === '0');
  if (!succeeds) return undefined;
  // What comes after `&&` is only reached when what is before it has succeeded.
  if (last.after === '&&')
    return whyItCannotFail(
      commands
        .slice(0, -1)
        .map(({ after, words }) => `${after} ${words.join(' ')}`)
        .join(' '),
    );
  return commands.length === 1 ? `${quoted} asks nobody` : `it ends with ${last.after} ${quoted}`;
}

interface Command {
  /** What separates it from the one before: `;`, `|`, `||`, `&&`; empty for the first. */
  after: string;
  words: string[];
}

/** Splits a shell's text at what separates commands, outside of quotes. */
function splitCommands(text: string): Command[] {
  const tokens =
    text.match(/"(?:\\.|[^"\\])*"|'[^']*'|\$\([^)]*\)|\|\||&&|[|;\n]|(?:\\.|[^\s"'|;&\n])+|&/g) ?? [];
  const commands: Command[] = [{ after: '', words: [] }];
  for (const token of tokens) {
    if (['|', '||', '&&', ';', '\n', '&'].includes(token))
      commands.push({ after: token === '\n' ? ';' : token, words: [] });
    else commands.at(-1)?.words.push(token);
  }
  return commands.filter(({ words }) => words.length > 0);
}
