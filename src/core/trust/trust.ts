import type { Store } from '../store/index.ts';
import { realPath } from './boundary.ts';
import { TrustRequired } from './errors.ts';
import type { Grant, GrantKind } from './grant.ts';
import { type GrantsOptions, grantsOf, type TrustedProject } from './grants-of.ts';

const area = 'trust';

/** What the user gave to the project in one folder. */
interface Given {
  grants: { name: string; givenAt: number }[];
}

export interface TrustState {
  /** The project's folder, real. */
  folder: string;
  /** Asked for and given. */
  given: Grant[];
  /** Asked for and not given (yet). */
  missing: Grant[];
}

/** What the project asks for, and what of it its user has given. */
export function trustOf(store: Store, project: TrustedProject, options: GrantsOptions = {}): TrustState {
  const folder = realPath(project.workingDirectory);
  const known = new Set(read(store, folder).grants.map((grant) => grant.name));
  const asked = grantsOf(project, options);
  return {
    folder,
    given: asked.filter((grant) => known.has(grant.name)),
    missing: asked.filter((grant) => !known.has(grant.name)),
  };
}

/** Remembers the grants as given to the project in this folder. */
export function giveTrust(store: Store, folder: string, grants: readonly Grant[]): void {
  const known = read(store, folder).grants;
  const added = grants
    .filter((grant) => !known.some((it) => it.name === grant.name))
    .map(({ name }) => ({ name, givenAt: Date.now() }));
  store.set(area, folder, { grants: [...known, ...added] } satisfies Given);
}

/** Takes back what was given to the project in this folder. */
export function revokeTrust(store: Store, folder: string): void {
  store.delete(area, realPath(folder));
}

export interface RequireOptions extends GrantsOptions {
  ask?: (missing: Grant[], given: Grant[]) => Promise<boolean>;
  /** Only these matter, for a command that uses nothing else of the files. Default: all. */
  kinds?: readonly GrantKind[];
}

/**
 * Lets the project pass when all that it asks for is given. Else `ask` decides over what is new (a terminal's
 * question); without it, or when the answer is no, throws {@link TrustRequired}.
 */
export async function requireTrust(
  store: Store,
  project: TrustedProject,
  options: RequireOptions = {},
): Promise<void> {
  const { folder, given, ...state } = trustOf(store, project, options);
  const missing = state.missing.filter((grant) => options.kinds?.includes(grant.kind) ?? true);
  if (missing.length === 0) return;
  if (!(await options.ask?.(missing, given))) throw new TrustRequired(project.name, missing, given.length);
  giveTrust(store, folder, missing);
}

function read(store: Store, folder: string): Given {
  return store.get<Given>(area, folder) ?? { grants: [] };
}
