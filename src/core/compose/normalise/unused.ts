import type { ComposeConfig } from '../model.ts';

type Resources = Record<string, unknown>;

/** The project without the networks, volumes, secrets and configs that none of its services uses. */
export function withoutUnusedResources(config: ComposeConfig): ComposeConfig {
  const services = Object.values(config.services);
  const used = {
    networks: services.flatMap((service) => Object.keys(service.networks ?? {})),
    volumes: services.flatMap((service) =>
      (service.volumes ?? []).flatMap((mount) =>
        mount.type === 'volume' && mount.source !== undefined ? [mount.source] : [],
      ),
    ),
    secrets: services.flatMap((service) =>
      [...(service.secrets ?? []), ...(service.build?.secrets ?? [])].map((secret) => secret.source),
    ),
    configs: services.flatMap((service) => (service.configs ?? []).map((reference) => reference.source)),
  };
  const result: ComposeConfig = { ...config };
  for (const kind of ['networks', 'volumes', 'secrets', 'configs'] as const) {
    const kept = only(config[kind], new Set(used[kind]));
    delete result[kind];
    if (Object.keys(kept).length > 0) Object.assign(result, { [kind]: kept });
  }
  return result;
}

function only(resources: Resources | undefined, names: Set<string>): Resources {
  return Object.fromEntries(Object.entries(resources ?? {}).filter(([name]) => names.has(name)));
}
