import type { Command } from 'commander';
import type { TrustState } from '../../core/trust/index.ts';
import { action, verb } from '../command.ts';
import type { Session } from '../session.ts';

export function trustCommand(): Command {
  const trust = verb('trust', 'show the powers that the files ask for, and give or take them')
    .option('-y, --yes', 'give all of them')
    .action(action<{ yes?: boolean }>((session, flags) => (flags.yes ? give(session) : show(session))));
  trust.addCommand(verb('show', 'show what is asked for and what is given').action(action(show)));
  trust.addCommand(
    verb('give', 'give all that is asked for').option('-y, --yes', 'without a question').action(action(give)),
  );
  trust.addCommand(verb('revoke', 'take back all that was given to this project').action(action(revoke)));
  return trust;
}

async function stateOf(session: Session): Promise<TrustState> {
  const { trustOf } = await import('../../core/trust/index.ts');
  return trustOf(await session.store(), await session.project(), { chosenFiles: session.chosenFiles() });
}

async function show(session: Session): Promise<void> {
  const { describeGrants } = await import('../../core/trust/index.ts');
  const state = await stateOf(session);
  if (session.output.json) return session.output.document(state);
  const { paint } = session.output;
  if (state.given.length + state.missing.length === 0)
    return session.output.text('The files ask for nothing beyond what every stack may do.\n');
  if (state.given.length > 0)
    session.output.text(`${paint.green('Given:')}\n${describeGrants(state.given)}\n`);
  if (state.missing.length > 0)
    session.output.text(
      `${paint.yellow('Asked for, not given:')}\n${describeGrants(state.missing)}\n${paint.cyan('→')} \`blockyard trust --yes\` gives them.\n`,
    );
}

async function give(session: Session): Promise<void> {
  const { describeGrants, giveTrust } = await import('../../core/trust/index.ts');
  const { folder, given, missing } = await stateOf(session);
  giveTrust(await session.store(), folder, missing);
  if (session.output.json)
    return session.output.document({ folder, given: [...given, ...missing], missing: [] });
  session.output.text(
    missing.length > 0
      ? `Given:\n${describeGrants(missing)}\n`
      : 'Nothing was asked for that is not given.\n',
  );
}

async function revoke(session: Session): Promise<void> {
  const { revokeTrust, trustOf } = await import('../../core/trust/index.ts');
  const project = await session.project();
  revokeTrust(await session.store(), project.workingDirectory);
  const state = trustOf(await session.store(), project, { chosenFiles: session.chosenFiles() });
  if (session.output.json) return session.output.document(state);
  session.output.text(`Nothing is given to ${project.name} any more.\n`);
}
