import { join } from 'node:path';
import type { StackProject } from '../blocks/index.ts';
import type { Catalogue, Catalogues } from '../catalogues/index.ts';
import type { Facts } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { readRules, rulesFolder, type WrittenRules } from './read-rules.ts';

export interface FactSources {
  /** Bytes; absent while there is no engine. */
  engineMemory?: number | undefined;
  /** Where the team's severities and the rules of catalogues are. */
  catalogues?: Pick<Catalogues, 'all' | 'team'> | undefined;
  now?: Date | undefined;
}

/** All that rules may know: what lies on this machine is read, nothing is fetched that a project does not name. */
export async function gatherFacts(project: StackProject, sources: FactSources = {}): Promise<Facts> {
  const { catalogues, engineMemory, now } = sources;
  const team = await catalogues?.team();
  // Without a stack file and a team there is nobody whose rules could hold here.
  const found =
    catalogues && (team || project.stackFile) ? await catalogues.all(project.workingDirectory) : [];
  const written = await Promise.all(found.map(rulesOf));
  return factsOf(project, {
    engineMemory,
    teamSeverities: team?.severities,
    rules: written.flatMap(({ rules }) => rules),
    ruleProblems: written.flatMap(({ problems }) => problems),
    ...(now && { now }),
  });
}

/** What lies at a commit stays as it is. */
const known = new Map<string, Promise<WrittenRules>>();

async function rulesOf(catalogue: Catalogue): Promise<WrittenRules> {
  const { commit, folder, root } = catalogue;
  if (commit === undefined) return await readOf(catalogue);
  const key = `${commit} ${root ?? ''} ${folder}`;
  const reading = known.get(key) ?? readOf(catalogue);
  known.set(key, reading);
  return await reading;
}

/** Beside the blocks, or beside team.yaml at the repository's root. */
async function readOf({ name, folder, root = folder }: Catalogue): Promise<WrittenRules> {
  const read = await Promise.all(
    [...new Set([folder, root])].map((it) => readRules(join(it, rulesFolder), `catalogue ${name}`)),
  );
  return { rules: read.flatMap(({ rules }) => rules), problems: read.flatMap(({ problems }) => problems) };
}
