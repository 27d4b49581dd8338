import type { GuardrailFinding, GuardrailsView } from '../../shared/contract/index.ts';
import type { StackProject } from '../blocks/index.ts';
import { openCatalogues } from '../catalogues/index.ts';
import {
  applyChange,
  checkStack,
  type ExceptionWish,
  type Finding,
  gatherFacts,
  guard,
  planException,
  planFixes,
} from '../guardrails/index.ts';
import { FilesNotOpened } from '../projects/index.ts';
import { Feed, type FeedSource } from './feed.ts';
import type { StacksOptions } from './sources.ts';

/** What the known projects break, as views show and mend it. */
export class StackGuardrails {
  readonly #options: StacksOptions;
  readonly #catalogues;
  readonly #feeds = new Map<string, Feed<GuardrailsView>>();

  constructor(options: StacksOptions) {
    this.#options = options;
    const { environment, store } = options;
    this.#catalogues = openCatalogues({ folder: store.folder, environment });
  }

  async *follow(id: string, signal: AbortSignal): AsyncGenerator<GuardrailsView, void> {
    await this.#options.projects.get(id);
    let feed = this.#feeds.get(id);
    if (!feed) {
      feed = new Feed(this.#source(id));
      this.#feeds.set(id, feed);
    }
    yield* feed.follow(signal);
  }

  /** What a project breaks with what is known of the engine now. */
  async check(project: StackProject): Promise<Finding[]> {
    const { state } = this.#options.live;
    const engineMemory = state.state === 'connected' ? state.machine?.memory : undefined;
    return await checkStack(
      project,
      await gatherFacts(project, { catalogues: this.#catalogues, engineMemory }),
    );
  }

  /** Throws `guardrail-denied` when what would start must not. */
  async require(project: StackProject): Promise<void> {
    if (project.stackFile) guard(project, await this.check(project));
  }

  /** Mends those of these ids that are there and can be mended, in blockyard.yaml. */
  async fix(id: string, ids: readonly string[]): Promise<void> {
    const { project, findings } = await this.#now(id);
    const chosen = findings.filter((finding) => ids.includes(finding.id));
    await applyChange(await planFixes(project, chosen), () => this.#options.projects.load(id));
  }

  async except(id: string, finding: string, wish: ExceptionWish): Promise<void> {
    const { project, findings } = await this.#now(id);
    const about = findings.find((it) => it.id === finding);
    await applyChange(await planException(project, about, wish), () => this.#options.projects.load(id));
  }

  async #now(id: string): Promise<{ project: StackProject; findings: Finding[] }> {
    const { projects } = this.#options;
    const { kind, name, folder } = await projects.get(id);
    if (kind === 'seen') throw new FilesNotOpened('guardrails', name, folder);
    const project = await projects.load(id);
    return { project, findings: await this.check(project) };
  }

  #source(id: string): FeedSource<GuardrailsView> {
    const { live, projects } = this.#options;
    return {
      compose: async () => {
        const { project } = await projects.look(id);
        // What keeps the files from loading is shown with the stack.
        if (!project) return { findings: [], enforced: false };
        return {
          findings: (await this.check(project)).map(viewOf),
          enforced: project.stackFile !== undefined,
        };
      },
      listen: (changed) => {
        const stopped = new AbortController();
        const stop = projects.onChange(changed);
        // How much memory there is.
        const followEngine = async () => {
          for await (const _ of live.followEngine(stopped.signal)) changed();
        };
        void followEngine();
        return () => {
          stopped.abort();
          stop();
        };
      },
    };
  }
}

function viewOf({ edits: _, ...finding }: Finding): GuardrailFinding {
  return finding;
}
