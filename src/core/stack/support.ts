import type { BlockyardError } from '../../shared/index.ts';
import type { ComposeProject, Service, Warning } from '../compose/index.ts';
import { whereOf } from './blueprint.ts';
import { ComposeUnsupported } from './errors.ts';

/** A key that we or an engine on one machine cannot do: what comes of it and what to do instead. */
interface Limit {
  path: string[];
  /** Errors stop the stack: without what the key asks for, the service would not be what its writer means. */
  severity: 'error' | 'warning';
  message: string;
  remedy: string;
}

const limits: Limit[] = [
  {
    path: ['provider'],
    severity: 'error',
    message: 'is made by a provider plugin of Compose, which Blockyard does not run',
    remedy: 'Replace it by an ordinary service or a block, or leave it out with a profile.',
  },
  {
    path: ['use_api_socket'],
    severity: 'error',
    message:
      'asks for the engine’s socket with your credentials (use_api_socket), which Blockyard does not hand out',
    remedy: 'Mount /var/run/docker.sock as a volume if the service really needs the engine.',
  },
  {
    path: ['models'],
    severity: 'warning',
    message: 'uses models, which Blockyard does not start: their variables are not set',
    remedy: 'Run the model elsewhere and set its endpoint under `environment`.',
  },
  {
    path: ['credential_spec', 'config'],
    severity: 'warning',
    message: 'has credential_spec.config, which needs Swarm; it is left out',
    remedy: 'Use credential_spec.file.',
  },
  ...['update_config', 'rollback_config'].map(
    (key): Limit => ({
      path: ['deploy', key],
      severity: 'warning',
      message: `has deploy.${key}, which counts in a Swarm only`,
      remedy: 'Nothing to do for a local stack.',
    }),
  ),
  {
    path: ['deploy', 'endpoint_mode'],
    severity: 'warning',
    message: 'has deploy.endpoint_mode, which counts in a Swarm only',
    remedy: 'Nothing to do for a local stack.',
  },
  ...['constraints', 'preferences', 'max_replicas_per_node'].map(
    (key): Limit => ({
      path: ['deploy', 'placement', key],
      severity: 'warning',
      message: `has deploy.placement.${key}, which counts in a Swarm only`,
      remedy: 'Nothing to do for a local stack.',
    }),
  ),
  ...['delay', 'window'].map(
    (key): Limit => ({
      path: ['deploy', 'restart_policy', key],
      severity: 'warning',
      message: `has deploy.restart_policy.${key}, which counts in a Swarm only`,
      remedy: 'Nothing to do for a local stack.',
    }),
  ),
];

/** What of a service will not be as written: errors and warnings with their places. */
export function limitsOf(
  project: ComposeProject,
  name: string,
): { errors: BlockyardError[]; warnings: Warning[] } {
  const errors: BlockyardError[] = [];
  const warnings: Warning[] = [];
  const service = project.config.services[name];
  for (const { path, severity, message, remedy } of limits) {
    if (!service || !isSet(service, path)) continue;
    const where = project.where(['services', name, ...path]);
    if (severity === 'error')
      errors.push(new ComposeUnsupported(`The service ${name} ${message}.`, { where, remedy }));
    else warnings.push({ message: `The service ${name} ${message}.`, ...whereOf(where), remedy });
  }
  return { errors, warnings };
}

function isSet(service: Service, path: readonly string[]): boolean {
  let value: unknown = service;
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
  if (value === undefined || value === null || value === false) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
