import type { AddRequest, StackFilePreview } from '../../shared/contract/index.ts';
import type { Plan } from '../../shared/index.ts';
import { openCatalogues } from '../catalogues/index.ts';
import { Secrets } from '../masking/index.ts';
import { FilesNotOpened } from '../projects/index.ts';
import {
  type AddedBlock,
  addBlock,
  applyChange,
  previewChange,
  type StackPreview,
} from '../templates/index.ts';
import type { StacksOptions } from './sources.ts';

/** Blocks that are added to known projects: looked at first, then written. */
export class BlockAdding {
  readonly #options: StacksOptions;
  readonly #catalogues;

  constructor(options: StacksOptions) {
    this.#options = options;
    this.#catalogues = openCatalogues({ folder: options.store.folder, environment: options.environment });
  }

  async preview(request: AddRequest, signal: AbortSignal): Promise<StackFilePreview> {
    const { preview } = await this.#look(request, signal);
    const { before, after, plan, findings, problem, project } = preview;
    return {
      ...{ before, after, findings },
      ...(plan && { plan: maskedPlan(plan, project?.secretValues ?? []) }),
      ...(problem && { problem: problem.toJSON() }),
    };
  }

  /** Throws `confirmation-required` when the file is no longer as the preview showed it. */
  async add(request: AddRequest, signal: AbortSignal): Promise<void> {
    const { change, preview, folder } = await this.#look(request, signal);
    const shown = request.before === undefined ? change.before : request.before || undefined;
    await applyChange({ ...change, before: shown }, preview, { folder, secrets: this.#options.secrets });
    // A watch of the folder tells of it late, or not at all.
    await this.#options.projects.load(request.project);
  }

  async #look(
    request: AddRequest,
    signal: AbortSignal,
  ): Promise<{ change: AddedBlock; preview: StackPreview; folder: string }> {
    const { environment, live, projects, secrets, store } = this.#options;
    const { kind, name, folder } = await projects.get(request.project);
    if (kind === 'seen' || folder === undefined) throw new FilesNotOpened('add', name, folder);
    const { config, disabledServices } = await projects.load(request.project);
    const services = [...Object.keys(config.services), ...Object.keys(disabledServices)];
    const change = await addBlock({ ...request, folder, services }, this.#catalogues);
    const preview = await previewChange(change, {
      ...{ catalogues: this.#catalogues, secrets, signal, store },
      loading: { workingDirectory: folder, environment },
      // Nobody waits here for an engine that does not answer.
      engine: () => live.engine({ signal }),
    });
    return { change, preview, folder };
  }
}

/** Without values of secrets in what it says. */
export function maskedPlan(plan: Plan, secretValues: readonly string[]): Plan {
  const secrets = new Secrets(secretValues);
  const steps = plan.steps.map((step) => ({
    ...step,
    causes: step.causes.map((cause) => ({ ...cause, text: secrets.maskIn(cause.text) })),
  }));
  return { ...plan, steps };
}
