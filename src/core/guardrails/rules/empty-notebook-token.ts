import { isNotebook } from '../images.ts';
import { eachService, type Rule } from '../rule.ts';
import { hasVariable } from '../written-value.ts';

const emptyOption = /--(?:Notebook|Server|Identity|Lab)\w*\.token=(?:''|""|\s|$)/;
const emptyPassword = /--(?:Notebook|Server)\w*\.password=(?:''|""|\s|$)/;

export const emptyNotebookToken: Rule = {
  code: 'empty-notebook-token',
  severity: 'deny',
  explanation:
    'A notebook server without a token runs the code of whoever reaches its port, and every web page that you open can try to.',
  check: eachService(function* ({ name, service }, stack) {
    const command = [...(service.entrypoint ?? []), ...(service.command ?? [])].join(' ');
    const token = service.environment?.['JUPYTER_TOKEN'];
    const known =
      (service.image !== undefined && isNotebook(service.image)) ||
      /\bjupyter\b|start-notebook/.test(command);
    if (!known) return;
    const byOption = emptyOption.test(command) && !hasPassword(command);
    // A secret that is still missing is empty too; whoever starts it is asked for it.
    const isEmpty =
      token === '' && !hasVariable(stack.written(['services', name, 'environment', 'JUPYTER_TOKEN']));
    if (!isEmpty && !byOption) return;
    yield {
      message: `${name} is a notebook server with an empty token.`,
      remedy: byOption
        ? 'Take the option with the empty token out of the command: Jupyter then makes a token by itself and prints it.'
        : 'Set JUPYTER_TOKEN to `${secret:JUPYTER_TOKEN}`, or leave it out: Jupyter then makes a token by itself and prints it.',
      path: byOption ? ['services', name, 'command'] : ['services', name, 'environment', 'JUPYTER_TOKEN'],
      ...(!byOption && {
        fix: {
          text: `Takes the empty JUPYTER_TOKEN from ${name}: Jupyter makes a token and prints it in its log.`,
          edits: [{ kind: 'reset', path: ['services', name, 'environment', 'JUPYTER_TOKEN'] }],
        },
      }),
    };
  }),
};

function hasPassword(command: string): boolean {
  return /--(?:Notebook|Server)\w*\.password=/.test(command) && !emptyPassword.test(command);
}
