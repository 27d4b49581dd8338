import type { Expansion, SecretSource, StackProject } from '../blocks/index.ts';
import type { Catalogues, Drift } from '../catalogues/index.ts';
import { type ComposeProject, type LoadRequest, loadProject, type Warning } from '../compose/index.ts';
import type { SecretStore } from '../secrets/index.ts';

export interface StackRequest extends Omit<LoadRequest, 'overlay'> {
  /** Where values of secrets are; without it they stay placeholders: for `config`, or for a look that needs none. */
  secrets?: SecretStore | undefined;
  /** Loads the project as if its `blockyard.yaml` said this. */
  draft?: { file: string; text: string } | undefined;
  /** Where blocks are found; default: those of this user. */
  catalogues?: Catalogues | undefined;
  /** The store's folder, for those; default by the environment. */
  home?: string | undefined;
  /** Instead of the team's, below those of the stack file. */
  secretSources?: Record<string, SecretSource> | undefined;
}

/**
 * Loads a project: its Compose files and `blockyard.yaml`, either or both. Without a `blockyard.yaml` it is
 * `loadProject`, and costs nothing more.
 * @throws {BlockyardError} the only error, or ManyErrors
 */
export async function loadStack(request: StackRequest): Promise<StackProject> {
  const { secrets, home, draft, secretSources, ...loading } = request;
  let opened: Promise<Catalogues> | undefined;
  const catalogues = () => {
    opened ??= request.catalogues
      ? Promise.resolve(request.catalogues)
      : usersCatalogues(home, request.environment);
    return opened;
  };
  let expansion: Expansion | undefined;
  const project = await loadProject({
    ...loading,
    overlay: {
      draft,
      expand: async (file) => {
        const { expandStack } = await import('../blocks/index.ts');
        expansion = await expandStack(file, await catalogues());
        return expansion.documents;
      },
    },
  });
  if (!expansion) return withoutBlocks(project);
  const { settle, usedBlocks } = await import('../blocks/index.ts');
  const found = await catalogues();
  const instances = usedBlocks(expansion.instances);
  const drifts = draft ? [] : await found.record(project.workingDirectory, instances);
  const sources = secretSources ?? (await found.team())?.secretSources ?? {};
  const stack = await settle(project, expansion, secrets, sources);
  return { ...stack, warnings: [...stack.warnings, ...drifts.map(driftWarning)] };
}

/** What came with another Blockyard than the project was locked with: to be looked at, and no reason to stop. */
function driftWarning({ instance, locked, used }: Drift): Warning {
  return {
    message: `${instance} is made from ${used}, and blockyard.lock says ${locked}.`,
    remedy: '`blockyard catalogue update` shows what that means, and writes the lock.',
  };
}

/** A project of which nobody has read a `blockyard.yaml`. */
export function withoutBlocks(project: ComposeProject): StackProject {
  return { ...project, ...nothingMore };
}

const nothingMore = {
  instances: [],
  bound: {},
  boundVariables: {},
  secretValues: [],
  secretNeeds: [],
  missingSecrets: [],
  secretCommands: [],
  secretSources: {},
  rules: [],
} satisfies Partial<StackProject>;

async function usersCatalogues(
  home: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Catalogues> {
  const [{ openCatalogues }, { storePlace }] = await Promise.all([
    import('../catalogues/index.ts'),
    import('../store/index.ts'),
  ]);
  return openCatalogues({ folder: home ?? storePlace(environment), environment });
}
