import type { Where } from '../../../shared/index.ts';
import type { Catalogues } from '../../catalogues/index.ts';
import {
  cloneTree,
  copyMap,
  didYouMean,
  isMap,
  type OverlayDocument,
  type OverlayDocuments,
  type OverlayFile,
  setEntry,
  type TreeMap,
} from '../../compose/index.ts';
import type { SecretNeed } from '../../secrets/index.ts';
import { StackFileInvalid } from '../errors.ts';
import { type StackFile, stackFile } from '../format/stack-file.ts';
import { placeholder } from '../placeholder.ts';
import type { BlockInstance, BoundVariable, PlainParts, StackProject } from '../stack-project.ts';
import { Bonds } from './bind.ts';
import { takeWishedPorts } from './endpoints.ts';
import { expandMember, type PreparedMember, prepareMember } from './expand-member.ts';
import type { ExpandedMember } from './expanded.ts';
import { endless, withinTime } from './limit.ts';
import type { BlockUse, Member } from './member.ts';
import { findMembers, listed } from './members.ts';
import { madeByBlocks } from './plain.ts';
import { StablePorts } from './ports.ts';
import { Renderer } from './renderer.ts';

/** Sections of the stack file that are Compose's, and merged over compose.yaml. */
const composeKeys = ['name', 'services', 'networks', 'volumes', 'configs', 'secrets', 'models', 'include'];
/** Sections that are ours. */
const ownKeys = ['blocks', 'secret-sources', 'guardrails', 'checks', 'mirror', 'environments'];

/** What became of a `blockyard.yaml`. */
export interface Expansion {
  documents: OverlayDocuments;
  stackFile: NonNullable<StackProject['stackFile']>;
  instances: BlockInstance[];
  bound: Record<string, string[]>;
  boundVariables: Record<string, BoundVariable[]>;
  plain: PlainParts;
  secretNeeds: SecretNeed[];
}

/** Expands the blocks of a stack file. What is wrong is reported to the file, all of it. */
export async function expandStack(file: OverlayFile, catalogues: Catalogues): Promise<Expansion> {
  const content = file.check(stackFile, 'A stack file');
  reportUnknownKeys(file);
  const needs = new Needs();
  const tree = interpolated(file, needs);
  const empty = {
    documents: { under: [], over: [] },
    instances: [],
    bound: {},
    boundVariables: {},
    plain: { made: {}, own: {} },
    secretNeeds: [],
  };
  const placed = {
    path: file.path,
    content: content ?? {},
    where: (path: readonly (string | number)[]): Where => file.where(path),
  };
  if (!content) {
    file.markIncomplete();
    return { ...empty, stackFile: placed };
  }
  const uses = isMap(tree['blocks']) ? (tree['blocks'] as unknown as Record<string, BlockUse>) : {};
  const members = await findMembers(uses, file, catalogues);
  try {
    // Those that come with Blockyard are known to end, and a watch costs milliseconds.
    const areOurs = members.every(({ block }) => block.origin.kind === 'built-in');
    const expanded = areOurs ? expandAll(members, file) : withinTime(() => expandAll(members, file));
    for (const { generated, member } of expanded.values())
      for (const [name, length] of generated) needs.addGenerated(name, length, member, file);
    return {
      ...merged(file, content, tree, expanded),
      stackFile: placed,
      instances: [...expanded.values()].map(({ instance }) => instance),
      secretNeeds: needs.all(),
    };
  } catch (thrown) {
    file.report(endless(thrown, { file: file.path }));
    return { ...empty, stackFile: placed };
  }
}

function reportUnknownKeys(file: OverlayFile): void {
  const known = [...composeKeys, ...ownKeys];
  for (const key of Object.keys(file.tree))
    if (!known.includes(key) && !key.startsWith('x-'))
      file.report(
        new StackFileInvalid(`${key} is not a key that a stack file has here.`, {
          where: file.whereKey([key]),
          remedy: didYouMean(key, known) ?? listed('There can be', known),
        }),
      );
}

/** The file's blocks and Compose sections with their variables replaced; the other sections are others' to read. */
function interpolated(file: OverlayFile, needs: Needs): TreeMap {
  const tree = pick(cloneTree(file.tree), ['blocks', ...composeKeys]);
  file.interpolate(tree, (expression, [section, owner], where) => {
    const name = /^secret:([A-Za-z_][A-Za-z0-9_.-]*)$/.exec(expression)?.[1];
    if (name === undefined) return undefined;
    needs.add(name, section === 'blocks' || section === 'services' ? owner : undefined, where);
    return placeholder(name);
  });
  return tree;
}

function expandAll(members: readonly Member[], file: OverlayFile): Map<string, ExpandedMember> {
  const ports = new StablePorts(file.projectName);
  for (const member of members) takeWishedPorts(member, ports);
  const prepared = new Map<string, PreparedMember>();
  for (const member of members) {
    const user = member.usedBy === undefined ? undefined : prepared.get(member.usedBy);
    // The one that asked for it is left out itself.
    if (member.usedBy !== undefined && !user) continue;
    if (user && !isAskedFor(member, user, file)) continue;
    prepared.set(member.name, prepareMember(member, file));
  }
  const expanded = new Map<string, ExpandedMember>();
  const expand = (name: string, trail: readonly string[]): void => {
    const it = prepared.get(name);
    if (!it || expanded.has(name)) return;
    if (trail.includes(name)) {
      file.report(
        new StackFileInvalid(`These blocks use each other in a circle: ${[...trail, name].join(' → ')}.`, {
          where: file.where(it.member.path),
          remedy: 'Let one of them make its own: take it out of `uses`.',
        }),
      );
      return;
    }
    for (const [key, used] of Object.entries(it.member.uses))
      if (prepared.has(used)) expand(used, [...trail, name]);
      else delete it.member.uses[key];
    expanded.set(name, expandMember(it, expanded, ports, file));
  };
  for (const name of prepared.keys()) expand(name, []);
  return new Map(
    [...prepared.keys()].flatMap((name) => {
      const it = expanded.get(name);
      return it ? [[name, it] as const] : [];
    }),
  );
}

/** Whether the block that uses a member wants it with its parameters as they are; what it gives to it is carried out. */
function isAskedFor(member: Member, user: PreparedMember, file: OverlayFile): boolean {
  const [key] = Object.entries(user.member.uses).find(([, name]) => name === member.name) ?? [];
  if (key === undefined) return false;
  const renderer = new Renderer(user.member, user.scope, file);
  const path = ['uses', key];
  if (!renderer.holds(user.member.block.definition.uses?.[key]?.when, [...path, 'when'])) return false;
  const given = Object.entries(member.use.with ?? {}).map(([name, value]) => [
    name,
    renderer.tree(value, [...path, 'with', name]),
  ]);
  member.use = { ...member.use, with: Object.fromEntries(given) };
  return true;
}

function merged(
  file: OverlayFile,
  content: StackFile,
  tree: TreeMap,
  expanded: ReadonlyMap<string, ExpandedMember>,
): Pick<Expansion, 'documents' | 'bound' | 'boundVariables' | 'plain'> {
  const own = composePart(tree);
  const ownServices = isMap(own['services']) ? own['services'] : {};
  const composeServices = isMap(file.model['services']) ? file.model['services'] : {};
  const known = new Set(Object.keys(composeServices));
  for (const [name, service] of Object.entries(ownServices))
    if (
      isMap(service) &&
      ['image', 'build', 'extends', 'provider'].some((key) => Object.hasOwn(service, key))
    )
      known.add(name);
  for (const { instance } of expanded.values())
    for (const service of [...instance.services, ...instance.jobs]) {
      if (Object.hasOwn(composeServices, service))
        file.report(
          new StackFileInvalid(
            `The block "${instance.name}" makes a service "${service}", which a Compose file makes too.`,
            {
              where: instance.where,
              remedy: 'Rename the block, or take the service out of the Compose file.',
            },
          ),
        );
      known.add(service);
    }

  const bonds = new Bonds(file);
  const { services = {} } = content;
  bonds.addServices(services, expanded, known);
  const bound = bonds.bound();
  for (const it of expanded.values()) bonds.addMember(it, expanded);
  const under: OverlayDocument = { file: file.path, tree: bonds.document() };
  const over = [...expanded.values()].map(
    (it): OverlayDocument => ({ file: it.member.block.file, tree: it.tree }),
  );
  return {
    bound,
    boundVariables: bonds.variables(),
    plain: {
      made: madeByBlocks(
        under.tree,
        over.map((it) => it.tree),
        file.model,
      ),
      own: composePart(pick(file.tree, composeKeys)),
    },
    documents: { under: [under], over: [...over, { file: file.path, tree: own, resets: file.resets }] },
  };
}

/** The sections of these names, and `x-…`. */
function pick(tree: TreeMap, keys: readonly string[]): TreeMap {
  const result = copyMap(tree);
  for (const key of Object.keys(tree)) if (!keys.includes(key) && !key.startsWith('x-')) delete result[key];
  return result;
}

/** What Compose understands of the file. */
function composePart(tree: TreeMap): TreeMap {
  const part = copyMap(tree);
  delete part['blocks'];
  const { services } = part;
  if (isMap(services)) {
    const without = copyMap(services);
    for (const [name, service] of Object.entries(services)) {
      if (!isMap(service)) continue;
      const own = copyMap(service);
      delete own['bind'];
      // One that is only bound says nothing to Compose.
      if (Object.keys(own).length > 0) setEntry(without, name, own);
      else delete without[name];
    }
    part['services'] = without;
  }
  return part;
}

/** The secrets that the stack's files name, and who needs them. */
class Needs {
  readonly #needs = new Map<string, SecretNeed>();

  add(name: string, owner: string | undefined, where: Where | undefined): void {
    const need = this.#needs.get(name) ?? { name, neededBy: [], ...(where && { where }) };
    if (owner !== undefined && !need.neededBy.includes(owner)) need.neededBy.push(owner);
    this.#needs.set(name, need);
  }

  addGenerated(name: string, length: number, member: Member, file: OverlayFile): void {
    const where = file.where(member.path);
    this.#needs.set(name, { name, neededBy: [member.name], where, generate: length });
  }

  all(): SecretNeed[] {
    return [...this.#needs.values()];
  }
}
