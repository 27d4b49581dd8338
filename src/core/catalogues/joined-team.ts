import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../store/index.ts';
import { TeamUnreadable } from './errors.ts';
import type { LockedSource } from './git/source.ts';

/** The team that this user is in: what its `team.yaml` says, at the commit that it was joined or updated at. */
export interface JoinedTeam {
  name: string;
  source: LockedSource;
  /** Milliseconds since the epoch. */
  joinedAt: number;
  /** In the order of the team's file: earlier ones are looked into first. */
  catalogues: { name: string; source: LockedSource }[];
  /** Public image names to those that are used instead; what the user set goes before it. */
  imageMap: Record<string, string>;
  /** GitHub's runner (`ubuntu-latest`) → image in which its jobs run. */
  runnerImages: Record<string, string>;
  /** Guardrail's code → how much it matters here; what a stack file says goes before it. */
  severities: Record<string, 'deny' | 'warn' | 'note' | 'off'>;
  /** Secret → how it is got; what a stack file says goes before it. Its commands are grants of each project. */
  secretSources: Record<string, { command?: string[]; description?: string; help?: string }>;
  /** Name → as `environments` of a stack file. */
  environments: Record<string, Record<string, unknown>>;
  /** Absolute: a folder of templates. */
  templates?: string;
  minimumVersion?: string;
}

/** It changes when a team is joined, updated or left. */
export function teamFileIn(home: string): string {
  return join(home, 'team.json');
}

/** Undefined for who is in none. `home` is the store's folder. @throws TeamUnreadable */
export async function readTeam(home: string): Promise<JoinedTeam | undefined> {
  try {
    return JSON.parse(await readFile(teamFileIn(home), 'utf8'));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new TeamUnreadable(teamFileIn(home), thrown);
  }
}

/** Crash-safe: who reads sees the team before, or this one. */
export async function writeTeam(home: string, team: JoinedTeam | undefined): Promise<void> {
  if (team) await writeFileAtomically(teamFileIn(home), `${JSON.stringify(team, null, 2)}\n`);
  else await rm(teamFileIn(home), { force: true });
}
