import type { Command } from 'commander';
import { action, verb } from '../command.ts';

interface ScopeFlags {
  user?: boolean;
}

const ofUser = ['--user', "for all of your projects, not for this project's folder"] as const;

export function secretsCommand(): Command {
  const list = action<ScopeFlags>(async (session, flags) =>
    (await import('../secrets/list.ts')).listSecrets(session, flags),
  );
  const command = verb('secrets', 'show which secrets are missing, how to get them, and which are there')
    .option('--user', 'only your own, of no project')
    .action(list);
  command.addCommand(verb('list', 'the same').option('--user', 'only your own, of no project').action(list));
  command.addCommand(
    verb('set', 'keep a secret, encrypted; its value comes from standard input or is asked for')
      .argument('<secret>', 'its name')
      .argument('[value]', 'refused here: shells keep it, and other programs see it')
      .option(...ofUser)
      .action(
        action<ScopeFlags>(async (session, flags, name: string, value?: string) =>
          (await import('../secrets/change.ts')).setSecret(session, name, value, flags),
        ),
      ),
  );
  command.addCommand(
    verb('get', 'tell where a secret comes from')
      .argument('<secret>', 'its name')
      .option('--show', 'print its value')
      .action(
        action<{ show?: boolean }>(async (session, flags, name: string) =>
          (await import('../secrets/get.ts')).getSecret(session, name, flags),
        ),
      ),
  );
  command.addCommand(
    verb('delete', 'forget a secret')
      .argument('<secret>', 'its name')
      .option(...ofUser)
      .option('-y, --yes', 'also a generated one, which data may be locked with')
      .action(
        action<ScopeFlags & { yes?: boolean }>(async (session, flags, name: string) =>
          (await import('../secrets/change.ts')).deleteSecret(session, name, flags),
        ),
      ),
  );
  command.addCommand(
    verb('refresh', 'ask the sources of the project again').action(
      action(async (session) => (await import('../secrets/refresh.ts')).refreshSources(session)),
    ),
  );
  command.addCommand(
    verb('import', 'take secrets that the project needs from an env file')
      .argument('<path>', 'an env file, - is standard input')
      .option(...ofUser)
      .option('--all', 'also those that the project does not need')
      .action(
        action<ScopeFlags & { all?: boolean }>(async (session, flags, path: string) =>
          (await import('../secrets/import.ts')).importSecrets(session, path, flags),
        ),
      ),
  );
  return command;
}
