import { type Catalogue, type JoinedTeam, newestBlocks } from '../catalogues/index.ts';

/** What joining a team, or updating it, brings: to be looked at first, for it is somebody else's repository. */
export interface TeamPlan {
  team: JoinedTeam;
  /** What changes for this user, as sentences, the weightiest first. */
  brings: string[];
  /** The team that is left for it, or whose newer state this is. */
  before?: { name: string; commit: string; same: boolean };
  /** Whether everything is as it is already. */
  nothing: boolean;
}

export function teamPlan(
  team: JoinedTeam,
  blocks: ReadonlyMap<string, string[]>,
  before: JoinedTeam | undefined,
): TeamPlan {
  const same = before?.source.url === team.source.url;
  return {
    team,
    brings: sentences(team, blocks),
    ...(before && { before: { name: before.name, commit: before.source.commit, same } }),
    nothing: before !== undefined && without(before) === without(team),
  };
}

function without({ joinedAt: _, ...team }: JoinedTeam): string {
  return JSON.stringify(team);
}

export async function blocksIn(catalogue: Catalogue): Promise<string[]> {
  return (await newestBlocks(catalogue)).map(({ name, version }) => `${name}@${version}`);
}

/** What a team's word means for its users; `blocks` are those of each catalogue. */
export function sentences(team: JoinedTeam, blocks: ReadonlyMap<string, string[]>): string[] {
  const commands = Object.entries(team.secretSources).filter(([, source]) => source.command);
  const images = Object.entries(team.imageMap);
  const runners = Object.entries(team.runnerImages);
  const severities = Object.entries(team.severities);
  const environments = Object.keys(team.environments);
  return [
    ...team.catalogues.map(({ name }) => {
      const found = blocks.get(name) ?? [];
      return `Catalogue ${name}: ${found.length === 0 ? 'no blocks' : found.join(', ')}.`;
    }),
    ...(images.length > 0 ? [`Images come from elsewhere: ${pairs(images)}.`] : []),
    ...(commands.length > 0
      ? [
          `Secrets by commands on this machine, each asked about per project before it runs: ${commands
            .map(([name, { command = [] }]) => `${name} by \`${command.join(' ')}\``)
            .join(', ')}.`,
        ]
      : []),
    ...(severities.length > 0
      ? [`Guardrails: ${severities.map(([code, severity]) => `${code} is ${severity}`).join(', ')}.`]
      : []),
    ...(runners.length > 0 ? [`Checks run in images: ${pairs(runners)}.`] : []),
    ...(environments.length > 0 ? [`Environments: ${environments.join(', ')}.`] : []),
    ...(team.templates === undefined ? [] : ['Templates for new projects.']),
    ...(team.minimumVersion === undefined ? [] : [`Blockyard ${team.minimumVersion} or newer.`]),
  ];
}

function pairs(entries: [string, string][]): string {
  return entries.map(([from, to]) => `${from} → ${to}`).join(', ');
}
