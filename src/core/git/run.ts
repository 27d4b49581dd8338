import type { RepositoryAddress } from './address.ts';
import { GitFailed, GitMissing } from './errors.ts';

/** How far git is with one of its stages: `receiving`, `resolving`. */
export interface GitProgress {
  stage: string;
  processed: number;
  total: number;
}

export interface GitOptions {
  folder: string;
  environment: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  progress?: ((progress: GitProgress) => void) | undefined;
  /** What is secret in it is taken out of git's words. */
  address?: RepositoryAddress | undefined;
}

/** Runs the system's git in a folder and answers its standard output. */
export type Git = (words: readonly string[]) => Promise<string>;

/**
 * The system's git, so that the user's own credentials and ssh settings hold. It never asks anything: what needs a
 * password or a passphrase fails at once.
 * @throws GitFailed, GitMissing
 */
export async function openGit(options: GitOptions): Promise<Git> {
  const { folder, environment, signal, progress, address } = options;
  const { simpleGit } = await import('simple-git');
  const git = simpleGit({
    baseDir: folder,
    allowEnvironment: [...variablesOfGit, ...Object.keys(neverAsk)],
    // The user's own way to ssh, and our own way to never ask: none of it comes from an address.
    unsafe: { allowUnsafeAskPass: true, allowUnsafeSshCommand: true },
    ...(signal && { abort: signal }),
    ...(progress && { progress }),
  }).env({ ...forGit(environment), ...neverAsk });
  return async (words) => {
    try {
      return await git.raw([...words]);
    } catch (thrown) {
      signal?.throwIfAborted();
      const { message } = thrown as Error;
      if (/ENOENT/.test(message) && /spawn/.test(message)) throw new GitMissing(thrown);
      const said = gitsWords(message);
      throw new GitFailed(address ? address.withoutSecrets(said) : said);
    }
  };
}

/** Neither on the terminal that the workbench was started in, nor in a window of its own. */
const neverAsk = {
  GIT_TERMINAL_PROMPT: '0',
  SSH_ASKPASS: 'false',
  SSH_ASKPASS_REQUIRE: 'force',
  LC_ALL: 'C',
};

/** How the user told git to reach others. */
const variablesOfGit = ['GIT_SSH', 'GIT_SSH_COMMAND'];

/** What would have git run something else: editors, pagers, and everything that git itself reads. */
const guarded = /^(GIT_.*|.*EDITOR|.*PAGER|SSH_ASKPASS.*|PREFIX|VISUAL|BROWSER|LC_ALL)$/;

function forGit(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (!guarded.test(entry[0]) || variablesOfGit.includes(entry[0])),
  );
  return Object.fromEntries(kept);
}

/** The lines that say what is wrong, without the counting before. */
function gitsWords(output: string): string {
  const lines = output.split(/[\r\n]+/).map((line) => line.trim());
  const told = lines.filter((line) => /^(fatal|error|remote|warning|ssh):|denied|failed/i.test(line));
  const words = (told.length > 0 ? told : lines.filter(Boolean)).join(' ');
  return words.length > 1000 ? `${words.slice(0, 999)}…` : words;
}
