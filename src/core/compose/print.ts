import type { ComposeConfig } from './model.ts';

/**
 * The project as JSON that is a Compose file itself: every `$` is doubled, so that reading it again gives the same
 * project whatever the shell's variables are then.
 */
export function printConfig(config: ComposeConfig): string {
  return JSON.stringify(config, undefined, 2).replaceAll('$', '$$$$');
}
