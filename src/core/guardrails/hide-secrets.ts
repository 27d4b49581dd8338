import type { StackProject } from '../blocks/index.ts';
import { Secrets } from '../masking/index.ts';

/** A text of a rule that strangers wrote, which may have put in whatever the rule sees. */
export function maskerOf({ config, secretValues }: StackProject): (text: string) => string {
  const secrets = new Secrets();
  for (const value of secretValues) secrets.add(value);
  for (const { environment } of Object.values(config.services)) if (environment) secrets.learn(environment);
  return (text) => secrets.maskIn(text);
}
