import { describe, expect, it } from 'vitest';
import { pathNamedIn } from './culprit.ts';

const config = {
  services: {
    web: {
      image: 'busybox',
      runtime: 'fast',
      ports: [
        { host_ip: '127.0.0.1', published: '80', target: 80 },
        { host_ip: '192.0.2.1', published: '8080', target: 80 },
      ],
      volumes: [{ type: 'volume', source: 'data', target: '/data' }],
      logging: { driver: 'json-file', options: { colour: 'blue' } },
    },
  },
};

function named(sentence: string): string {
  return pathNamedIn(sentence, config, ['services', 'web']).slice(2).join('.');
}

describe('what the engine’s words name', () => {
  it('is the longest value in them', () => {
    expect(named('bind for 192.0.2.1:8080 failed: cannot assign requested address')).toBe('ports.1.host_ip');
    expect(named('Unknown runtime specified fast')).toBe('runtime');
  });

  it('may be a key', () => {
    expect(named("unknown log opt 'colour'")).toBe('logging.options.colour');
  });

  it('is not a part of a longer name or path', () => {
    expect(named('write /var/lib/docker/data/overlay2: input/output error')).toBe('');
    expect(named('it ends with /data.')).toBe('volumes.0.target');
  });

  it('is the whole where they name nothing', () => {
    expect(named('something is wrong')).toBe('');
  });
});
