import type { InstanceView } from '../../shared/contract/index.ts';
import { BlockyardError } from '../../shared/index.ts';
import {
  type BlockInstance,
  type Endpoint,
  forConsumer,
  listBlocks,
  type StackProject,
  summaryOf,
} from '../blocks/index.ts';
import { openCatalogues } from '../catalogues/index.ts';
import { mask } from '../masking/index.ts';
import { FilesNotOpened } from '../projects/index.ts';
import { Feed, type FeedSource } from './feed.ts';
import type { StacksOptions } from './sources.ts';

export interface BindingWish {
  instance: string;
  binding: string;
  /** As a container of the stack reaches it, or as a process on this machine does. */
  form: 'inside' | 'host';
}

/** The blocks in the known projects' stacks, as views show them. Secrets are masked; one is shown when it is asked for. */
export class StackInstances {
  readonly #options: StacksOptions;
  readonly #catalogues;
  readonly #feeds = new Map<string, Feed<InstanceView[]>>();

  constructor(options: StacksOptions) {
    this.#options = options;
    const { environment, store } = options;
    this.#catalogues = openCatalogues({ folder: store.folder, environment });
  }

  async *follow(id: string, signal: AbortSignal): AsyncGenerator<InstanceView[], void> {
    await this.#options.projects.get(id);
    let feed = this.#feeds.get(id);
    if (!feed) {
      feed = new Feed(this.#source(id));
      this.#feeds.set(id, feed);
    }
    yield* feed.follow(signal);
  }

  /** The value of a binding as a consumer gets it. Throws `block-not-found`, or `secret-missing` when nobody gave it. */
  async reveal(id: string, { instance, binding, form }: BindingWish): Promise<string> {
    const { projects } = this.#options;
    const { kind, name, folder } = await projects.get(id);
    if (kind === 'seen') throw new FilesNotOpened('blocks', name, folder);
    const { instances, missingSecrets } = await projects.load(id);
    const found = instances.find((it) => it.name === instance)?.bindings.find((it) => it.name === binding);
    if (!found)
      throw new BlockyardError(
        'block-not-found',
        `The stack has no block ${instance} that gives ${binding}.`,
        {
          remedy: 'Its files changed meanwhile. Look again.',
        },
      );
    const missing = missingSecrets.find(({ neededBy }) => neededBy.includes(instance));
    if (found.secret && found[form] === '' && missing)
      throw new BlockyardError('secret-missing', `${binding} needs the secret ${missing.name}.`, {
        remedy: missing.remedy,
      });
    return shown(found[form]);
  }

  #source(id: string): FeedSource<InstanceView[]> {
    return {
      compose: async () => {
        const { project } = await this.#options.projects.look(id);
        return project ? await this.#viewsOf(project) : [];
      },
      listen: (changed) => {
        const stop = this.#options.projects.onChange(changed);
        changed();
        return stop;
      },
    };
  }

  async #viewsOf(project: StackProject): Promise<InstanceView[]> {
    if (project.instances.length === 0) return [];
    const newest = await this.#newest(project.workingDirectory);
    return await Promise.all(project.instances.map((it) => viewOf(it, project, newest)));
  }

  /** Block of a catalogue → its newest version. Without its catalogues a stack is shown all the same. */
  async #newest(folder: string): Promise<ReadonlyMap<string, string>> {
    const { compare } = await import('semver');
    const newest = new Map<string, string>();
    try {
      for (const { name, origin, version } of await listBlocks(this.#catalogues, folder)) {
        const key = keyOf(origin, name);
        const known = newest.get(key);
        if (known === undefined || compare(version, known) > 0) newest.set(key, version);
      }
    } catch {
      // What is wrong with a catalogue is told by the catalogue's own view.
    }
    return newest;
  }
}

async function viewOf(
  instance: BlockInstance,
  project: StackProject,
  newest: ReadonlyMap<string, string>,
): Promise<InstanceView> {
  const { attached, block, jobs, name, services, usedBy, where } = instance;
  const { definition, origin } = block;
  const version = newest.get(keyOf(origin, definition.block));
  const { reference = definition.block } = referenceOf(project, name);
  return {
    ...{ name, services, jobs },
    block: await summaryOf(block, reference),
    endpoints: instance.endpoints.map(endpointOf),
    bindings: instance.bindings.map(({ name, inside, host, secret, description }) => ({
      ...{ name, secret },
      ...(secret ? { inside: mask, host: mask } : { inside: shown(inside), host: shown(host) }),
      ...(description !== undefined && { description }),
    })),
    consumers: Object.keys(project.bound).filter((service) => project.bound[service]?.includes(name)),
    ...(attached && { attached }),
    ...(usedBy !== undefined && { usedBy }),
    ...(version !== undefined && version !== definition.version && { newer: version }),
    ...(where && { where }),
  };
}

/** Where a value names its consumer, any one of them. */
function shown(value: string): string {
  return forConsumer(value, 'SERVICE');
}

/** As the stack file calls its block; what another block uses is not in it. */
function referenceOf({ stackFile }: StackProject, instance: string): { reference?: string } {
  const block = stackFile?.content.blocks?.[instance]?.block;
  return block === undefined ? {} : { reference: block };
}

function endpointOf({ name, open, path, port, published, scheme, service, title }: Endpoint) {
  const address = published === undefined ? `${service}:${port}` : `127.0.0.1:${published}`;
  return {
    ...{ name, title, address },
    ...(published !== undefined && scheme !== undefined && { url: `${scheme}://${address}${path}` }),
    open: open && published !== undefined,
  };
}

function keyOf(origin: { kind: string; name?: string }, block: string): string {
  return JSON.stringify([origin.kind, origin.name, block]);
}
