import type { Command } from 'commander';
import { action, verb } from '../command.ts';
import { teamOptions } from '../team-options.ts';

export function leaveCommand(): Command {
  return verb('leave', 'leave your team; projects keep the catalogues that their blockyard.lock says').action(
    action(async (session) => {
      const { leaveTeam } = await import('../../core/team/index.ts');
      const team = await leaveTeam((await teamOptions(session)).home);
      if (session.output.json) return session.output.document({ left: team.name });
      session.output.note(`Left ${team.name}.`);
    }),
  );
}
