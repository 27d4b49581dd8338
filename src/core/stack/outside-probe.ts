import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { parseDuration, type Service } from '../compose/index.ts';
import type { ContainerDetails, Engine } from '../engine/index.ts';

/*
 * Readiness that is asked for from outside of the container, for images without a shell: `x-blockyard-probe` of a
 * service. Through a published port where the engine is on this machine, else by a helper in the container's network.
 */

export type OutsideProbe = {
  /** Milliseconds. */
  timeout: number;
  startPeriod: number;
  interval: number;
  retries: number;
  port: number;
} & ({ kind: 'tcp' } | { kind: 'http'; path: string; status: number | undefined });

export interface ProbeOutcome {
  passed: boolean;
  /** What was said, or why nothing was. */
  words: string;
}

/** The probe of a service; undefined without one, or when it is none that can be read. */
export function outsideProbeOf(service: Service | undefined): OutsideProbe | undefined {
  return readOutsideProbe(service?.['x-blockyard-probe']);
}

/** The same as a container's label holds it. */
export function outsideProbeIn(label: string | undefined): OutsideProbe | undefined {
  try {
    return label === undefined ? undefined : readOutsideProbe(JSON.parse(label));
  } catch {
    return undefined;
  }
}

function readOutsideProbe(given: unknown): OutsideProbe | undefined {
  if (!isRecord(given)) return undefined;
  const timing = {
    timeout: duration(given['timeout']) ?? 3_000,
    startPeriod: duration(given['start_period']) ?? 0,
    interval: duration(given['interval']) ?? 5_000,
    retries: typeof given['retries'] === 'number' ? given['retries'] : 3,
  };
  const asked = given['http'] ?? given['tcp'];
  if (!isRecord(asked) || typeof asked['port'] !== 'number') return undefined;
  const { port, path, status } = asked;
  if (given['http'] === undefined) return { ...timing, port, kind: 'tcp' };
  return {
    ...timing,
    port,
    kind: 'http',
    path: typeof path === 'string' && path.startsWith('/') ? path : '/',
    status: typeof status === 'number' ? status : undefined,
  };
}

/** As its writer knows it: `GET :3100/ready`. */
export function describeOutsideProbe(probe: OutsideProbe): string {
  return probe.kind === 'tcp' ? `tcp :${probe.port}` : `GET :${probe.port}${probe.path}`;
}

/** Asks once, and again as often as it is called, until it is disposed of. */
export class OutsideProber implements AsyncDisposable {
  readonly #engine: Engine;
  readonly #probe: OutsideProbe;
  /** Whether no published port led there. */
  usedHelper = false;
  #helper: Promise<string | undefined> | undefined;

  constructor(engine: Engine, probe: OutsideProbe) {
    this.#engine = engine;
    this.#probe = probe;
  }

  async ask(details: ContainerDetails, signal: AbortSignal): Promise<ProbeOutcome> {
    const overdue = AbortSignal.timeout(Math.max(1, Math.ceil(this.#probe.timeout)));
    const either = AbortSignal.any([signal, overdue]);
    try {
      const port = this.#engine.info.local ? publishedPort(details, this.#probe.port) : undefined;
      if (port !== undefined)
        return this.#probe.kind === 'tcp'
          ? await askTcp(port, either)
          : await askHttp(port, this.#probe.path, this.#probe.status, either);
      return await this.#askByHelper(details.Id, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      if (overdue.aborted)
        return { passed: false, words: `no answer within ${this.#probe.timeout / 1000} s` };
      return { passed: false, words: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const id = await this.#helper?.catch(() => undefined);
    if (id) await this.#engine.containers.remove(id, { force: true, volumes: true }).catch(() => {});
  }

  async #askByHelper(container: string, signal: AbortSignal): Promise<ProbeOutcome> {
    this.usedHelper = true;
    this.#helper ??= makeHelper(this.#engine, container);
    const helper = await this.#helper;
    if (helper === undefined) {
      // The container may not have run just then.
      this.#helper = undefined;
      const words = `no image here can ask for port ${this.#probe.port}: publish its endpoint`;
      return { passed: false, words };
    }
    const { port, timeout } = this.#probe;
    const seconds = Math.max(1, Math.ceil(timeout / 1000));
    const path = this.#probe.kind === 'http' ? this.#probe.path : undefined;
    const { exitCode, output } = await this.#engine.containers.exec(
      helper,
      {
        command: ['sh', '-c', script, 'probe', String(port), String(seconds), path ?? ''],
        outputLimit: 4096,
      },
      { signal: AbortSignal.any([signal, AbortSignal.timeout(timeout + 10_000)]) },
    );
    if (this.#probe.kind === 'tcp') return { passed: exitCode === 0, words: exitCode === 0 ? '' : 'refused' };
    const status = /^HTTP\/[\d.]+ (\d{3})/.exec(output)?.[1];
    return status === undefined
      ? { passed: false, words: 'no answer' }
      : judge(Number(status), this.#probe.status);
  }
}

/** With what there is in small images: busybox' or another netcat, else bash. */
const script = `
if [ -n "$3" ]; then
  if command -v nc >/dev/null; then printf 'GET %s HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' "$3" | nc -w "$2" 127.0.0.1 "$1" | head -n 1
  else exec bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0"; printf "GET %s HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n" "$1" >&3; head -n 1 <&3' "$1" "$3"
  fi
elif command -v nc >/dev/null; then nc -w "$2" 127.0.0.1 "$1" </dev/null
else exec bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0"' "$1"
fi`;

/** How many images are tried until one has the tools. */
const mostTries = 6;
/** Seconds: of a process that was killed nothing stays longer. */
const helperLife = 900;

/** A container in the network of another one, of an image that is there and can ask; undefined when none can. */
async function makeHelper(engine: Engine, container: string): Promise<string | undefined> {
  const images = (await engine.images.list({})).filter(({ RepoTags }) => RepoTags?.length);
  const bySize = images.toSorted((one, other) => one.Size - other.Size).filter(({ Size }) => Size > 500_000);
  for (const { Id } of bySize.slice(0, mostTries)) {
    const id = await engine.containers.create(`blockyard-probe-${randomBytes(4).toString('hex')}`, {
      Image: Id,
      User: '0',
      Entrypoint: ['sleep'],
      Cmd: [String(helperLife)],
      Labels: { 'dev.blockyard.helper': 'probe' },
      HostConfig: { NetworkMode: `container:${container}`, AutoRemove: true },
    });
    try {
      await engine.containers.start(id);
      const { exitCode } = await engine.containers.exec(id, {
        command: ['sh', '-c', 'command -v nc || command -v bash'],
        outputLimit: 200,
      });
      if (exitCode === 0) return id;
    } catch {
      // An image without a shell: the next one.
    }
    await engine.containers.remove(id, { force: true, volumes: true }).catch(() => {});
  }
  return undefined;
}

/** The port on 127.0.0.1 that leads to one of the container. */
function publishedPort({ NetworkSettings }: ContainerDetails, port: number): number | undefined {
  const bound = NetworkSettings.Ports?.[`${port}/tcp`]?.find(({ HostIp }) =>
    ['', '0.0.0.0', '127.0.0.1'].includes(HostIp),
  );
  return bound ? Number(bound.HostPort) : undefined;
}

/** How long a connection must hold, in milliseconds: an engine's proxy takes every one, and drops it when nobody listens. */
const holds = 150;

function askTcp(port: number, signal: AbortSignal): Promise<ProbeOutcome> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let timer: NodeJS.Timeout | undefined;
    const end = (outcome: ProbeOutcome) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(outcome);
    };
    const abort = () => {
      clearTimeout(timer);
      socket.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => {
      timer = setTimeout(() => end({ passed: true, words: '' }), holds);
    });
    socket.once('data', () => end({ passed: true, words: '' }));
    socket.once('error', ({ message }) => end({ passed: false, words: message }));
    socket.once('close', () => end({ passed: false, words: 'nobody listens' }));
  });
}

function askHttp(
  port: number,
  path: string,
  wished: number | undefined,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest({ host: '127.0.0.1', port, path, signal, agent: false }, (response) => {
      response.resume();
      resolve(judge(response.statusCode ?? 0, wished));
      response.destroy();
    });
    asking.once('error', (error) =>
      signal.aborted ? reject(signal.reason) : resolve({ passed: false, words: error.message }),
    );
    asking.end();
  });
}

function judge(status: number, wished: number | undefined): ProbeOutcome {
  const passed = wished === undefined ? status >= 200 && status < 400 : status === wished;
  return { passed, words: `status ${status}` };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function duration(text: unknown): number | undefined {
  return typeof text === 'string' ? parseDuration(text) : undefined;
}
