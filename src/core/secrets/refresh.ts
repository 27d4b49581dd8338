import { type Answer, type AskOptions, askSource } from './ask-source.ts';
import type { SecretCommand } from './needs.ts';
import type { SecretEntry, SecretStore } from './secrets.ts';

/** For how long what a source gave is taken without asking again. */
const freshMilliseconds = 8 * 60 * 60 * 1000;

export interface RefreshOptions extends AskOptions {
  /** Whether also those are asked for anew that are fresh. */
  all?: boolean | undefined;
  /** Told of each command before it runs: it may take a while, or want a finger. */
  onAsk?: (command: SecretCommand) => void;
  /** Default: now. */
  now?: number;
}

export interface Refreshed {
  /** Names that have a new value. */
  changed: string[];
  /** Names whose source gave nothing → why. */
  problems: Map<string, string>;
}

/**
 * Runs the commands for what is not there or has grown old, all at the same time, and keeps what they give. Whether the
 * user trusts them with that is for the caller to have made sure.
 */
export async function refreshSecrets(
  store: SecretStore,
  commands: readonly SecretCommand[],
  options: RefreshOptions,
): Promise<Refreshed> {
  const { folder, all = false, now = Date.now() } = options;
  const entries = commands.length > 0 ? await store.list(folder) : [];
  const due = commands.filter(
    ({ name }) => all || !entries.some((entry) => entry.name === name && !isOld(entry, now)),
  );
  const answers = await Promise.all(
    due.map(async (one) => {
      options.onAsk?.(one);
      return { name: one.name, answer: await askSource(one.command, options) };
    }),
  );
  const refreshed: Refreshed = { changed: [], problems: new Map() };
  for (const { name, answer } of answers) await keep(store, folder, name, answer, refreshed);
  return refreshed;
}

function isOld({ origin, changedAt }: SecretEntry, now: number): boolean {
  // One from the future is of a clock that was set back: nobody knows how old it is.
  return origin === 'fetched' && (now - changedAt > freshMilliseconds || changedAt > now);
}

async function keep(store: SecretStore, folder: string, name: string, answer: Answer, into: Refreshed) {
  if (answer.kind === 'problem') {
    into.problems.set(name, answer.problem);
    return;
  }
  const before = await store.get(folder, name);
  await store.set({ kind: 'project', folder }, name, answer.value, 'fetched');
  if (before !== answer.value) into.changed.push(name);
}
