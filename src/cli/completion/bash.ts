import type { CommandWords } from './words.ts';

/** Works with bash 3.2 (macOS) and later; bash-completion is not needed. */
export function bashScript(commands: CommandWords[]): string {
  const cases = commands.map((command) => {
    const words = command.options.flatMap((option) => [option.long ?? option.short ?? '']);
    const next = [...command.children.map((child) => child.name), ...command.choices];
    return `    ${quote(command.path)}) options=${quote(words.join(' '))} next=${quote(next.join(' '))} asks=${command.asks ?? "''"} ;;`;
  });
  const paths = commands.filter((command) => command.path !== '').map((command) => quote(command.path));
  return `# bash completion for blockyard
_blockyard() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local path='' word skip=0 index options='' next='' asks=''
  local globals=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    if ((skip)); then skip=0; globals+=("$word"); continue; fi
    case "$path:$word" in
      ${commands.flatMap(valuePatterns).join('|')}) globals+=("$word"); skip=1 ;;
      *:-*) ;;
      *)
        case "\${path:+$path }$word" in
          ${paths.join('|')}) path="\${path:+$path }$word" ;;
        esac ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=()
  if ((skip)); then
    case "$path:$previous" in
${choiceCases(commands).join('\n')}
      *) COMPREPLY=($(compgen -f -- "$current")) ;;
    esac
    return
  fi
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
    return
  fi
  if [[ -n $asks ]]; then
    next="$next $("\${COMP_WORDS[0]}" __complete "$asks" "\${globals[@]}" 2>/dev/null)"
  fi
  COMPREPLY=($(compgen -W "$next" -- "$current"))
}
complete -o default -F _blockyard blockyard
`;
}

/** What an option means depends on the command: `logs -f` has no value, `up -f` has. */
function valuePatterns(command: CommandWords): string[] {
  return command.options
    .filter((option) => option.value)
    .flatMap((option) => [option.short, option.long])
    .filter((name) => name !== undefined)
    .map((name) => quote(`${command.path}:${name}`));
}

function choiceCases(commands: CommandWords[]): string[] {
  return commands.flatMap((command) =>
    command.options
      .filter((option) => option.choices.length > 0 && option.long !== undefined)
      .map(
        (option) =>
          `      ${quote(`${command.path}:${option.long}`)}) COMPREPLY=($(compgen -W ${quote(option.choices.join(' '))} -- "$current")) ;;`,
      ),
  );
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
