import type { Cause } from '../../shared/index.ts';
import type { ComposeProject } from '../compose/index.ts';
import type { Fields } from './hash.ts';

/** Kinds of cause by the first word of a field's name; all others are named by the field itself. */
const kinds: Record<string, string> = {
  image: 'image-changed',
  env: 'environment-changed',
  label: 'labels-changed',
  port: 'ports-changed',
  volume: 'volumes-changed',
  network: 'networks-changed',
  secret: 'secrets-changed',
  config: 'configs-changed',
};

const sources = {
  file: '',
  env_file: ', from an env_file',
  dotenv: ', from .env',
  shell: ', from the shell',
} as const;

/** What differs between the fields that a container was made with and those that are wanted. */
export function changedFields(
  before: Fields,
  after: Fields,
  { project, service }: { project: ComposeProject; service: string },
): Cause[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const causes = names
    .filter((name) => before[name] !== after[name])
    .map((name): Cause => {
      const verb = !(name in before) ? 'added' : !(name in after) ? 'removed' : 'changed';
      return fieldCause(name, verb, project, service);
    });
  return causes.length > 0 ? causes : [{ kind: 'configuration-changed', text: 'configuration changed' }];
}

/** The cause for one field: `env DATABASE_URL changed, from the shell`. */
export function fieldCause(
  name: string,
  verb: 'added' | 'removed' | 'changed',
  project: ComposeProject,
  service: string,
): Cause {
  const [word = name, rest] = name.split(/ (.*)/s);
  const source =
    word === 'env' && rest && verb !== 'removed' ? project.environmentSources[service]?.[rest] : undefined;
  return {
    kind: kinds[word] ?? `${name.replaceAll(/[ _]/g, '-')}-changed`,
    text: `${name} ${verb}${source ? sources[source] : ''}`,
  };
}
