import type { StackProject } from '../blocks/index.ts';
import { type ComposeProject, printConfig } from '../compose/index.ts';
import { mask, Secrets } from '../masking/index.ts';

/** One with a blockyard.yaml has secrets that are known as such. */
export type ProjectWithSecrets = ComposeProject & Partial<Pick<StackProject, 'secretValues'>>;

/** What is secret in a project's files and variables, also what only looks like it. */
export function secretsOf(project: ProjectWithSecrets): Secrets {
  const secrets = new Secrets(project.secretValues);
  secrets.learn(project.environment);
  for (const { environment, build, labels } of [
    ...Object.values(project.config.services),
    ...Object.values(project.disabledServices),
  ]) {
    secrets.learn(environment ?? {});
    secrets.learn(build?.args ?? {});
    secrets.learn(labels ?? {});
  }
  for (const { content } of Object.values(project.config.secrets ?? {})) if (content) secrets.add(content);
  return secrets;
}

/** The resolved Compose file as YAML, with what looks like a secret masked. */
export async function configurationOf(project: ProjectWithSecrets): Promise<string> {
  const { stringify } = await import('yaml');
  const document = secretsOf(project).maskDocument(JSON.parse(printConfig(project.config))) as {
    secrets?: Record<string, { content?: string }>;
  };
  // A short one cannot be told from other words anywhere else, but here.
  for (const secret of Object.values(document.secrets ?? {}))
    if (secret.content !== undefined) secret.content = mask;
  return stringify(document, { lineWidth: 0 });
}
