import { didYouMean } from '../../compose/index.ts';
import type { Inspection, Path } from './finding.ts';

/** What is named must be there: services, jobs, uses, parameters, bindings, endpoints. */
export function inspectReferences(inspection: Inspection): void {
  const { definition } = inspection;
  const names = {
    service: Object.keys(definition.services),
    part: inspection.parts().map(({ name }) => name),
    use: Object.keys(definition.uses ?? {}),
    parameter: Object.keys(definition.parameters ?? {}),
    binding: Object.keys(definition.bindings ?? {}),
  };
  const words = {
    service: 'service',
    part: 'service or job',
    use: 'entry of `uses`',
    parameter: 'parameter',
    binding: 'binding',
  };
  const require = (kind: keyof typeof names, name: string | undefined, path: Path, isKey = false) => {
    if (name === undefined || names[kind].includes(name)) return;
    const there = names[kind].length === 0 ? 'There is none.' : `There is: ${names[kind].join(', ')}.`;
    const finding = {
      code: 'name-unknown',
      severity: 'deny' as const,
      message: `There is no ${words[kind]} "${name}" in this block.`,
      remedy: didYouMean(name, names[kind]) ?? there,
    };
    isKey ? inspection.tellKey(finding, path) : inspection.tell(finding, path);
  };
  const main = 'main';

  for (const { section, name, part } of inspection.parts())
    for (const [index, use] of (part.bind ?? []).entries())
      require('use', use, [section, name, 'bind', index]);
  for (const { section, name, part } of inspection.parts()) {
    const needs = part['depends_on'];
    const isList = Array.isArray(needs);
    for (const [key, other] of (isList ? needs : Object.keys(needs ?? {})).entries())
      require('part', String(other), [section, name, 'depends_on', isList ? key : other], !isList);
  }
  for (const [name, job] of Object.entries(definition.jobs ?? {})) {
    if (Object.hasOwn(definition.services, name))
      inspection.tellKey(
        {
          code: 'name-twice',
          severity: 'deny',
          message: `"${name}" is a service and a job.`,
          remedy: 'Call one of them something else.',
        },
        ['jobs', name],
      );
    for (const [index, other] of (job.after ?? []).entries())
      require('part', other, ['jobs', name, 'after', index]);
  }
  for (const section of ['files', 'volumes'] as const)
    for (const [name, { mount }] of Object.entries(definition[section] ?? {}))
      for (const part of Object.keys(mount)) require('part', part, [section, name, 'mount', part], true);
  for (const [name, endpoint] of Object.entries(definition.endpoints ?? {}))
    require('service', endpoint.service ?? main, [
      'endpoints',
      name,
      ...(endpoint.service ? ['service'] : []),
    ], !endpoint.service);
  for (const [side, command] of Object.entries({ dump: definition.data?.dump, load: definition.data?.load }))
    if (command) require('service', command.service ?? main, ['data', side, 'service']);
  for (const key of ['user', 'password', 'path', 'query'] as const)
    require('parameter', definition.attach?.[key], ['attach', key]);
  if (definition.attach && !definition.endpoints?.[main])
    inspection.tellKey(
      {
        code: 'name-unknown',
        severity: 'deny',
        message: '`attach` takes host and port into endpoint "main", and there is none.',
        remedy: 'Add endpoint `main`.',
      },
      ['attach'],
    );
  for (const [index, { parameter }] of (definition.upgrades ?? []).entries())
    require('parameter', parameter, ['upgrades', index, 'parameter']);
  for (const [index, { outputs = {} }] of (definition.production ?? []).entries())
    for (const name of Object.keys(outputs))
      require('binding', name, ['production', index, 'outputs', name], true);
}
