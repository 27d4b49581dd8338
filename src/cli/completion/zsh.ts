import type { CommandWords, OptionWords } from './words.ts';

export function zshScript(commands: CommandWords[]): string {
  const functions = commands.map((command) => {
    const name = functionName(command.path);
    const options = command.options.flatMap(optionSpecs);
    const rest =
      command.children.length > 0
        ? [`'1: :${name}_commands'`, `'*:: :->below'`]
        : command.choices.length > 0
          ? [`'1: :(${command.choices.join(' ')})'`]
          : command.asks
            ? [`'*: :_blockyard_${command.asks}'`]
            : [`'*: :_files'`];
    const below =
      command.children.length === 0
        ? ''
        : `
  [[ $state == below ]] || return
  case $words[1] in
${command.children.map((child) => `    ${child.name}) ${functionName(`${command.path} ${child.name}`.trim())} ;;`).join('\n')}
  esac`;
    const list =
      command.children.length === 0
        ? ''
        : `
${name}_commands() {
  local -a commands=(
${command.children.map((child) => `    ${quote(`${child.name}:${child.description}`)}`).join('\n')}
  )
  _describe command commands
}
`;
    return `${name}() {
  local state line
  typeset -A opt_args
  _arguments -C ${[...options, ...rest].join(' \\\n    ')}${below}
}
${list}`;
  });
  return `#compdef blockyard
# zsh completion for blockyard
_blockyard_services() {
  local -a services=(\${(f)"$(blockyard __complete services 2>/dev/null)"})
  _describe service services
}
_blockyard_blocks() {
  local -a blocks=(\${(f)"$(blockyard __complete blocks 2>/dev/null)"})
  _describe block blocks
  _files -/
}
_blockyard_instances() {
  local -a instances=(\${(f)"$(blockyard __complete instances 2>/dev/null)"})
  _describe block instances
}
_blockyard_templates() {
  local -a templates=(\${(f)"$(blockyard __complete templates 2>/dev/null)"})
  _describe template templates
}
_blockyard_secrets() {
  local -a secrets=(\${(f)"$(blockyard __complete secrets 2>/dev/null)"})
  _describe secret secrets
}
${functions.join('\n')}
if [[ $funcstack[1] == _blockyard ]]; then _blockyard "$@"; else compdef _blockyard blockyard; fi
`;
}

function functionName(path: string): string {
  return ['_blockyard', ...path.split(' ').filter(Boolean)].join('_').replaceAll('-', '_');
}

function optionSpecs(option: OptionWords): string[] {
  const names = [option.short, option.long].filter((name): name is string => name !== undefined);
  const text = option.description.replace(/[[\]:\\]/g, '\\$&');
  const value = !option.value
    ? ''
    : option.choices.length > 0
      ? `:value:(${option.choices.join(' ')})`
      : option.path
        ? ':path:_files'
        : ':value: ';
  return names.map((name) => quote(`*${name}[${text}]${value}`));
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
