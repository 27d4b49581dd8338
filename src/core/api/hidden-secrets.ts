import { Secrets } from '../masking/index.ts';
import { knownSecrets } from '../stacks/index.ts';
import type { Core } from './core.ts';

/** What takes a project's secrets out of texts, also those that are set or changed meanwhile. */
export interface HiddenSecrets extends Disposable {
  /** Lines stay lines: their number is the same afterwards. */
  hide(text: string): string;
}

/**
 * Logs are kept as their containers wrote them, and the command line prints them so. What leaves for a page or a file,
 * to be shown around and passed on, has no secrets in it.
 */
export async function hiddenSecrets(core: Core, id: string): Promise<HiddenSecrets> {
  let known = await secretsOf(core, id);
  const stop = core.projects.onChange(async () => {
    known = await secretsOf(core, id).catch(() => known);
  });
  return {
    hide: (text) => known.maskKnown(text),
    [Symbol.dispose]: stop,
  };
}

async function secretsOf(core: Core, id: string): Promise<Secrets> {
  const values = await knownSecrets(core, id);
  // A secret of several lines is written line by line.
  return new Secrets(values.flatMap((value) => value.split(/\r?\n/)));
}
