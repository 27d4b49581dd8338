import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import type { Session } from '../session.ts';
import { table } from '../terminal/text.ts';
import { join } from './join.ts';

export function teamCommand(): Command {
  const team = verb('team', 'show the team that you have joined and what holds by its word').action(
    action(show),
  );
  team.addCommand(
    verb('update', 'take up the present state of the team’s repository')
      .option('-y, --yes', 'without a question')
      .action(
        action<{ yes?: boolean }>(async (session, flags) => {
          const { NotInTeam } = await import('../../core/team/index.ts');
          const joined = await session.team();
          if (!joined) throw new NotInTeam();
          const { ref, url } = joined.source;
          return await join(session, ref === undefined ? url : `${url}#${ref}`, flags.yes);
        }),
      ),
  );
  return team;
}

async function show(session: Session): Promise<void> {
  const team = await session.team();
  const { output } = session;
  if (output.json) return output.document(team ?? null);
  if (!team) return output.note('You are in no team. `blockyard join URL` joins one.');
  const { shownSource } = await import('../../core/catalogues/index.ts');
  const at = ({ commit, ...source }: typeof team.source) =>
    `${shownSource(source)} at ${commit.slice(0, 12)}`;
  const list = (entries: [string, string][]) => entries.map(([key, value]) => `${key} → ${value}`);
  const rows: [string, string[]][] = [
    ['team', [`${team.name}, ${at(team.source)}`]],
    ['catalogues', team.catalogues.map(({ name, source }) => `${name}, ${at(source)}`)],
    ['images', list(Object.entries(team.imageMap))],
    ['runner images', list(Object.entries(team.runnerImages))],
    ['guardrails', list(Object.entries(team.severities))],
    [
      'secrets',
      Object.entries(team.secretSources).map(
        ([name, { command, description }]) => `${name}: ${command?.join(' ') ?? description ?? 'typed in'}`,
      ),
    ],
    ['environments', [Object.keys(team.environments).join(', ')].filter(Boolean)],
    ['templates', team.templates === undefined ? [] : [team.templates]],
    ['Blockyard', team.minimumVersion === undefined ? [] : [`${team.minimumVersion} or newer`]],
  ];
  output.text(
    table(
      ['WHAT', 'HOLDS'],
      rows.flatMap(([what, lines]) => lines.map((line, index) => [index === 0 ? what : '', line])),
    ),
  );
}
