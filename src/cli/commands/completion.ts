import { Argument, Command } from 'commander';

export function completionCommand(): Command {
  return new Command('completion')
    .description('print a script that completes commands, options and services in a shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      [
        '',
        'Load it at the start of a shell:',
        '  bash   source <(blockyard completion bash)',
        '  zsh    source <(blockyard completion zsh)',
        '  fish   blockyard completion fish | source',
      ].join('\n'),
    )
    .action(async (shell: 'bash' | 'zsh' | 'fish', _options: unknown, command: Command) => {
      const { completionScript } = await import('../completion/index.ts');
      let root = command;
      while (root.parent) root = root.parent;
      process.stdout.write(completionScript(shell, root));
    });
}
