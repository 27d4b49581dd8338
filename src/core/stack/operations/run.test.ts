import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mountOf, portOf } from './run.ts';

describe('what is typed after run', () => {
  it('mounts are paths or volumes', () => {
    expect(['./a:/a:ro', '/b:/b', 'data:/data', '/anonymous', 'C:\\x:/x'].map(mountOf)).toEqual([
      { type: 'bind', source: resolve('a'), target: '/a', read_only: true, bind: { create_host_path: true } },
      { type: 'bind', source: '/b', target: '/b', bind: { create_host_path: true } },
      { type: 'volume', source: 'data', target: '/data' },
      { type: 'volume', target: '/anonymous' },
      { type: 'bind', source: 'C:\\x', target: '/x', bind: { create_host_path: true } },
    ]);
    expect(() => mountOf('data')).toThrow("'data' is no mount.");
  });

  it('ports are published where it says', () => {
    expect(['80', '8080:80', '127.0.0.1::80', '[::1]:8080:80/udp'].map(portOf)).toEqual([
      { mode: 'ingress', target: 80, protocol: 'tcp' },
      { mode: 'ingress', target: 80, protocol: 'tcp', published: '8080' },
      { mode: 'ingress', target: 80, protocol: 'tcp', host_ip: '127.0.0.1' },
      { mode: 'ingress', target: 80, protocol: 'udp', published: '8080', host_ip: '::1' },
    ]);
    expect(() => portOf('web')).toThrow("'web' is no port.");
  });
});
