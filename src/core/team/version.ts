import { gte } from 'semver';
import type { JoinedTeam } from '../catalogues/index.ts';
import { TooOld } from './errors.ts';

/** A build from source is as new as can be. @throws TooOld */
export function requireVersion(team: Pick<JoinedTeam, 'name' | 'minimumVersion'>, version: string): void {
  const { minimumVersion, name } = team;
  if (minimumVersion === undefined || version.startsWith('0.0.0-')) return;
  if (!gte(version, minimumVersion)) throw new TooOld(name, version, minimumVersion);
}
