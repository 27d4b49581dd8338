import type { OverlayFile } from '../../compose/index.ts';
import { consumerMark, forConsumer } from '../consumer.ts';
import { type Scope, toCel } from '../expression.ts';
import type { BlockInstance, Endpoint } from '../stack-project.ts';
import { type Attachment, attachmentOf } from './attach.ts';
import { bindingsOf } from './bindings.ts';
import { attachedViews, endpointsOf, endpointViews } from './endpoints.ts';
import type { ExpandedMember } from './expanded.ts';
import type { Member } from './member.ts';
import { type Parameters, parametersOf } from './parameters.ts';
import type { StablePorts } from './ports.ts';
import { Renderer } from './renderer.ts';
import { partsOf, servicesOf } from './services.ts';

/** A member whose parameters are known, but not yet what it uses. */
export interface PreparedMember {
  member: Member;
  parameters: Parameters;
  attachment: Attachment | undefined;
  /** Parameters, `name` and `project`: what is known before anything of it is made. */
  scope: Scope;
}

export function prepareMember(member: Member, file: OverlayFile): PreparedMember {
  const attachment = attachmentOf(member, file);
  const parameters = parametersOf(member, attachment?.parameters, file);
  const values = Object.entries(parameters.values).map(([key, value]) => [key, toCel(value)]);
  const scope: Scope = { ...Object.fromEntries(values), name: member.name, project: file.projectName };
  return { member, parameters, attachment, scope };
}

/** What becomes of a member, once all that it uses has been expanded. */
export function expandMember(
  { member, parameters, attachment, scope }: PreparedMember,
  used: ReadonlyMap<string, ExpandedMember>,
  ports: StablePorts,
  file: OverlayFile,
): ExpandedMember {
  const { definition } = member.block;
  const plain = new Renderer(member, scope, file);
  const isAttached = member.use.at !== undefined;
  const parts = isAttached ? [] : partsOf(member, plain);
  const services = Object.fromEntries(parts.map(({ name, service }) => [name, service]));
  const early = new Renderer(member, { ...scope, service: services }, file);
  const endpoints = isAttached ? [] : endpointsOf(member, early, services, ports, file);
  const views = attachment ? attachedViews(member, attachment, early) : endpointViews(endpoints);
  const scopeOf = (form: 'inside' | 'host'): Scope => ({
    ...scope,
    service: services,
    endpoint: views[form],
    uses: Object.fromEntries(
      Object.entries(member.uses).map(([name, instance]) => [
        name,
        Object.fromEntries(
          (used.get(instance)?.instance.bindings ?? []).map((binding) => [
            binding.name,
            forConsumer(binding[form], member.name),
          ]),
        ),
      ]),
    ),
  });
  const rendererOf = (form: 'inside' | 'host', more: Scope = {}) =>
    new Renderer(member, { ...scopeOf(form), ...more }, file);
  const consumer = { consumer: consumerMark };
  const forms = { inside: rendererOf('inside', consumer), host: rendererOf('host', consumer) };
  const made = servicesOf(member, parts, endpoints, rendererOf('inside'), file);
  const isProduction = isAttached && member.use.production === true;
  const instance: BlockInstance = {
    name: member.name,
    block: member.block,
    with: parameters.values,
    services: parts.filter(({ kind }) => kind === 'services').map(({ service }) => service),
    jobs: parts.filter(({ kind }) => kind === 'jobs').map(({ service }) => service),
    volumes: made.volumes,
    endpoints: endpoints.map(({ part: _part, protocol: _protocol, ...endpoint }): Endpoint => endpoint),
    bindings: bindingsOf(definition, forms, isProduction),
    ...(isAttached && { attached: { production: isProduction } }),
    ...(member.usedBy !== undefined && { usedBy: member.usedBy }),
    uses: member.uses,
    where: file.where(member.path),
  };
  return {
    member,
    instance,
    parts,
    gates: made.gates,
    tree: made.tree,
    generated: parameters.generated,
    needsWayToHost: attachment?.onThisMachine ?? false,
  };
}
