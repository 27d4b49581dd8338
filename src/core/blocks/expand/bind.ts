import type { Where } from '../../../shared/index.ts';
import {
  didYouMean,
  isMap,
  type OverlayFile,
  setEntry,
  setPlace,
  type TreeMap,
} from '../../compose/index.ts';
import { forConsumer } from '../consumer.ts';
import { BlockInvalid, StackFileInvalid } from '../errors.ts';
import type { StackFile } from '../format/stack-file.ts';
import type { BoundVariable } from '../stack-project.ts';
import type { ExpandedMember } from './expanded.ts';
import { listed } from './members.ts';

/** A service that is bound to an instance. */
interface Bond {
  service: string;
  instance: ExpandedMember;
  prefix: string;
  where: Where;
}

/** What `bind:` adds to services: it goes below what they say themselves. */
export class Bonds {
  readonly #file: OverlayFile;
  readonly #bonds: Bond[] = [];

  constructor(file: OverlayFile) {
    this.#file = file;
  }

  /** Those of the stack file's services; `known` are all services of the project. */
  addServices(
    services: NonNullable<StackFile['services']>,
    instances: ReadonlyMap<string, ExpandedMember>,
    known: ReadonlySet<string>,
  ): void {
    for (const [service, { bind = [] }] of Object.entries(services)) {
      if (bind.length > 0 && !known.has(service)) {
        const remedy =
          didYouMean(service, known) ?? 'Give it an `image` or a `build`, or bind a service that there is.';
        const where = this.#file.whereKey(['services', service]);
        this.#file.report(
          new StackFileInvalid(`There is no service "${service}" to bind.`, { where, remedy }),
        );
        continue;
      }
      bind.forEach((entry, index) => {
        const { block: name, prefix = '' } = typeof entry === 'string' ? { block: entry } : entry;
        const where = this.#file.where(['services', service, 'bind', index]);
        const instance = instances.get(name);
        if (instance) this.#bonds.push({ service, instance, prefix, where });
        else {
          const names = [...instances.keys()];
          const remedy = didYouMean(name, names) ?? listed('There is', names);
          const message = `services.${service}.bind: there is no block "${name}".`;
          this.#file.report(new StackFileInvalid(message, { where, remedy }));
        }
      });
    }
  }

  /** Those of a block's own services to what it uses. */
  addMember({ member, parts }: ExpandedMember, instances: ReadonlyMap<string, ExpandedMember>): void {
    const { definition, places } = member.block;
    for (const { name: part, kind, service, definition: own } of parts)
      for (const [index, name] of ((own.bind as string[] | undefined) ?? []).entries()) {
        const where = places.where([kind, part, 'bind', index]);
        const instance = instances.get(member.uses[name] ?? '');
        if (instance) this.#bonds.push({ service, instance, prefix: '', where });
        else if (!Object.hasOwn(definition.uses ?? {}, name)) {
          const names = Object.keys(definition.uses ?? {});
          const remedy = didYouMean(name, names) ?? listed('It uses', names);
          const message = `${kind}.${part}.bind: this block uses nothing that it calls "${name}".`;
          this.#file.report(new BlockInvalid(message, { where, remedy }));
        }
      }
  }

  /** Service → instances. */
  bound(): Record<string, string[]> {
    const result: Record<string, string[]> = {};
    for (const { service, instance } of this.#bonds) {
      result[service] ??= [];
      if (!result[service].includes(instance.member.name)) result[service].push(instance.member.name);
    }
    return result;
  }

  /** Service → variables, in both forms. */
  variables(): Record<string, BoundVariable[]> {
    const result: Record<string, BoundVariable[]> = {};
    for (const { service, instance, prefix } of this.#bonds) {
      result[service] ??= [];
      for (const { name, inside, host } of instance.instance.bindings)
        result[service].push({
          name: `${prefix}${name}`,
          instance: instance.member.name,
          inside: forConsumer(inside, service),
          host: forConsumer(host, service),
        });
    }
    return result;
  }

  /** `services:` with variables and what is waited for. */
  document(): TreeMap {
    const services: TreeMap = {};
    const givers = new Map<string, string>();
    for (const bond of this.#bonds) {
      if (!isMap(services[bond.service])) setEntry(services, bond.service, {});
      const tree = services[bond.service] as TreeMap;
      this.#addVariables(tree, bond, givers);
      this.#addGates(tree, bond);
      if (bond.instance.needsWayToHost) tree['extra_hosts'] = ['host.docker.internal:host-gateway'];
    }
    return Object.keys(services).length === 0 ? {} : { services };
  }

  #addVariables(
    tree: TreeMap,
    { service, instance, prefix, where }: Bond,
    givers: Map<string, string>,
  ): void {
    const variables = within(tree, 'environment', where);
    const { name: giver } = instance.member;
    for (const { name, inside } of instance.instance.bindings) {
      const variable = `${prefix}${name}`;
      const other = givers.get(`${service}\n${variable}`);
      if (other !== undefined && other !== giver) {
        const message = `services.${service}.bind: "${other}" and "${giver}" both give ${variable}.`;
        const remedy = `Write one of them with a prefix: \`{ block: ${giver}, prefix: ${giver.toUpperCase().replaceAll('-', '_')}_ }\`.`;
        this.#file.report(new StackFileInvalid(message, { where, remedy }));
        return;
      }
      givers.set(`${service}\n${variable}`, giver);
      setEntry(variables, variable, forConsumer(inside, service));
      setPlace(variables, variable, where);
    }
  }

  #addGates(tree: TreeMap, { service, instance, where }: Bond): void {
    for (const gate of instance.gates) {
      // A service of the block that is bound to another of its own.
      if (gate.service === service) continue;
      const dependencies = within(tree, 'depends_on', where);
      setEntry(dependencies, gate.service, { condition: gate.condition });
      setPlace(dependencies, gate.service, where);
    }
  }
}

function within(tree: TreeMap, key: string, where: Where): TreeMap {
  if (!isMap(tree[key])) {
    tree[key] = {};
    setPlace(tree, key, where);
  }
  return tree[key] as TreeMap;
}
