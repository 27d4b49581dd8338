import type { Where } from '../../shared/index.ts';
import { ComposeUnsupported } from './errors.ts';
import type { Issues } from './issues.ts';

/** Whether a path of `include` or `extends` names something outside this machine: git, OCI or HTTP. */
export function isRemote(path: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|oci:)/i.test(path) || /^github\.com\//.test(path);
}

export function unsupportedRemote(
  key: 'extends' | 'include',
  path: string,
  where: Where | undefined,
  issues: Issues,
): void {
  issues.add(
    new ComposeUnsupported(`${key} cannot read ${path}: only files on this machine.`, {
      where,
      remedy: 'Keep a copy of the file in the project, as a git submodule say, and name its path.',
    }),
  );
}
