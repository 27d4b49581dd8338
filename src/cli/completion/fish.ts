import type { CommandWords } from './words.ts';

export function fishScript(commands: CommandWords[]): string {
  const lines = commands.flatMap((command) => {
    const here = `-n ${quote(`__blockyard_at ${command.path}`.trim())}`;
    return [
      ...command.children.map(
        (child) => `complete -c blockyard -f ${here} -a ${child.name} -d ${quote(child.description)}`,
      ),
      ...command.options.map((option) =>
        [
          'complete -c blockyard',
          here,
          option.short && `-s ${option.short.slice(1)}`,
          option.long && `-l ${option.long.slice(2)}`,
          option.value && (option.path ? '-r -F' : '-x'),
          option.choices.length > 0 && `-a ${quote(option.choices.join(' '))}`,
          `-d ${quote(option.description)}`,
        ]
          .filter(Boolean)
          .join(' '),
      ),
      ...(command.asks
        ? // Blocks may be folders too.
          [
            `complete -c blockyard ${command.asks === 'blocks' ? '' : '-f '}${here} -a '(blockyard __complete ${command.asks} 2>/dev/null)'`,
          ]
        : []),
      ...(command.choices.length > 0
        ? [`complete -c blockyard -f ${here} -a ${quote(command.choices.join(' '))}`]
        : []),
    ];
  });
  const paths = commands.map((command) => command.path).filter(Boolean);
  return `# fish completion for blockyard
function __blockyard_at --description 'whether the command line has come to this command'
  set -l path
  for word in (commandline -opc)[2..-1]
    string match -q -- '-*' $word; and continue
    contains -- (string join ' ' $path $word) ${paths.map(quote).join(' ')}; and set -a path $word
  end
  test (string join ' ' $path) = (string join ' ' $argv)
end
${lines.join('\n')}
`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
