import type { UpOptions } from '../core/stack/index.ts';
import type { Session } from './session.ts';

interface Flags {
  build?: boolean;
  pull?: 'always' | 'missing' | 'never' | 'policy';
  forceRecreate?: boolean;
  recreate?: boolean;
  deps?: boolean;
  wait?: boolean;
  waitTimeout?: number;
  removeOrphans?: boolean;
  freePorts?: boolean;
  renewAnonVolumes?: boolean;
  timeout?: number;
  yes?: boolean;
}

/** Flags of `up`, `plan` and `scale` as the stack takes them. */
export function upOptions(
  session: Session,
  services: string[],
  flags: Flags,
  scale: Record<string, number> = {},
): UpOptions {
  return {
    services,
    scale,
    build: flags.build === true,
    noBuild: flags.build === false,
    pull: flags.pull === 'policy' ? undefined : flags.pull,
    forceRecreate: flags.forceRecreate ?? false,
    noRecreate: flags.recreate === false,
    noDependencies: flags.deps === false,
    wait: (flags.wait ?? false) || flags.waitTimeout !== undefined,
    waitTimeoutMilliseconds: flags.waitTimeout === undefined ? undefined : flags.waitTimeout * 1000,
    removeOrphans: flags.removeOrphans ?? false,
    ...(flags.freePorts && { freePorts: true }),
    // Somebody who types `up` is better served by hearing of a crash than by a tenth of a second.
    lookBackMilliseconds: 100,
    renewAnonymousVolumes: flags.renewAnonVolumes ?? false,
    ...(flags.timeout !== undefined && { recreateTimeoutSeconds: flags.timeout }),
    confirm: (losses) => session.confirmLosses(losses, flags.yes ?? false),
  };
}
