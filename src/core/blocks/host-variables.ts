import type { StackProject } from './stack-project.ts';

/** Of a container, and what would mislead a process of this machine. */
const ofContainers = new Set(['PATH', 'HOME', 'HOSTNAME', 'PWD', 'SHELL', 'USER', 'TMPDIR', 'TERM']);

/**
 * The variables of a service for a process on this machine: its bindings in their host form, and what it sets itself.
 * `publishedAt` answers where an endpoint is published now, when that may be another port than the one wished for.
 */
export function hostVariables(
  project: StackProject,
  service: string,
  publishedAt: (service: string, port: number) => number | undefined = () => undefined,
): Record<string, string> {
  const own = (project.config.services[service] ?? project.disabledServices[service])?.environment ?? {};
  // A service may be called `constructor`.
  const given = Object.hasOwn(project.boundVariables, service) ? project.boundVariables[service] : undefined;
  const bound = new Map((given ?? []).map((it) => [it.name, it]));
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    const variable = bound.get(name);
    // What the service sets itself stands above its binding, here as there.
    if (variable && variable.inside === value)
      result[name] = atPorts(variable.host, variable.instance, project, publishedAt);
    else if (value !== null && !ofContainers.has(name)) result[name] = String(value);
  }
  return result;
}

function atPorts(
  value: string,
  instance: string,
  { instances }: StackProject,
  publishedAt: (service: string, port: number) => number | undefined,
): string {
  const { endpoints = [] } = instances.find(({ name }) => name === instance) ?? {};
  return endpoints.reduce((text, { service, port, published }) => {
    const now = published === undefined ? undefined : publishedAt(service, port);
    if (now === undefined || now === published) return text;
    return text === String(published)
      ? String(now)
      : text.replaceAll(`127.0.0.1:${published}`, `127.0.0.1:${now}`);
  }, value);
}
