import { eachService, type Rule } from '../rule.ts';

/** Commands that end well whatever came before. `$? -le 8` and more lets every usual failure pass. */
const endsWell =
  /(\|\||;|&&?)\s*(exit\s+0|true|:)\s*$|^\s*(exit\s+0|true|:)\s*$|\$\$?\?"?\s+-(le|lt)\s+([2-9]|\d\d+)\s*\]?\]?\s*$/;

export const probeCannotFail: Rule = {
  code: 'probe-cannot-fail',
  severity: 'warn',
  explanation: 'A probe that says “healthy” of a dead service is worse than none: everybody believes it.',
  check: eachService(function* ({ name, service: { healthcheck } }) {
    const [kind, ...words] = healthcheck?.test ?? [];
    const command = words.at(-1) ?? '';
    const isShell = kind === 'CMD-SHELL' || words.at(-2) === '-c' || words.length === 1;
    if (kind === undefined || kind === 'NONE' || !isShell || !endsWell.test(command)) return;
    yield {
      message: `The health check of ${name} never fails.`,
      remedy: 'Let it end with the exit code of what asks the service, or with `|| exit 1`.',
      path: ['services', name, 'healthcheck', 'test'],
    };
  }),
};
