import type { ComposeProject } from '../compose/index.ts';
import { lookUpSecrets, type SecretStore } from '../secrets/index.ts';
import type { Expansion } from './expand/index.ts';
import { secretsOf } from './expression.ts';
import type { SecretSource } from './format/stack-file.ts';
import { hasPlaceholder, replacePlaceholders, treatedValue } from './placeholder.ts';
import type { BlockInstance, StackProject } from './stack-project.ts';

/** Puts the values of secrets where their placeholders are: the last step of loading. Without a store they stay. */
export async function settle(
  project: ComposeProject,
  expansion: Expansion,
  store: SecretStore | undefined,
  teamSources: Record<string, SecretSource>,
): Promise<StackProject> {
  const { stackFile, instances, bound, plain, secretNeeds } = expansion;
  const secretSources = { ...teamSources, ...stackFile.content['secret-sources'] };
  const { values, missing, commands } = store
    ? await lookUpSecrets(store, project.workingDirectory, secretNeeds, secretSources)
    : { values: undefined, missing: [], commands: [] };
  // What only services of other profiles or unbound blocks need holds nobody up.
  const used = new Set(secretsOf(project.config));
  const common = {
    stackFile,
    bound,
    plain,
    secretNeeds,
    missingSecrets: missing.filter(({ name }) => used.has(name)),
    secretCommands: commands.filter(({ name }) => used.has(name)),
    secretSources,
    rules: rulesOf(instances),
  };
  if (!values || secretNeeds.length === 0) {
    const { boundVariables } = expansion;
    return { ...project, ...common, instances, boundVariables, secretValues: plainSecretsOf(instances) };
  }
  const shown = new Set<string>([...values.values(), ...plainSecretsOf(instances)]);
  const put = (text: string): string =>
    replacePlaceholders(text, ({ name, treatments }) => {
      const value = values.get(name);
      // Whatever would start with it asks for what is missing before (`requireSecrets`).
      if (value === undefined) return secretNeeds.some((need) => need.name === name) ? '' : undefined;
      const treated = treatedValue(value, treatments);
      if (!/^(scheme|user|host|inside-host|port:)/.test(treatments[0] ?? '')) shown.add(treated);
      return treated;
    });
  return {
    ...project,
    ...common,
    config: withTexts(project.config, put),
    unsettled: project.config,
    boundVariables: withTexts(expansion.boundVariables, put),
    disabledServices: withTexts(project.disabledServices, put),
    instances: instances.map((instance) => ({
      ...instance,
      with: withTexts(instance.with, put),
      endpoints: withTexts(instance.endpoints, put),
      bindings: withTexts(instance.bindings, put),
    })),
    // Words of one or two letters would be found everywhere.
    secretValues: [...shown].filter((value) => value.length > 2),
  };
}

/** Plain data with each text changed; what holds no placeholder is shared. */
export function withTexts<Data>(data: Data, change: (text: string) => string): Data {
  if (typeof data === 'string') return (hasPlaceholder(data) ? change(data) : data) as Data;
  if (typeof data !== 'object' || data === null) return data;
  let result: unknown;
  for (const [key, value] of Object.entries(data)) {
    const changed = withTexts(value, change);
    if (changed === value) continue;
    result ??= Array.isArray(data) ? [...data] : { ...data };
    (result as Record<string, unknown>)[key] = changed;
  }
  return (result ?? data) as Data;
}

/** Passwords that stand in the URL of an `at:`. */
function plainSecretsOf(instances: readonly BlockInstance[]): string[] {
  return instances.flatMap(({ block, with: values }) =>
    Object.entries(block.definition.parameters ?? {}).flatMap(([name, { secret }]) => {
      const value = secret ? values[name] : undefined;
      return typeof value === 'string' && value.length > 2 && !hasPlaceholder(value) ? [value] : [];
    }),
  );
}

function rulesOf(instances: readonly BlockInstance[]): StackProject['rules'] {
  const blocks = new Map(instances.map(({ block }) => [block.folder, block.definition]));
  return [...blocks.values()].flatMap(({ block, guardrails = [] }) =>
    guardrails.map((rule) => ({ ...rule, source: `block ${block}` })),
  );
}
