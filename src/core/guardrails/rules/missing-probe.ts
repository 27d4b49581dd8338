import type { Service } from '../../compose/index.ts';
import { bringsProbe, isStore } from '../images.ts';
import { eachService, type Rule } from '../rule.ts';

export const missingProbe: Rule = {
  code: 'missing-probe',
  severity: 'warn',
  explanation:
    'Without a probe nobody knows when a service takes requests: whoever needs it starts too early, fails, and is started again, or waits for ever.',
  check: eachService(function* ({ name, service }, { services }) {
    if (probeOf(service) === 'own') return;
    const waiting = services.flatMap((other) => {
      const dependency = other.service.depends_on?.[name];
      return dependency ? [{ name: other.name, condition: dependency.condition }] : [];
    });
    const gated = waiting.find(({ condition }) => condition === 'service_healthy');
    const store = service.image !== undefined && isStore(service.image);
    const off = probeOf(service) === 'off';
    if (!off && service.image && bringsProbe(service.image)) return;
    const [first] = waiting.filter(({ condition }) => condition !== 'service_completed_successfully');
    if (!first || !(gated || store)) return;
    const why = off ? 'its health check is switched off' : 'it has no health check of its own here';
    yield {
      message: gated
        ? `${gated.name} waits until ${name} is healthy, and ${why}.`
        : `${first.name} starts as soon as ${name} runs, whether it answers or not: ${why}.`,
      remedy: `Give ${name} a \`healthcheck\` that fails when it does not answer, and let others wait for \`condition: service_healthy\`. A block brings its probe along.`,
      path: ['services', name],
    };
  }),
};

function probeOf(service: Service): 'own' | 'off' | 'none' {
  if (service['x-blockyard-probe'] !== undefined) return 'own';
  const { healthcheck } = service;
  if (!healthcheck) return 'none';
  if (healthcheck.disable || healthcheck.test?.[0] === 'NONE') return 'off';
  return healthcheck.test ? 'own' : 'none';
}
