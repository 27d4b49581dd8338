import { type BlockyardError, type Plan, toBlockyardError } from '../../shared/index.ts';
import type { StackFileChange, StackProject } from '../blocks/index.ts';
import type { Catalogues } from '../catalogues/index.ts';
import type { Engine } from '../engine/index.ts';
import { checkStack, type Finding, gatherFacts, isOpen } from '../guardrails/index.ts';
import { loadStack, type StackRequest } from '../loading/index.ts';
import { openLogs } from '../logs/index.ts';
import type { SecretStore } from '../secrets/index.ts';
import { openStack } from '../stack/index.ts';
import type { Store } from '../store/index.ts';

/** What a change of the stack file would lead to. */
export interface StackPreview {
  before: string;
  after: string;
  /** What `up` would do then; absent without an engine, or when the file would not load. */
  plan?: Plan;
  /** Why the engine was not asked. */
  engineProblem?: BlockyardError;
  /** Guardrails that would be broken newly. */
  findings: Finding[];
  /** Why the project would not load: such a change is not to be written. */
  problem?: BlockyardError;
  /** As it would be. */
  project?: StackProject;
}

export interface PreviewSurroundings {
  secrets: SecretStore;
  catalogues: Catalogues;
  store: Store;
  engine(): Promise<Engine>;
  /** How the project is loaded otherwise. */
  loading: Omit<StackRequest, 'draft' | 'secrets' | 'catalogues'>;
  signal: AbortSignal;
}

/** Looks at a change from all sides. Nothing is written: neither the file, nor the secrets that it would make. */
export async function previewChange(
  change: StackFileChange & { secrets?: readonly { name: string; value: string }[] },
  surroundings: PreviewSurroundings,
): Promise<StackPreview> {
  const { catalogues, signal } = surroundings;
  const texts = { before: change.before ?? '', after: change.after };
  const load = (text: string) =>
    loadStack({
      ...surroundings.loading,
      secrets: withoutMaking(surroundings.secrets, change.secrets ?? []),
      catalogues,
      draft: { file: change.file, text },
    });
  const findingsOf = async (project: StackProject) =>
    (await checkStack(project, await gatherFacts(project, { catalogues }))).filter(isOpen);
  let project: StackProject;
  try {
    project = await load(change.after);
  } catch (thrown) {
    return { ...texts, findings: [], problem: toBlockyardError(thrown) };
  }
  const earlier = await load(texts.before).then(findingsOf, () => []);
  const findings = (await findingsOf(project)).filter(({ id }) => !earlier.some((it) => it.id === id));
  try {
    const engine = await surroundings.engine();
    const logs = openLogs({ engine, store: surroundings.store, project: project.name });
    const stack = openStack({ engine, project, store: surroundings.store, logs });
    return { ...texts, findings, project, plan: await stack.plan({}, signal) };
  } catch (thrown) {
    signal.throwIfAborted();
    return { ...texts, findings, project, engineProblem: toBlockyardError(thrown) };
  }
}

/** The secrets store with some more in it, in which nothing is made: what is only looked at leaves no trace. */
function withoutMaking(store: SecretStore, more: readonly { name: string; value: string }[]): SecretStore {
  const get: SecretStore['get'] = async (folder, name) =>
    more.find((it) => it.name === name)?.value ?? (await store.get(folder, name));
  return {
    file: store.file,
    get,
    set: (...words) => store.set(...words),
    delete: (...words) => store.delete(...words),
    list: (folder) => store.list(folder),
    check: () => store.check(),
    keyPlace: () => store.keyPlace(),
    generate: async (folder, name, length) => (await get(folder, name)) ?? 'x'.repeat(length),
  };
}
