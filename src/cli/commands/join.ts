import type { Command } from 'commander';
import { exitCodes } from '../../shared/index.ts';
import { action, verb } from '../command.ts';
import type { Session } from '../session.ts';
import { teamOptions } from '../team-options.ts';

export function joinCommand(): Command {
  return verb(
    'join',
    'join your team: its catalogues, image map, guardrails and secret sources (docs/team.md)',
  )
    .argument('<url>', 'its git repository: https://…, git@host:path, with #branch or #tag')
    .option('-y, --yes', 'without a question')
    .action(action<{ yes?: boolean }>((session, flags, url: string) => join(session, url, flags.yes)));
}

/** Also what `team update` does: nothing holds before what it brings was agreed to. */
export async function join(session: Session, url: string, yes: boolean | undefined): Promise<number> {
  const { joinTeam, planTeam } = await import('../../core/team/index.ts');
  const options = await teamOptions(session);
  const plan = await session.runTask(
    `fetch ${url.replace(/\/\/[^/]*@/, '//')}`,
    (task) => planTeam(url, options, task),
    {
      ofNoProject: true,
    },
  );
  const { before, brings, nothing, team } = plan;
  const { output } = session;
  const told = { team: team.name, url: team.source.url, commit: team.source.commit, brings, before };
  if (nothing) {
    if (output.json) output.document({ ...told, joined: true, changed: false });
    else output.note(`You are in ${team.name} already, and nothing there is newer.`);
    return exitCodes.done;
  }
  if (before && !before.same) output.note(`You leave ${before.name} for it.`);
  output.note(
    `${output.paintErrors.bold(`${team.name} brings:`)}\n${brings.map((line) => `  ${line}`).join('\n')}`,
  );
  if (!(await session.agrees('Join?', yes))) {
    if (output.json) output.document({ ...told, joined: false, changed: false });
    else output.note('Nothing was changed. `--yes` joins without a question.');
    return exitCodes.refused;
  }
  await joinTeam(plan, options);
  if (output.json) output.document({ ...told, joined: true, changed: true });
  else
    output.note(
      `${output.paintErrors.green('✓')} Joined ${team.name} at ${team.source.commit.slice(0, 12)}. \`blockyard catalogue list\` shows its blocks, \`blockyard leave\` ends it.`,
    );
  return exitCodes.done;
}
