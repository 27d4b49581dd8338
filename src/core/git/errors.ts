import { BlockyardError } from '../../shared/index.ts';

export class AddressRefused extends BlockyardError {
  constructor(shown: string) {
    super('usage', `\`${shown}\` is no address that a repository can be cloned from.`, {
      remedy: 'Write https://…, ssh://…, git@host:path, git://… or file:///….',
    });
  }
}

export class GitMissing extends BlockyardError {
  constructor(cause: unknown) {
    super('usage', 'git is not installed, or not on the PATH.', {
      cause,
      remedy: 'Install git, and see to it that it is on the PATH.',
    });
  }
}

/** git failed: its own words, and what they mean for the user. */
export class GitFailed extends Error {
  readonly words: string;
  readonly meaning: Meaning | undefined;

  constructor(words: string) {
    super(`git says: ${words}`);
    this.name = 'GitFailed';
    this.words = words;
    this.meaning = meanings.find(({ form }) => form.test(words));
  }
}

export interface Meaning {
  form: RegExp;
  code: BlockyardError['code'];
  remedy: string;
}

const meanings: Meaning[] = [
  {
    form: /could not read Username|Authentication failed|terminal prompts disabled|HTTP Basic: Access denied/i,
    code: 'permission-denied',
    remedy: 'Sign in to it with git first (a credential helper or an access token), or use its ssh address.',
  },
  {
    form: /Permission denied \(publickey|Host key verification failed/i,
    code: 'permission-denied',
    remedy: 'Connect once with ssh in a terminal, and load your key into the agent (`ssh-add`).',
  },
  {
    form: /not found|does not appear to be a git repository|does not exist/i,
    code: 'not-found',
    remedy: 'Check the address, and that you may read the repository.',
  },
  {
    form: /Could not resolve host|Could not connect|Connection (refused|timed out)|unable to access/i,
    code: 'not-found',
    remedy: 'Check the address and the network.',
  },
  {
    form: /No space left on device/i,
    code: 'disk-full',
    remedy: 'Free space on the disk.',
  },
];
