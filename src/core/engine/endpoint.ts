/** How an engine is reached. */
export type Endpoint =
  /** A Unix socket, or a named pipe on Windows. */
  | { kind: 'socket'; path: string }
  | { kind: 'tcp'; host: string; port: number; tls?: TlsFiles }
  /** Through the system's `ssh … docker system dial-stdio`. `path` is the engine's socket over there, when not the usual one. */
  | { kind: 'ssh'; destination: string; port?: number; path?: string };

/** PEM texts. Without `ca` the system's authorities are asked; `verify: false` takes any certificate. */
export interface TlsFiles {
  ca?: string;
  cert?: string;
  key?: string;
  verify?: boolean;
}

/** As one would write it in `DOCKER_HOST`. */
export function describeEndpoint(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'socket':
      return endpoint.path;
    case 'tcp':
      return `tcp://${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`;
    case 'ssh':
      return `ssh://${endpoint.destination}${endpoint.port === undefined ? '' : `:${endpoint.port}`}`;
  }
}

/** Always with a scheme, as in `DOCKER_HOST`: fit to be parsed again. */
export function addressOf(endpoint: Endpoint): string {
  if (endpoint.kind !== 'socket') return describeEndpoint(endpoint);
  return endpoint.path.startsWith('//./pipe/') ? `npipe://${endpoint.path}` : `unix://${endpoint.path}`;
}

/** The same place without certificates and keys, fit to be shown and logged. */
export function withoutSecrets(endpoint: Endpoint): Endpoint {
  return endpoint.kind === 'tcp' && endpoint.tls
    ? { ...endpoint, tls: { verify: endpoint.tls.verify ?? true } }
    : endpoint;
}
