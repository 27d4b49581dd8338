import { eachService, type Rule } from '../rule.ts';

export const engineSocketMounted: Rule = {
  code: 'engine-socket-mounted',
  severity: 'warn',
  explanation:
    'Whoever has the engine’s socket is root on the engine’s machine: a program that is broken into, or a package that it installs.',
  check: eachService(function* ({ name, service }) {
    const index = (service.volumes ?? []).findIndex(({ source = '' }) =>
      /(docker|podman|containerd)\.sock$/.test(source),
    );
    if (index < 0 && !service.use_api_socket) return;
    yield {
      message: `${name} has the engine’s socket.`,
      remedy: 'Do without it, or put a proxy between that lets only the few calls through that it needs.',
      path: index < 0 ? ['services', name, 'use_api_socket'] : ['services', name, 'volumes', index],
    };
  }),
};
