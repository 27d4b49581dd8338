import { readFile } from 'node:fs/promises';
import type { UpgradePlan } from '../../shared/contract/index.ts';
import { openCatalogues } from '../catalogues/index.ts';
import { loadStack } from '../loading/index.ts';
import { FilesNotOpened } from '../projects/index.ts';
import { applyUpdate, PlanOutdated, planUpdate, type UpdateOptions, type UpdatePlan } from '../team/index.ts';
import { previewChange } from '../templates/index.ts';
import { maskedPlan } from './adding.ts';
import type { StacksOptions } from './sources.ts';

/** Newer blocks of known projects: looked at as a plan, then taken up. */
export class BlockUpgrading {
  readonly #options: StacksOptions;
  /** By project: the plan that was shown last. */
  readonly #shown = new Map<string, UpdatePlan>();

  constructor(options: StacksOptions) {
    this.#options = options;
  }

  async plan(id: string, signal: AbortSignal): Promise<UpgradePlan> {
    const options = await this.#updateOptions(id);
    const { tasks } = this.#options;
    const running = tasks.run({ kind: 'catalogue', title: 'look for newer blocks' }, (task) =>
      planUpdate(options, task),
    );
    const cancel = () => running.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const plan = await running.result;
      this.#shown.set(id, plan);
      const { after, before, stackFile, token, upgrades } = plan;
      const changed = stackFile && { before: stackFile.before ?? '', after: stackFile.after };
      return {
        ...(changed && { stackFile: changed }),
        upgrades,
        token,
        preview: { before, after, ...(await this.#preview(plan, options, signal)) },
      };
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /** @throws PlanOutdated when it is not the plan that was shown, or the project's files have changed since */
  async apply(id: string, token: string): Promise<void> {
    const plan = this.#shown.get(id);
    if (plan?.token !== token) throw new PlanOutdated();
    await applyUpdate(plan, await this.#updateOptions(id));
    this.#shown.delete(id);
    // A watch of the folder tells of it late, or not at all.
    await this.#options.projects.load(id);
  }

  async #updateOptions(id: string): Promise<UpdateOptions> {
    const { environment, projects, store } = this.#options;
    const { folder, kind, name } = await projects.get(id);
    if (kind === 'seen' || folder === undefined) throw new FilesNotOpened('upgrade', name, folder);
    return {
      ...{ home: store.folder, environment, projectFolder: folder },
      load: (catalogues, draft) =>
        loadStack({ workingDirectory: folder, environment, home: store.folder, catalogues, draft }),
    };
  }

  /** What `up` would do then, and which guardrails would be broken newly. */
  async #preview(
    { lock, problem, stackFile: change }: UpdatePlan,
    { environment, home, load, projectFolder }: UpdateOptions,
    signal: AbortSignal,
  ): Promise<Pick<UpgradePlan['preview'], 'plan' | 'findings' | 'problem'>> {
    if (problem) return { findings: [], problem: problem.toJSON() };
    const { live, secrets, store } = this.#options;
    const catalogues = openCatalogues({ folder: home, environment, lock });
    const draft = change && { file: change.file, text: change.after };
    const { stackFile } = await load(catalogues, draft);
    if (!stackFile) return { findings: [] };
    const text = await readFile(stackFile.path, 'utf8');
    const preview = await previewChange(
      { file: stackFile.path, before: text, after: change?.after ?? text },
      {
        ...{ catalogues, secrets, signal, store },
        loading: { workingDirectory: projectFolder, environment },
        engine: () => live.engine({ signal }),
      },
    );
    return {
      findings: preview.findings,
      ...(preview.plan && { plan: maskedPlan(preview.plan, preview.project?.secretValues ?? []) }),
      ...(preview.problem && { problem: preview.problem.toJSON() }),
    };
  }
}
