import { expect, it } from 'vitest';
import { proxyArgs } from './docker-config.ts';

it('proxies of config.json become build arguments, those of the engine before the default', () => {
  const proxies = {
    default: { httpProxy: 'http://proxy:3128', noProxy: 'localhost' },
    'unix:///run/other.sock': { httpsProxy: 'http://other:1' },
  };
  expect(proxyArgs({ proxies }, { kind: 'socket', path: '/var/run/docker.sock' })).toEqual({
    HTTP_PROXY: 'http://proxy:3128',
    http_proxy: 'http://proxy:3128',
    NO_PROXY: 'localhost',
    no_proxy: 'localhost',
  });
  expect(proxyArgs({ proxies }, { kind: 'socket', path: '/run/other.sock' })).toEqual({
    HTTPS_PROXY: 'http://other:1',
    https_proxy: 'http://other:1',
  });
  expect(proxyArgs({}, { kind: 'socket', path: '/run/other.sock' })).toEqual({});
});
