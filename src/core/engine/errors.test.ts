import { describe, expect, it } from 'vitest';
import type { Endpoint } from './endpoint.ts';
import { EngineNotFoundError, EngineRefusedError, EngineUnreachableError } from './errors.ts';

describe('what the engine says', () => {
  const sentences: [code: string, status: number, reason: string][] = [
    ['image-not-found', 404, 'No such image: nothing:1'],
    ['image-not-found', 404, 'manifest for registry.example/nothing:1 not found: manifest unknown: unknown'],
    [
      'registry-denied',
      404,
      "pull access denied for nothing, repository does not exist or may require 'docker login'",
    ],
    ['registry-denied', 500, 'Head "https://registry.example/v2/x/manifests/1": unauthorized: log in first'],
    [
      'port-taken',
      500,
      'driver failed programming external connectivity on endpoint web (a1): Bind for 0.0.0.0:8080 failed: port is already allocated',
    ],
    [
      'port-taken',
      500,
      'Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use',
    ],
    [
      'port-taken',
      500,
      'failed to set up container networking: driver failed programming external connectivity on endpoint web (a1): failed to bind host port for 0.0.0.0:80:172.17.0.2:80/tcp: address already in use',
    ],
    ['disk-full', 500, 'write /var/lib/docker/tmp/x: no space left on device'],
    [
      'name-conflict',
      409,
      'Conflict. The container name "/web" is already in use by container "1f". You have to remove (or rename) that container to be able to reuse that name',
    ],
    ['name-conflict', 409, 'network with name shop_default already exists'],
    ['resource-in-use', 403, 'error while removing network: network shop_default id 1f has active endpoints'],
    ['resource-in-use', 409, 'remove data: volume is in use - [1f2e]'],
    [
      'resource-in-use',
      409,
      'You cannot remove a running container 1f. Stop the container before attempting removal or force remove',
    ],
    [
      'resource-in-use',
      409,
      'cannot remove container "/web": container is running: stop the container before removing or force remove',
    ],
    [
      'resource-in-use',
      409,
      'conflict: unable to remove repository reference "web:1" (must force) - container 1f is using its referenced image 2e',
    ],
    ['container-exited', 409, 'Container 1f is not running'],
    ['container-exited', 409, 'container 1f is not running'],
    ['permission-denied', 500, 'error while creating mount source path "/x": mkdir /x: permission denied'],
    ['engine-too-old', 400, 'client version 1.48 is too new. Maximum supported API version is 1.40'],
    ['image-not-found', 404, 'no such image: docker.io/library/nothing:1: image not known'],
    ['name-conflict', 500, 'network name shop already used: network already exists'],
    ['engine-refused', 404, 'No such container: web'],
    ['engine-refused', 500, 'Pool overlaps with other one on this address space'],
  ];
  it.each(sentences)('%s: %i %s', (code, status, reason) => {
    const error = new EngineRefusedError('do it', status, reason);
    expect(error.toJSON()).toMatchObject({ code, message: `The engine could not do it: ${reason}.` });
    expect(error.status).toBe(status);
    if (code !== 'engine-refused') expect(error.remedy).toMatch(/\.$/);
  });

  it('has short ids, one full stop, and a status where there are no words', () => {
    const id = 'a'.repeat(64);
    const { message } = new EngineRefusedError(
      `stop the container ${id}`,
      404,
      `No such container: ${id}.\n`,
    );
    expect(message).toBe(
      'The engine could not stop the container aaaaaaaaaaaa: No such container: aaaaaaaaaaaa.',
    );
    expect(new EngineRefusedError('do it', 502, '').message).toBe(
      'The engine could not do it: HTTP status 502.',
    );
  });
});

describe('what keeps us from the engine', () => {
  const socket: Endpoint = { kind: 'socket', path: '/run/some.sock' };
  const tcp: Endpoint = { kind: 'tcp', host: 'build.example', port: 2376, tls: {} };
  const cases: [systemCode: string, endpoint: Endpoint, code: string, message: string][] = [
    ['ENOENT', socket, 'engine-unreachable', 'there is no socket at /run/some.sock'],
    ['ECONNREFUSED', socket, 'engine-unreachable', 'nothing answers at /run/some.sock'],
    ['EACCES', socket, 'permission-denied', 'permission to use /run/some.sock is denied'],
    ['ECONNRESET', socket, 'engine-unreachable', 'the engine at /run/some.sock closed the connection'],
    ['ETIMEDOUT', tcp, 'engine-unreachable', 'tcp://build.example:2376 does not answer'],
    ['ENOTFOUND', tcp, 'engine-unreachable', 'the host of tcp://build.example:2376 is not known'],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      tcp,
      'engine-unreachable',
      'no secure connection to tcp://build.example:2376 (the words of the system)',
    ],
    ['EWHATEVER', tcp, 'engine-unreachable', 'tcp://build.example:2376: the words of the system'],
  ];
  it.each(cases)('%s', (systemCode, endpoint, code, reason) => {
    const cause = Object.assign(new Error('the words of the system'), { code: systemCode });
    const error = new EngineUnreachableError('list the containers', endpoint, cause);
    expect(error.toJSON()).toEqual({
      code,
      message: `Could not list the containers: ${reason}.`,
      remedy: expect.stringMatching(/\.$/),
      causes: ['the words of the system'],
    });
  });
});

describe('no engine at all', () => {
  it('lists where it was looked for and how to get one', () => {
    const error = new EngineNotFoundError(['/var/run/docker.sock', '/run/podman/podman.sock'], []);
    expect(error.message).toBe(
      'No engine was found: there is no socket at /var/run/docker.sock, /run/podman/podman.sock.',
    );
    expect(error.remedy).toContain('install');
  });

  it('names what was there and why it cannot be used', () => {
    const denied = Object.assign(new Error('connect EACCES'), { code: 'EACCES' });
    const path = '/var/run/docker.sock';
    const failure = new EngineUnreachableError('reach the engine', { kind: 'socket', path }, denied);
    const error = new EngineNotFoundError([path], [{ source: path, error: failure }]);
    expect(error.code).toBe('engine-not-found');
    expect(error.message).toBe(`No engine can be used. ${path}: permission to use ${path} is denied.`);
    expect(error.remedy).toBe(failure.remedy);
  });
});
