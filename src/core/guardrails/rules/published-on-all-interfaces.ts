import type { Port } from '../../compose/index.ts';
import { eachService, type Rule } from '../rule.ts';
import { hasVariable } from '../written-value.ts';

const everywhere = new Set([undefined, '', '0.0.0.0', '::', '[::]']);

export const publishedOnAllInterfaces: Rule = {
  code: 'published-on-all-interfaces',
  severity: 'warn',
  explanation:
    'Whoever is in the same network (a café’s, say) reaches this port, past most firewalls: engines open it in the system’s own filter.',
  check: eachService(function* ({ name, service: { ports = [] } }, stack) {
    const open = ports.filter(({ host_ip }) => everywhere.has(host_ip));
    if (open.length === 0) return;
    const shown = open.map(({ published, target }) => (published ? `${published}:${target}` : `${target}`));
    const path = ['services', name, 'ports', ports.indexOf(open[0] as Port)];
    // A port that a variable gives stays a variable: only its writer can add the address.
    const isComputed = ports.some((_, index) =>
      [[], ['published'], ['target']].some((key) =>
        hasVariable(stack.written(['services', name, 'ports', index, ...key])),
      ),
    );
    yield {
      message: `${name} is open to the whole network at ${shown.join(', ')}.`,
      remedy: `Publish on this machine alone: \`127.0.0.1:${shown[0]}\`.`,
      path,
      ...(!isComputed && {
        fix: {
          text: `Publishes ${shown.join(', ')} of ${name} on 127.0.0.1 alone.`,
          edits: [{ kind: 'replace', path: ['services', name, 'ports'], value: ports.map(onThisMachine) }],
        },
      }),
    };
  }),
};

function onThisMachine(port: Port): unknown {
  const { name, mode, host_ip, target, published, protocol, app_protocol } = port;
  const address = everywhere.has(host_ip) ? '127.0.0.1' : (host_ip ?? '');
  if (name === undefined && app_protocol === undefined && mode === 'ingress' && !address.includes(':'))
    return `${address}:${published ?? ''}:${target}${protocol === 'udp' ? '/udp' : ''}`;
  return { ...port, host_ip: address };
}
