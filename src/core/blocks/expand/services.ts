import { resolve } from 'node:path';
import {
  didYouMean,
  isMap,
  type OverlayFile,
  placeOf,
  setEntry,
  setPlace,
  type Tree,
  type TreeMap,
} from '../../compose/index.ts';
import { BlockInvalid } from '../errors.ts';
import type { BlockFile, Probe } from '../format/block-file.ts';
import type { PlacedEndpoint } from './endpoints.ts';
import type { Member } from './member.ts';
import type { Renderer } from './renderer.ts';

/** What waits for an instance waits for these. */
export interface Gate {
  service: string;
  condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
}

export interface MadeServices {
  /** `services`, `volumes` and `configs` in Compose's syntax. */
  tree: TreeMap;
  gates: Gate[];
  volumes: string[];
}

/** A service or job of a block that is made: its condition holds. */
export interface Part {
  name: string;
  kind: 'services' | 'jobs';
  /** In the stack. */
  service: string;
  definition: BlockFile['services'][string] & { after?: string[] | undefined; title?: string | undefined };
}

/** Which parts of a block there are, and what they are called in the stack. */
export function partsOf(member: Member, renderer: Renderer): Part[] {
  const { services, jobs = {} } = member.block.definition;
  const part =
    (kind: Part['kind']) =>
    ([name, definition]: [string, Part['definition']]) =>
      renderer.holds(definition.when as string | undefined, [kind, name, 'when'])
        ? [{ name, kind, service: name === 'main' ? member.name : `${member.name}-${name}`, definition }]
        : [];
  return [
    ...Object.entries(services).flatMap(part('services')),
    ...Object.entries(jobs as Record<string, Part['definition']>).flatMap(part('jobs')),
  ];
}

/** The services, volumes and files of a member. */
export function servicesOf(
  member: Member,
  parts: readonly Part[],
  endpoints: readonly PlacedEndpoint[],
  renderer: Renderer,
  file: OverlayFile,
): MadeServices {
  return new Maker(member, parts, endpoints, renderer, file).make();
}

/** `[A=1, B]` as a mapping, so that what comes from elsewhere can be put below it. */
function asMap(list: readonly Tree[]): TreeMap {
  const map: TreeMap = {};
  list.forEach((entry, index) => {
    const [name = '', value] = String(entry).split(/=(.*)/s);
    setEntry(map, name, value ?? null);
    setPlace(map, name, placeOf(list, index));
  });
  return map;
}

class Maker {
  readonly #member: Member;
  readonly #parts: readonly Part[];
  readonly #endpoints: readonly PlacedEndpoint[];
  readonly #renderer: Renderer;
  readonly #file: OverlayFile;
  readonly #services: TreeMap = {};
  readonly #volumes: TreeMap = {};
  readonly #configs: TreeMap = {};

  constructor(
    member: Member,
    parts: readonly Part[],
    endpoints: readonly PlacedEndpoint[],
    renderer: Renderer,
    file: OverlayFile,
  ) {
    this.#member = member;
    this.#parts = parts;
    this.#endpoints = endpoints;
    this.#renderer = renderer;
    this.#file = file;
  }

  make(): MadeServices {
    const where = this.#file.where(this.#member.path);
    for (const part of this.#parts) {
      setEntry(this.#services, part.service, this.#service(part));
      setPlace(this.#services, part.service, where);
    }
    this.#addVolumes();
    this.#addFiles();
    for (const part of this.#parts) this.#addDependencies(part);
    const tree: TreeMap = {};
    for (const [key, section] of [
      ['services', this.#services],
      ['volumes', this.#volumes],
      ['configs', this.#configs],
    ] as const)
      if (Object.keys(section).length > 0) {
        tree[key] = section;
        setPlace(tree, key, where);
      }
    return { tree, gates: this.#parts.map((part) => this.#gate(part)), volumes: Object.keys(this.#volumes) };
  }

  #service({ name, kind, definition, service }: Part): TreeMap {
    const {
      when: _when,
      probe,
      bind: _bind,
      after: _after,
      title: _title,
      depends_on: _,
      ...own
    } = definition;
    const path = [kind, name];
    const tree = this.#renderer.tree(own, path) as TreeMap;
    this.#pointToParts(tree, path);
    if (Array.isArray(tree['environment'])) tree['environment'] = asMap(tree['environment']);
    this.#buildFromBlock(tree);
    if (probe) this.#addProbe(tree, probe, [...path, 'probe']);
    for (const endpoint of this.#endpoints)
      if (endpoint.service === service && endpoint.published !== undefined)
        this.#append(tree, 'ports', {
          target: endpoint.port,
          published: String(endpoint.published),
          host_ip: '127.0.0.1',
          protocol: endpoint.protocol,
        });
    return tree;
  }

  /** `network_mode: service:main` means the block's own. */
  #pointToParts(tree: TreeMap, path: readonly string[]): void {
    for (const key of ['network_mode', 'ipc', 'pid']) {
      const part = typeof tree[key] === 'string' ? /^service:(.*)$/s.exec(tree[key])?.[1] : undefined;
      if (part === undefined) continue;
      const service = this.#nameOf(part, [...path, key]);
      if (service !== undefined) tree[key] = `service:${service}`;
    }
  }

  /** What a block builds lies in its own folder. */
  #buildFromBlock(tree: TreeMap): void {
    const { build } = tree;
    const { folder } = this.#member.block;
    if (typeof build === 'string') tree['build'] = resolve(folder, build);
    else if (isMap(build)) {
      const { context } = build;
      if (context === undefined || (typeof context === 'string' && !/^[a-z+]+:\/\/|^git@/.test(context)))
        build['context'] = resolve(folder, context ?? '.');
    }
  }

  #addProbe(tree: TreeMap, probe: Probe, path: readonly string[]): void {
    const { interval, timeout, retries, start_period } = probe;
    const timing = Object.fromEntries(
      Object.entries({ interval, timeout, retries, start_period }).filter(([, value]) => value !== undefined),
    ) as TreeMap;
    const where = this.#member.block.places.where(path);
    if ('exec' in probe) {
      const test = this.#renderer.tree(probe.exec, [...path, 'exec']);
      tree['healthcheck'] = {
        test: Array.isArray(test)
          ? ['CMD', ...test.map((word) => (typeof word === 'number' ? String(word) : word))]
          : test,
        ...timing,
      };
      setPlace(tree['healthcheck'], 'test', where);
      setPlace(tree, 'healthcheck', where);
      return;
    }
    const kind = 'http' in probe ? 'http' : 'tcp';
    const asked = 'http' in probe ? probe.http : probe.tcp;
    const port = this.#renderer.port(asked.port, [...path, kind, 'port']);
    if (port === undefined) return;
    const { path: at, status } = 'http' in probe ? probe.http : {};
    tree['x-blockyard-probe'] = {
      [kind]: {
        port,
        ...(at !== undefined && { path: this.#renderer.text(at, [...path, kind, 'path']) }),
        ...(status !== undefined && { status }),
      },
      ...timing,
    };
    setPlace(tree, 'x-blockyard-probe', where);
  }

  #addVolumes(): void {
    for (const [name, { mount, when }] of Object.entries(this.#member.block.definition.volumes ?? {})) {
      const path = ['volumes', name];
      if (!this.#renderer.holds(when, [...path, 'when'])) continue;
      const volume = `${this.#member.name}-${name}`;
      let isUsed = false;
      for (const [part, target] of Object.entries(mount)) {
        const tree = this.#treeOf(part, [...path, 'mount', part]);
        if (!tree) continue;
        isUsed = true;
        const at = this.#renderer.text(target, [...path, 'mount', part]);
        this.#append(tree, 'volumes', { type: 'volume', source: volume, target: at });
      }
      if (isUsed) setEntry(this.#volumes, volume, {});
    }
  }

  #addFiles(): void {
    for (const [name, entry] of Object.entries(this.#member.block.definition.files ?? {})) {
      const path = ['files', name];
      if (!this.#renderer.holds(entry.when, [...path, 'when'])) continue;
      const config = `${this.#member.name}-${name.replaceAll(/[^A-Za-z0-9._-]/g, '-')}`;
      const content = this.#contentOf(entry, path);
      if (content === undefined) continue;
      let isUsed = false;
      for (const [part, target] of Object.entries(entry.mount)) {
        const tree = this.#treeOf(part, [...path, 'mount', part]);
        if (!tree) continue;
        isUsed = true;
        const at = this.#renderer.text(target, [...path, 'mount', part]);
        const { mode } = entry;
        this.#append(tree, 'configs', { source: config, target: at, ...(mode !== undefined && { mode }) });
      }
      if (isUsed) setEntry(this.#configs, config, { content });
    }
  }

  #contentOf(
    { content, from, template }: NonNullable<BlockFile['files']>[string],
    path: readonly string[],
  ): string | undefined {
    if (content !== undefined) return this.#renderer.text(content, [...path, 'content']);
    const text = from === undefined ? undefined : this.#member.texts.get(from);
    if (text !== undefined) return template ? this.#renderer.text(text, [...path, 'from']) : text;
    if (from === undefined)
      this.#report(`${path.join('.')} has neither \`content\` nor \`from\`.`, path, 'Add one of them.');
    return undefined;
  }

  #addDependencies(part: Part): void {
    const tree = this.#services[part.service];
    if (!isMap(tree)) return;
    const needs = new Map<string, TreeMap>();
    const own = part.definition['depends_on'] as unknown;
    const path = [part.kind, part.name, 'depends_on'];
    const asked: [string, unknown][] = Array.isArray(own)
      ? own.map((name): [string, unknown] => [String(name), undefined])
      : Object.entries((own ?? {}) as object);
    for (const [name, rule] of asked) {
      const service = this.#nameOf(name, path);
      if (service === undefined) continue;
      const other = this.#parts.find((it) => it.name === name);
      const usual = other ? this.#gate(other).condition : 'service_started';
      needs.set(
        service,
        typeof rule === 'object' && rule !== null ? (rule as TreeMap) : { condition: usual },
      );
    }
    if (part.kind === 'jobs')
      for (const other of this.#before(part)) {
        const gate = this.#gate(other);
        if (!needs.has(gate.service)) needs.set(gate.service, { condition: gate.condition });
      }
    if (needs.size > 0) tree['depends_on'] = Object.fromEntries(needs);
  }

  /** What a job comes after: as it says, else all services that do not wait for it themselves. */
  #before(job: Part): Part[] {
    const { after } = job.definition;
    if (after)
      return after.flatMap((name, index) => {
        this.#nameOf(name, ['jobs', job.name, 'after', index]);
        return this.#parts.filter((part) => part.name === name);
      });
    return this.#parts.filter((part) => part.kind === 'services' && !this.#waitsFor(part, job, new Set()));
  }

  #waitsFor(part: Part, job: Part, seen: Set<string>): boolean {
    if (seen.has(part.name)) return false;
    seen.add(part.name);
    const own = part.definition['depends_on'] as unknown;
    const names = Array.isArray(own) ? own.map(String) : Object.keys((own ?? {}) as object);
    return names.some((name) => {
      if (name === job.name) return true;
      const next = this.#parts.find((it) => it.name === name);
      return next !== undefined && this.#waitsFor(next, job, seen);
    });
  }

  #gate({ kind, service, definition }: Part): Gate {
    if (kind === 'jobs') return { service, condition: 'service_completed_successfully' };
    const isProbed = definition.probe !== undefined || definition['healthcheck'] !== undefined;
    return { service, condition: isProbed ? 'service_healthy' : 'service_started' };
  }

  #treeOf(part: string, path: readonly (string | number)[]): TreeMap | undefined {
    const service = this.#nameOf(part, path);
    const tree = service === undefined ? undefined : this.#services[service];
    return isMap(tree) ? tree : undefined;
  }

  /** The stack's name for a part; undefined for one that is left out, and one that is not there, which is reported. */
  #nameOf(part: string, path: readonly (string | number)[]): string | undefined {
    const found = this.#parts.find(({ name }) => name === part);
    if (found) return found.service;
    const { services, jobs = {} } = this.#member.block.definition;
    const names = [...Object.keys(services), ...Object.keys(jobs)];
    if (!names.includes(part))
      this.#report(
        `${path.slice(0, -1).join('.')}: there is no service or job "${part}" in this block.`,
        path,
        didYouMean(part, names) ?? `There is: ${names.join(', ')}.`,
      );
    return undefined;
  }

  #report(message: string, path: readonly (string | number)[], remedy: string): void {
    const where = this.#member.block.places.where(path);
    this.#file.report(new BlockInvalid(message, { where, remedy }));
  }

  #append(tree: TreeMap, key: string, entry: Tree): void {
    const list = tree[key];
    const where = this.#file.where(this.#member.path);
    if (Array.isArray(list)) {
      setPlace(list, list.length, where);
      list.push(entry);
      return;
    }
    if (list !== undefined) return;
    const made: Tree[] = [entry];
    setPlace(made, 0, where);
    tree[key] = made;
    setPlace(tree, key, where);
  }
}
