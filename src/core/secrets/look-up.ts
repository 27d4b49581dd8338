import { toBlockyardError } from '../../shared/index.ts';
import type { MissingSecret, SecretCommand, SecretNeed, SourceOfSecret } from './needs.ts';
import type { SecretEntry, SecretStore } from './secrets.ts';

export interface LookedUpSecrets {
  values: Map<string, string>;
  missing: MissingSecret[];
  /** What would be run, now or when it has grown old, because nobody has set the secret by hand. */
  commands: SecretCommand[];
}

/**
 * What is there of a project's needs; runs no command, and never throws: what cannot be read is missing, with the reason.
 * `folder` is the project's, `sources` are by the secrets' names. Passwords that are ours to make are made.
 */
export async function lookUpSecrets(
  store: SecretStore,
  folder: string,
  needs: readonly SecretNeed[],
  sources: Readonly<Record<string, SourceOfSecret>>,
): Promise<LookedUpSecrets> {
  const found: LookedUpSecrets = { values: new Map(), missing: [], commands: [] };
  if (needs.length === 0) return found;
  const byHand = await namesSetByHand(store, folder);
  for (const need of needs) {
    const source = Object.hasOwn(sources, need.name) ? sources[need.name] : undefined;
    if (source?.command && !byHand.has(need.name)) found.commands.push(commandOf(need, source.command));
    const { value, problem } = await read(store, folder, need);
    if (value === undefined) found.missing.push(missingSecret(need, source, problem));
    else found.values.set(need.name, value);
  }
  return found;
}

/** The need as one that nobody has met, with what to do. */
export function missingSecret(need: SecretNeed, source?: SourceOfSecret, problem?: string): MissingSecret {
  const description = need.description ?? source?.description;
  return {
    ...need,
    ...(description !== undefined && { description }),
    ...(problem !== undefined && { problem }),
    remedy: remedyFor(need.name, source),
  };
}

function remedyFor(name: string, source?: SourceOfSecret): string {
  const set = `\`blockyard secrets set ${name}\``;
  const help = source?.help ? `${source.help.trim().replace(/([^.!?:])$/, '$1.')} ` : '';
  if (source?.command)
    return `${help}\`blockyard secrets refresh\` asks \`${source.command[0]}\` for it; or type it in with ${set}.`;
  return `${help}Type it in with ${set}.`;
}

async function namesSetByHand(store: SecretStore, folder: string): Promise<Set<string>> {
  const entries = await store.list(folder).catch((): SecretEntry[] => []);
  return new Set(entries.filter(({ origin }) => origin !== 'fetched').map(({ name }) => name));
}

async function read(store: SecretStore, folder: string, need: SecretNeed) {
  try {
    return {
      value:
        need.generate === undefined
          ? await store.get(folder, need.name)
          : await store.generate(folder, need.name, need.generate),
    };
  } catch (thrown) {
    const { message, remedy } = toBlockyardError(thrown);
    return { problem: remedy ? `${message} ${remedy}` : message };
  }
}

function commandOf({ name, where }: SecretNeed, command: string[]): SecretCommand {
  return { name, command, ...(where && { where }) };
}
